// One run of the code under test.
//
// Logical threads are fibers on one OS thread. Code runs until its next operation, where the
// decider says who goes on; the operation then becomes an event of the graph. A run may start from
// a graph that already has events: it then follows it, thread by thread in an order that respects
// reads-from, and decides anew only where the graph ends.
//
// Thread creation, start, end and join are never decisions: a new thread runs at once to its first
// operation, and who waits in join goes on as soon as the child has ended.
//
// What others see of a run is run_view.hpp. This header is for who makes runs, and for `sync`. The
// operations are in files of their own, by what they are about: operations.cpp (atomics), locks/,
// waits/, loops/, objects/; process/ is where a run meets the operating system.
#pragma once

#include <sys/types.h>

#include <csetjmp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "model/engine/environment.hpp"
#include "model/engine/locks/locking.hpp"
#include "model/engine/loops/loop_control.hpp"
#include "model/engine/objects/lifetimes.hpp"
#include "model/engine/objects/memory_calls.hpp"
#include "model/engine/objects/plain_accesses.hpp"
#include "model/engine/process/fiber.hpp"
#include "model/engine/thread_state.hpp"
#include "model/engine/waits/spin_conditions.hpp"
#include "model/engine/waits/wait_queues.hpp"
#include "model/graph/memory_model.hpp"
#include "model/run/decider.hpp"
#include "model/run/graph_search.hpp"
#include "model/run/observed.hpp"
#include "model/run/pulse.hpp"
#include "model/run/run_view.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture {

class execution final : public run_view, public observed {
 public:
  // `arena` (0–63) tells apart the executions of one process that are alive at a time.
  execution(memory_model& model, unsigned arena);
  ~execution();
  execution(const execution&) = delete;
  execution& operator=(const execution&) = delete;

  // Carries out `body` as thread 0, along and beyond `g`. Leaves the whole graph in `g`.
  run_end run(const std::function<void()>& body, graph& g, decider& d, const limits& l);

  // --- what strategies and observers may ask (run_view.hpp) -----------------------------------
  const thread_face& thread(thread_id t) const override { return *threads_[t]; }
  std::span<const thread_id> enabled() const override {
    return attentive_ == 0 ? ready_ : enabled_;
  }
  bool gives_way(thread_id t) const override {
    return threads_[t]->status == thread_status::deferred && threads_[t]->gave_way_at == progress();
  }
  moment here() const override { return {current_, me_->position}; }
  bool knows(moment m) const override;
  bool known_to(const event& e) const override;
  std::optional<sleeper> known_sleeper(location_id queue) const override {
    return queues_.known_sleeper(queue);
  }
  bool reachable(const block& b) const override;
  bool may_read(const event& proto, std::uint32_t place, bool spurious) const override;
  bool may_place(const event& proto, std::uint32_t place) const override;
  bool interrupted() const override { return pulse_.interrupted.load(std::memory_order_relaxed); }
  void report(finding f) override;

  // --- what who makes runs may ask -----------------------------------------------------------
  graph& record() { return *graph_; }
  memory_model& model() { return model_; }
  heap& memory() { return heap_; }
  using run_view::memory;
  // Grows with each operation of the run.
  std::uint64_t progress() const { return pulse_.progress.load(std::memory_order_relaxed); }
  event_id latest_known(location_id l) const;  // of the writes that happen before now
  bool tearing_down() const { return tearing_down_; }
  // The run is being torn down: the operation has no effect. Ends the thread where it can.
  bool over();
  bool over_quietly();  // without an exception
  // Does what destructors do: it is not left by the exception that ends the run.
  template <class Work>
  void undisturbed(Work work) {
    if (!tearing_down_ || !over_quietly()) quietly(work);
  }

  // Its parts, and what `sync` asks of them.
  environment& env() { return environment_; }
  const environment& env() const { return environment_; }
  loop_control& loops() { return loops_; }
  spin_conditions& conditions() { return conditions_; }
  locking& locks() { return locks_; }
  wait_queues& queues() { return queues_; }
  lifetimes& lives() { return lifetimes_; }
  const lifetimes& lives() const { return lifetimes_; }
  plain_accesses& plain_data() { return plain_; }
  memory_calls& blocks() { return memory_calls_; }

  // --- what `sync` asks for (hooks.hpp says what each does) ------------------------------------
  static execution* active();  // the run the calling OS thread is in, or null
  std::uint64_t load(const hooks::cell& c, std::memory_order order, const sync::site& where);
  void store(hooks::cell& c, std::uint64_t bits, std::memory_order order, const sync::site& where);
  std::uint64_t update(hooks::cell& c, rmw_op op, std::uint64_t operand, std::memory_order order,
                       const sync::site& where);
  bool compare_exchange(hooks::cell& c, std::uint64_t& expected, std::uint64_t desired,
                        std::memory_order success, std::memory_order failure, bool weak,
                        const sync::site& where);
  bool count(hooks::cell& c, std::uint64_t n, bool decrement, std::memory_order order,
             const sync::site& where);
  void fence(std::memory_order order, const sync::site& where, fence_side side = fence_side::none);
  // Waits until `condition` holds of the value (see may_go_on), then applies `op`. The event; or
  // none where a wait that may be given up was.
  event_id acquire(location_id l, await_condition condition, rmw_op op, std::uint64_t operand,
                   const sync::site& where, std::uint8_t flags = 0, std::uint64_t expected = 0);
  void release(location_id l, rmw_op op, std::uint64_t operand, const sync::site& where,
               std::uint8_t flags = 0);
  // A conditional update with acquire order, which waits for nothing: did it write?
  bool attempt(const hooks::cell& c, rmw_op op, std::uint64_t operand, const sync::site& where);
  // `attempt`, and where it fails the deadline has come; or, once the thread has used its
  // allowance of time-outs up, `wait`, which then returns no event. (until.hpp)
  template <class Attempt, class Wait>
  bool until(std::int64_t deadline, const sync::site& where, Attempt attempt, Wait wait);
  event_id await(location_id l, await_condition condition, const sync::site& where);
  void touch_foreign() { me_->touched = elsewhere; }  // memory of foreign code, which is no object
  thread_id create_thread(std::function<void()> body, const sync::site& where);
  void join_thread(thread_id t, const sync::site& where);
  void detach_thread(thread_id t, const sync::site& where);
  void drop_joinable(thread_id t);
  [[noreturn]] void left_by_exception(const char* what, const sync::site& where);
  void at_thread_exit(std::function<void()> action, bool last = false);
  void*& slot(location_id key);
  std::uint32_t choose(std::uint32_t n, const sync::site& where, std::uint8_t flags = 0);
  // Where the code under test has called from (call_frame): every operation that may have no effect
  // says so.
  void called_from(const std::byte* frame) { me_->called_from = frame; }
  const std::byte* called_from() const { return me_->called_from; }  // as was said last
  // The current thread does something that ends a stretch of idle operations (loop_watch.hpp).
  void effect() {
    if (me_->off_record.on()) [[unlikely]]
      loops_.come_back();
    me_->loop.effect();
  }
  void check(const char* message, const sync::site& where);
  void abandon();
  void label(const void* object, const char* name) { objects_.labels().give(object, name); }
  std::uint64_t peek(location_id l) const;
  void begin_operation(const sync::marked_call& call);
  void end_operation(const sync::mark_value& result, const sync::site& where);
  void mark_lock(const void* lock, bool taken, const sync::site& where);
  void note(std::string_view text, const sync::site& where);
  void say(std::string_view text, const sync::site& where);  // a note of the code under test
  void name_thread(std::string_view name);

  // For fault.cpp: the run's way out of a thread that can no longer go on.
  bool in_code_under_test() {
    return pulse_.in_run.load(std::memory_order_relaxed) && !judging_ &&
           &fibers_.current() != &fibers_.host();
  }
  fiber_pool& fibers() { return fibers_; }
  sigjmp_buf& way_out() { return way_out_; }
  void lose(const loss& how) { lost_ = how; }
  // For engine_work: what follows on this thread is not code under test. What it was before.
  bool set_judging(bool on) { return std::exchange(judging_, on); }
  bool stands_still() const;
  bool in_own_process() const;  // and not in one that the body forked off
  // Of the run's memory what is not the running thread's stack; and its digest.
  void each_part_elsewhere(const std::function<void(std::span<const std::byte>)>& visit);
  std::uint64_t state_elsewhere();
  // For explorers: the end of a run by its time (watchdog.hpp); neither finding nor execution.
  pulse& vital_signs() { return pulse_; }
  // Of a run that the watchdog ended: where, and after how many operations; or empty, and never.
  const std::string& stuck_at() const { return stuck_at_; }
  std::uint64_t stuck_after() const { return stuck_after_; }

 private:
  // They carry out operations of their own with what is below.
  friend class environment;
  friend class lifetimes;
  friend class locking;
  friend class loop_control;
  friend class memory_calls;
  friend class plain_accesses;
  friend class spin_conditions;
  friend class wait_queues;

  void tell_names(finding& f) const;
  static constexpr std::uint32_t destroyed = 0xFFFFFFFF;  // as run number of an object: it is over
  struct run_over {};  // unwinds the threads of a run that ended early

  void set_current(thread_id t) {
    current_ = t;
    me_ = threads_[t].get();
  }

  // scheduling.cpp
  void reschedule();
  thread_id next_thread();
  thread_id next_follower();
  bool can_go(thread_id t) const;
  void list(thread_id t);
  void unlist(thread_id t);
  bool can_follow(thread_id t) const;
  void switch_to_thread(thread_id t);
  void wait_as(thread_status s, const sync::site& where);
  void wait_ready(const event& proto);
  void leave_run(run_end end);
  void tell_end();
  void report_invasion();
  void landed();
  void leave_if_stuck();
  void cut_off();
  bool unfair() const;
  void unwind_threads();
  void unwind_current();
  run_end run_once();

  // threads.cpp, thread_ends.cpp
  static void thread_main(void* run);
  void begin_thread(thread_id t);
  void end_thread();
  void holds_nothing_at_its_end();
  void check_joinable(thread_id t, const sync::site& where);
  [[gnu::cold]] finding wrong_join(thread_id t, const sync::site& where) const;
  void add_thread_state(thread_id t);
  void exception_left(const char* what);
  void run_exit_actions();
  bool only_daemons_left() const;

  // Does `work` for a destructor, which must not be left by an exception: if the run ends in it,
  // the thread goes on to its next operation before it is unwound.
  template <class Work>
  void quietly(Work work) {
    try {
      work();
    } catch (const run_over&) {
    }
  }

  // operations.cpp
  bool follows() const { return me_->position < graph_->thread(current_).events.size(); }
  event proto_for(event_kind kind, const sync::site& where) const;
  event proto_at(event_kind kind, const hooks::cell& c, std::memory_order order,
                 const sync::site& where);
  event_id follow(const event& proto);
  event_id perform_read(const event& proto);
  event_id take_read(const event& proto);
  void perform_write(const event& proto);
  event_id carry_out_other(const event& proto, event_id joined = no_event);
  bool count_blind(location_id l, std::uint64_t n, bool decrement, std::memory_order order,
                   const sync::site& where);
  bool add_blind(event proto);
  void refuse_blind(location_id l);
  bool counts_blind(location_id l) const {
    return blind_ && !(search_->refuses_any() && search_->refused_blind(objects_.identity_of(l)));
  }
  event_id wait_and_read(const event& proto);
  // Had it happened when the creator made the current thread? The common case, decided at once.
  bool inherits(moment m) const {
    return m.thread == me_->born.thread && m.events < me_->born.events;
  }
  void rederive(event& e, const event& proto);
  void done(event_id first, event_id last);
  event_id last_done(thread_id t) const;

  void release_now(location_id l, rmw_op op, std::uint64_t operand, const sync::site& where,
                   std::uint8_t flags);

  bool watched_changed(const thread_state& t) const;
  // timed_waits.cpp
  thread_id next_to_give_up();
  bool is_in_the_way(const thread_state& of) const;
  run_end end_of_stuck_waits() const;

  memory_model& model_;
  fiber_pool fibers_;
  decider* decider_ = nullptr;
  graph_search* search_ = nullptr;                      // the decider's
  std::vector<std::unique_ptr<thread_state>> threads_;  // pointers: references live across switches
  thread_state* me_ = nullptr;                          // the current thread's
  std::vector<thread_id> ready_;               // of those, the ready and deferred, and the running
  std::uint32_t attentive_ = 0, resting_ = 0;  // how many wait or spin; how many of ready_ rest
  std::vector<thread_id> enabled_;  // who can go; the same as ready_ while nobody is attentive
  thread_id dropper_ = no_thread;   // see drop_joinable
  bool following_ = false, blind_ = false, tearing_down_ = false, abandoned_ = false;
  bool held_back_ = false;                             // by an allowance
  std::uint64_t after_the_end_ = 0, times_ended_ = 0;  // of a thread taken down: see over
  run_end end_ = run_end::complete;
  std::uint32_t number_ = 0;  // number of the run, unique in the process
  std::uint64_t steps_ = 0;   // decisions about who goes on, asked or not
  environment environment_{*this};
  lifetimes lifetimes_{*this};
  plain_accesses plain_{*this};
  loop_control loops_{*this};
  spin_conditions conditions_{*this};
  locking locks_{*this};
  wait_queues queues_{*this};
  memory_calls memory_calls_{*this};
  pulse pulse_;
  sigjmp_buf way_out_;
  loss lost_;
  const pid_t process_;
  bool judging_ = false;  // observers look at the run's end: not code under test
  std::string stuck_at_;
  std::uint64_t stuck_after_ = pulse::never;
  const std::function<void()>* body_ = nullptr;
};

}  // namespace suture
