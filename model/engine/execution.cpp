// A run from its beginning to its end.
#include "model/engine/execution.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>

#include "model/engine/loops/round_audit.hpp"
#include "model/engine/process/fault.hpp"
#include "model/engine/process/foreign.hpp"
#include "model/engine/process/watchdog.hpp"
#include "model/graph/candidates.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

thread_local execution* active_execution = nullptr;
// Given out to OS threads by so many at a time: what all of them write to again and again might
// look to each like a mark that a loop leaves (round_audit.hpp).
constexpr std::uint32_t numbers_at_a_time = 1U << 16U;
std::atomic<std::uint32_t> numbers_given{0};

// Run numbers that a cell may carry besides those of runs.
constexpr std::uint32_t highest_run = 0xFFFFFFF0U;

std::uint32_t next_run_number() {
  thread_local std::uint32_t next = 0, end = 0;
  if (next == end) {
    next = numbers_given.fetch_add(numbers_at_a_time, std::memory_order_relaxed);
    end = next + numbers_at_a_time;
  }
  return ++next % highest_run + 1;
}

}  // namespace

execution* execution::active() { return active_execution; }

execution::execution(memory_model& model, unsigned arena)
    : run_view(arena), model_(model), fibers_(limits{}.stack_bytes), process_(getpid()) {
  install_fault_handlers();
  watch_progress(pulse_);
}

execution::~execution() { forget_progress(pulse_); }

// A run that was given up for an audit is made again, along its graph.
run_end execution::run(const std::function<void()>& body, graph& g, decider& d, const limits& l) {
  graph_ = &g;
  decider_ = &d;
  limits_ = l;
  body_ = &body;
  search_ = d.search();
  if (search_ == nullptr) return run_once();
  round_audit& audit = search_->audit();
  for (;;) {
    audit.begin_run(*this);
    const run_end end = run_once();
    audit.end_run();
    if (found_ || interrupted()) audit.forget();
    if (!audit.again()) return end;
  }
}

run_end execution::run_once() {
  graph& g = *graph_;
  const limits& l = limits_;
  run_ = next_run_number();
  heap_.reset(l.reuse);
  objects_.begin_run(g);
  environment_.begin_run();
  steps_ = 0;
  queues_.begin_run();
  found_.reset();
  end_ = run_end::complete;
  tearing_down_ = abandoned_ = held_back_ = false;
  dropper_ = no_thread;
  loops_.begin_run();
  following_ = g.size() > 0;
  blind_ = search_ != nullptr && search_->counts_blind();
  live_threads_ = 0;
  active_.clear();
  ready_.clear();
  attentive_ = resting_ = 0;
  current_ = previous_ = 0;

  stuck_at_.clear();
  stuck_after_ = pulse::never;

  const foreign::run_scope whose(*this, body_->target<foreign::body>());
  execution* const outer = active_execution;
  const bool was_suspended = outer != nullptr && outer->pulse_.suspended.exchange(true);
  active_execution = this;
  for (observer* o : observers_) o->begin_run(*this);
  add_thread_state(0);
  set_current(0);
  fibers_.set_stack_bytes(l.stack_bytes);
  pulse_.begin_run(run_, l.events);
  pulse_.in_run.store(true, std::memory_order_relaxed);
  if (sigsetjmp(way_out_, 0) == 0) {
    begin_thread(0);
    fibers_.switch_to(*threads_[0]->on);
  } else {
    landed();
  }
  if (!active_.empty()) {
    unwind_threads();
  } else if (!found_) {
    tell_end();  // only now is nothing on the way that could still be freed
  }
  pulse_.in_run.store(false, std::memory_order_relaxed);
  if (pulse_.invaded.load(std::memory_order_relaxed)) report_invasion();
  if (found_) tell_names(*found_);
  active_execution = outer;
  if (outer != nullptr) {
    // No operation of the outer run: how many runs a check inside of it makes may depend on time.
    outer->pulse_.advance();
    ++outer->pulse_.off_record;
    outer->pulse_.suspended.store(was_suspended);
  }
  // It is judged like others, but stands for some that were not run.
  const bool allowance = held_back_ || (search_ != nullptr && loops_.might_fail_again() &&
                                        search_->failures_used_up(g));
  if (loops_.overlooks() && end_ == run_end::moot) return run_end::bounded;
  return end_ == run_end::complete && (allowance || loops_.overlooks()) ? run_end::bounded : end_;
}

void execution::report_invasion() {
  if (found_ || mutated("other_threads_are_told_of")) return;
  end_ = run_end::failed;
  found_ =
      finding{std::string(finding_kind::misuse),
              "an object of the run is used by a thread of the operating system that is none of "
              "the run's: Suture neither sees nor orders its steps; use sync::thread",
              {},
              {}};
}

void execution::tell_end() {
  judging_ = true;
  const foreign::body* const its = foreign::body_of(*this);
  if (its != nullptr && end_ == run_end::complete) its->find_reachable(*this);
  for (observer* o : observers_) {
    o->end_run(*this, end_);
    if (found_) break;
  }
  judging_ = false;
}

// A run whose threads cannot go on is judged while they still stand where they are.
void execution::leave_run(run_end end) {
  if (end_ == run_end::complete) end_ = end;
  if (end != run_end::failed) tell_end();
  fibers_.switch_to(fibers_.host());
}

void execution::report(finding f) {
  if (tearing_down_ || found_) return;
  const bool running = in_code_under_test() && thread(current_).status == thread_status::running;
  // What goes wrong off the record must go wrong on it, or no token leads there.
  if (running && me_->off_record.on()) loops_.come_back();
  found_ = std::move(f);
  end_ = run_end::failed;
  if (running) {
    wait_as(thread_status::following, {});  // never chosen again: the run is over
  }
}

bool execution::in_own_process() const { return getpid() == process_; }

// Is the signal of the watchdog still true?
bool execution::stands_still() const {
  return pulse_.condemned.load() == pulse_.progress.load(std::memory_order_relaxed);
}

// On the host's stack again, after a thread was lost.
void execution::landed() {
  fibers_.landed_on_host();
  thread_state& t = *threads_[current_];
  const event_id last = last_done(current_);
  const sync::site where = last == no_event ? sync::site{} : (*graph_)[last].where;
  if (lost_.signal != 0 && !allocator_works()) {
    char words[512];
    std::snprintf(words, sizeof words,
                  "suture: thread %u: %s inside of malloc or free, which are of no use any more; "
                  "its last operation was at %s:%u\n",
                  current_, lost_.what, last == no_event ? "its beginning" : where.file,
                  where.line);
    die_of(lost_.signal, words);
  }
  if (!tearing_down_ && !found_ && !loops_.strays()) {
    finding f{std::string(lost_.kind), fmt::format("thread {}: {}", current_, lost_.what), {}, {}};
    if (lost_.signal == 0 && lost_.kind == finding_kind::timeout) {
      stuck_after_ = pulse_.operations();
      stuck_at_ = last == no_event ? f.message + ", from its beginning on"
                                   : fmt::format("{}, after {}", f.message, to_string(where));
    }
    if (last != no_event) {
      f.places.push_back({fmt::format("last operation of thread {}", current_), where});
    }
    if (interrupted()) {
      end_ = run_end::bounded;
    } else {
      found_ = std::move(f);
      end_ = run_end::failed;
    }
  }
  t.status = thread_status::finished;
  if (t.listed) unlist(current_);
  std::erase(active_, current_);
  fibers_.abandon(*t.on);
}

// Lets the destructors of what the threads still hold run, the youngest thread first, because a
// thread may refer to what its creator owns.
void execution::unwind_threads() {
  if (foreign::body_of(*this) != nullptr) {
    // Frames of foreign code cannot be unwound. They stay until others are pushed over them.
    for (const thread_id t : active_) {
      threads_[t]->status = thread_status::finished;
      lose_leftovers(*threads_[t]);
      if (threads_[t]->on != nullptr) fibers_.abandon(*threads_[t]->on);
    }
    active_.clear();
    return;
  }
  tearing_down_ = true;
  while (!active_.empty()) {
    set_current(*std::max_element(active_.begin(), active_.end()));
    unwind_current();
  }
  tearing_down_ = false;
}

void execution::unwind_current() {
  after_the_end_ = times_ended_ = 0;
  if (me_->on == nullptr) {  // it never got a stack
    me_->status = thread_status::finished;
    std::erase(active_, current_);
    return;
  }
  if (sigsetjmp(way_out_, 0) == 0) {
    fibers_.switch_to(*me_->on);
  } else {
    landed();
  }
}

// The run is not counted, but it goes on without the thread: what others still write may be what
// the thread should have read, and only a write that is made can revisit a read.
void execution::abandon() {
  if (me_->off_record.on()) loops_.come_back();
  abandoned_ = true;
  if (mutated("failed_assumption_stops_one")) end_ = run_end::abandoned;
  wait_as(thread_status::following, {});  // never chosen again
}

void execution::check(const char* message, const sync::site& where) {
  effect();
  report({std::string(finding_kind::check),
          message,
          {{fmt::format("thread {} checks", current_), where}},
          {}});
}

bool execution::reachable(const block& b) const { return foreign::reachable().contains(&b); }

void execution::note(std::string_view text, const sync::site& where) {
  for (observer* o : observers_) o->on_note(*this, text, where);
}

bool execution::may_read(const event& proto, std::uint32_t place, bool spurious) const {
  return suture::may_read(*graph_, model_, proto, place, spurious);
}

bool execution::may_place(const event& proto, std::uint32_t place) const {
  return suture::may_place(*graph_, model_, proto, place);
}

bool execution::knows(moment m) const {
  if (m.thread == current_ || m.thread == no_thread) return true;
  const event_id last = last_done(current_);
  if (last == no_event) return false;
  return graph_->clocks().at((*graph_)[last].hb, m.thread) > m.events;
}

}  // namespace suture
