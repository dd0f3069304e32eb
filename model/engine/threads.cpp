// Threads of a run: creation, first operation, end, join.
#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "model/engine/execution.hpp"
#include "model/engine/locks/lock_misuse.hpp"
#include "model/engine/process/foreign.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// Creation order as a function of the program alone: by path from the main thread.
bool created_before(const graph& g, thread_id a, thread_id b) {
  std::vector<std::uint32_t> pa, pb;
  for (thread_id t = a; t != 0; t = g.thread(t).parent) pa.push_back(g.thread(t).ordinal);
  for (thread_id t = b; t != 0; t = g.thread(t).parent) pb.push_back(g.thread(t).ordinal);
  return std::lexicographical_compare(pa.rbegin(), pa.rend(), pb.rbegin(), pb.rend());
}

}  // namespace

void execution::add_thread_state(thread_id t) {
  while (threads_.size() <= t) threads_.push_back(std::make_unique<thread_state>());
  for (thread_id fresh = live_threads_; fresh <= t; ++fresh) {
    threads_[fresh]->status = thread_status::finished;
    threads_[fresh]->position = 0;
  }
  live_threads_ = std::max(live_threads_, t + 1);
  thread_state& s = *threads_[t];
  s.status = thread_status::running;
  s.pending = nullptr;
  s.position = s.iteration = 0;
  s.joiner = s.back_to = s.target = no_thread;
  s.children = s.cells = s.plain = 0;
  s.spin = s.asks_again = s.listed = false;
  s.plain_stretch = s.plain_since = 0;
  s.touched = no_location;
  s.loop.begin();
  s.failure.forget();
  s.off_record.stop();
  s.by_value = s.chose = s.counted = s.rests = s.retraces = false;
  s.gave_way_at = 0;
  s.born = t == 0 ? moment{} : here();
  s.asleep_on = {};
  s.destroying = {};
  s.name.clear();
  s.slots.clear();
  s.held.clear();
  s.how_long = patience::endless;
  s.gives_up = false;
  s.taking = s.unheard = 0;
  s.time_outs = 0;
  lose_leftovers(s);
  s.on = nullptr;
  s.detached = false;
  s.looked_at.clear();
  s.looked_at_place.clear();
  const auto place = std::find_if(active_.rbegin(), active_.rend(), [&](thread_id other) {
    return graph_->thread(t).parent == graph_->thread(other).parent
               ? graph_->thread(other).ordinal < graph_->thread(t).ordinal
               : created_before(*graph_, other, t);
  });
  active_.insert(place.base(), t);
}

void execution::begin_thread(thread_id t) {
  threads_[t]->on = foreign::body_of(*this) == nullptr
                        ? &fibers_.take()
                        : &fibers_.take_numbered(t, foreign::stacks_beside(heap_));
  threads_[t]->on->assign(&execution::thread_main, this);
}

// The whole life of a logical thread, on its fiber.
void execution::thread_main(void* run) {
  auto& self = *static_cast<execution*>(run);
  const thread_id me = self.current_;
  try {
    clear_stack_below();
    const exit_guard unwinds{*self.me_};
    if (me == 0) {
      (*self.body_)();
    } else {
      event start = self.proto_for(event_kind::start, {});
      start.value = self.graph_->thread(me).parent;
      self.carry_out_other(
          start, mutated("start_knows_its_maker") ? no_event : self.graph_->thread(me).created_by);
      self.threads_[me]->body();
      self.threads_[me]->body =
          nullptr;  // what it owns ends with it, while the thread still is one
    }
    self.run_exit_actions();
    self.holds_nothing_at_its_end();
  } catch (const run_over&) {
  } catch (const std::exception& e) {
    self.exception_left(e.what());
  } catch (...) {
    self.exception_left("not a std::exception");
  }
  self.end_thread();
}

// [thread.mutex.class]: undefined where a thread ends while it owns a mutex.
void execution::holds_nothing_at_its_end() {
  if (!me_->held.empty() && !mutated("threads_end_holding_nothing"))
    report(lock_misuse::ends_holding(*this, me_->held.first()));
}

// Where nobody catches it, the exception itself is what is told, and not what it has dropped on its
// way.
void execution::exception_left(const char* what) {
  const bool has_dropped = dropper_ == current_ && found_ && times_ended_ == 0;
  if (!has_dropped && (tearing_down_ || found_ || loops_.strays())) return;
  found_ = finding{std::string(finding_kind::exception),
                   fmt::format("an exception leaves thread {}: {}", current_, what),
                   {},
                   {}};
  end_ = run_end::failed;
}

void execution::end_thread() {
  const thread_id me = current_;
  if (!tearing_down_ && !found_ && end_ == run_end::complete && !loops_.strays()) {
    if (me_->failure.open()) loops_.ends_after_failure(me_->failure);
    carry_out_other(proto_for(event_kind::end, {}));
    // The stack will be another thread's; what was left on it ends here.
    if (!mutated("stacks_end_with_their_threads")) {
      quietly([&] { lifetimes_.end_objects_in(threads_[me]->on->stack(), {}); });
    }
  }
  thread_state& t = *threads_[me];
  t.status = thread_status::finished;
  t.body = nullptr;
  if (t.listed) unlist(me);
  active_.erase(std::find(active_.begin(), active_.end(), me));
  fibers_.give_back(*t.on);
  if (tearing_down_ || active_.empty()) {
    fibers_.switch_to(fibers_.host());
    return;
  }
  if (found_ || end_ != run_end::complete) {
    leave_run(end_);
    return;
  }
  thread_id next = t.back_to;
  if (next == no_thread) next = t.joiner;
  if (next == no_thread) next = next_thread();
  if (next == no_thread) {
    leave_if_stuck();
  } else {
    switch_to_thread(next);
  }
}

thread_id execution::create_thread(std::function<void()> body, const sync::site& where) {
  if (over()) return 0;
  effect();
  const thread_id parent = current_;
  const thread_id child = graph_->child_of(parent, threads_[parent]->children++);
  event create = proto_for(event_kind::create, where);
  create.value = child;
  graph_->set_created_by(child, carry_out_other(create));
  add_thread_state(child);
  threads_[child]->body = std::move(body);
  threads_[child]->back_to = parent;
  begin_thread(child);
  threads_[parent]->status = thread_status::creating;
  switch_to_thread(child);
  if (tearing_down_) throw run_over{};
  threads_[parent]->status = thread_status::running;
  return child;
}

void execution::check_joinable(thread_id t, const sync::site& where) {
  const bool joinable =
      t != 0 && t < live_threads_ && t != current_ && threads_[t]->joiner == no_thread;
  if (!joinable && !mutated("joined_once_and_by_another")) report(wrong_join(t, where));
}

finding execution::wrong_join(thread_id t, const sync::site& where) const {
  finding f{std::string(finding_kind::misuse), {}, {}, {}};
  f.places.push_back({fmt::format("thread {} joins", current_), where});
  if (t == 0 || t >= live_threads_) {
    f.message = fmt::format(
        "thread {} joins at {} a thread that is not joinable: it was not "
        "started, was joined before, or was moved from",
        current_, to_string(where));
  } else if (t == current_) {
    f.message = fmt::format("thread {} joins itself at {}, and would wait for its own end",
                            current_, to_string(where));
  } else {
    const thread_state& other = *threads_[t];
    f.places.push_back({fmt::format("thread {} joins it as well", other.joiner), other.joined_at});
    f.message = fmt::format(
        "thread {} joins thread {} at {}, which thread {} joins at {}: one join "
        "a thread",
        current_, t, to_string(where), other.joiner, to_string(other.joined_at));
  }
  return f;
}

void execution::join_thread(thread_id t, const sync::site& where) {
  if (over()) return;
  effect();
  check_joinable(t, where);
  me_->target = t;
  threads_[t]->joiner = current_;
  threads_[t]->joined_at = where;
  while (threads_[t]->status != thread_status::finished) wait_as(thread_status::joining, where);
  event join = proto_for(event_kind::join, where);
  join.value = t;
  carry_out_other(join, mutated("join_knows_the_end") ? no_event : graph_->last_of(t));
}

void*& execution::slot(location_id key) {
  std::vector<void*>& slots = me_->slots;
  if (slots.size() <= key) slots.resize(key + 1, nullptr);
  return slots[key];
}

}  // namespace suture
