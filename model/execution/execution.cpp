// A run from its beginning to its end.
#include "model/execution/execution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "model/execution/fault.hpp"

namespace suture {

namespace {

thread_local execution* active_execution = nullptr;
std::atomic<std::uint32_t> runs_begun{0};

// Run numbers that a cell may carry besides those of runs.
constexpr std::uint32_t highest_run = 0xFFFFFFF0U;

std::uint32_t next_run_number() {
  const std::uint32_t number = runs_begun.fetch_add(1, std::memory_order_relaxed) + 1;
  return number % highest_run + 1;
}

}  // namespace

execution* execution::active() { return active_execution; }

execution::execution(memory_model& model, unsigned arena, std::size_t stack_bytes)
    : model_(model), heap_(arena), fibers_(stack_bytes) {
  install_fault_handlers();
  watch_progress(*this);
}

execution::~execution() { forget_progress(*this); }

run_end execution::run(const std::function<void()>& body, graph& g, decider& d, const limits& l) {
  graph_ = &g;
  decider_ = &d;
  limits_ = l;
  body_ = &body;
  run_ = next_run_number();
  heap_.reset(l.reuse);
  plain_objects_ = 0;
  happened_ = {};
  jumps_.clear();
  time_outs_.clear();
  steps_ = 0;
  step_limit_ = l.events;
  if (!queues_.empty()) queues_.clear();
  if (!sleeps_.empty()) sleeps_.clear();
  if (!labels_.empty()) labels_.clear();
  found_.reset();
  end_ = run_end::complete;
  tearing_down_ = abandoned_ = false;
  following_ = g.size() > 0;
  blind_ = d.counts_blind();
  live_threads_ = 0;
  active_.clear();
  ready_.clear();
  attentive_ = resting_ = 0;
  current_ = previous_ = 0;

  execution* const outer = active_execution;
  active_execution = this;
  for (observer* o : observers_) o->begin_run(*this);
  add_thread_state(0);
  set_current(0);
  in_run_.store(true, std::memory_order_relaxed);
  if (sigsetjmp(way_out_, 0) == 0) {
    begin_thread(0);
    fibers_.switch_to(*threads_[0]->on);
  }
  if (!active_.empty()) {
    unwind_threads();
  } else if (!found_) {
    // Only now is nothing on the way that could still be freed.
    for (observer* o : observers_) {
      o->end_run(*this, end_);
      if (found_) break;
    }
  }
  in_run_.store(false, std::memory_order_relaxed);
  active_execution = outer;
  return end_;
}

// A run whose threads cannot go on is judged while they still stand where they are.
void execution::leave_run(run_end end) {
  if (end_ == run_end::complete) end_ = end;
  if (end != run_end::failed) {
    for (observer* o : observers_) {
      o->end_run(*this, end_);
      if (found_) break;
    }
  }
  fibers_.switch_to(fibers_.host());
}

void execution::report(finding f) {
  if (tearing_down_ || found_) return;
  found_ = std::move(f);
  end_ = run_end::failed;
  if (in_code_under_test() && status(current_) == thread_status::running) {
    wait_as(thread_status::following, {});  // never chosen again: the run is over
  }
}

void execution::fail_from_fault(finding f) {
  if (!tearing_down_ && !found_) {
    found_ = std::move(f);
    end_ = run_end::failed;
  }
  thread_state& t = *threads_[current_];
  t.status = thread_status::finished;
  if (t.listed) unlist(current_);
  std::erase(active_, current_);
  fiber& lost = *t.on;
  fibers_.landed_on_host();
  fibers_.abandon(lost);
}

// Lets the destructors of what the threads still hold run, the youngest thread first, because a
// thread may refer to what its creator owns.
void execution::unwind_threads() {
  tearing_down_ = true;
  while (!active_.empty()) {
    set_current(*std::max_element(active_.begin(), active_.end()));
    unwind_current();
  }
  tearing_down_ = false;
}

void execution::unwind_current() {
  if (sigsetjmp(way_out_, 0) == 0) fibers_.switch_to(*me_->on);
}

// The run is not counted, but it goes on without the thread: what others still write may be what
// the thread should have read, and only a write that is made can revisit a read.
void execution::abandon() {
  if (me_->off_record.on()) come_back();
  abandoned_ = true;
  wait_as(thread_status::following, {});  // never chosen again
}

void execution::check(const char* message, const sync::site& where) {
  effect();
  report({std::string(finding_kind::check),
          message,
          {{fmt::format("thread {} checks", current_), where}},
          {}});
}

bool execution::knows(moment m) const {
  if (m.thread == current_ || m.thread == no_thread) return true;
  const event_id last = last_done(current_);
  if (last == no_event) return false;
  return graph_->clocks().at((*graph_)[last].hb, m.thread) > m.events;
}

const char* execution::label_of(const void* address) const {
  if (labels_.empty()) return nullptr;
  const auto it = labels_.find(address);
  return it == labels_.end() ? nullptr : it->second;
}

const char* execution::given_name_of(location_id l) const {
  if (l >= cells_.size()) return nullptr;
  const made_cell& c = cells_[l];
  if (c.name != nullptr || c.address == nullptr) return c.name;
  return label_of(c.address);
}

// Locks that have the same name, because containers of a type name theirs alike, are told apart.
std::string execution::name_of(location_id l) const {
  const location& loc = graph_->where(l);
  const std::string number = loc.maker == no_thread ? fmt::format("static.{}", loc.ordinal)
                                                    : fmt::format("a{}.{}", loc.maker, loc.ordinal);
  const char* const given = given_name_of(l);
  if (given == nullptr) return number;
  const std::string_view name = given;
  for (location_id other = 0; loc.lock && other < graph_->location_count(); ++other) {
    const char* const its = other != l ? given_name_of(other) : nullptr;
    if (its != nullptr && name == its) return fmt::format("{} ({})", name, number);
  }
  return std::string(name);
}

std::string execution::identity_of(location_id l) const {
  const location& loc = graph_->where(l);
  std::string path;
  for (thread_id t = loc.maker; t != no_thread && t != 0; t = graph_->thread(t).parent) {
    path += fmt::format("{}.", graph_->thread(t).ordinal);
  }
  return fmt::format("{}{}{}", path, loc.maker == no_thread ? "static" : "#", loc.ordinal);
}

}  // namespace suture
