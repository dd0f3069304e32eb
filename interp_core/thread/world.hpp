// All threads of an interpreter, and how one of them stops the others.
//
// Source: free-threaded CPython's stop_the_world (pystate.c). Who wants to be alone asks every
// attached thread by its eval breaker, suspends every detached one itself, and counts down the rest
// until they have suspended themselves at their safepoints. A thread that has been asked may detach
// in place of that, and tells nobody; so the requester looks again every millisecond.
//
// Held: from the end of stop() to the call of start() no other thread is attached, and none becomes
// so; the threads waited for are counted exactly; of two who stop the world one waits.
//
// Deviation: only one interpreter, so one level of stopping.
#pragma once

#include <chrono>
#include <cstdint>

#include "interp_core/thread/attachment.hpp"
#include "interp_core/thread/parking.hpp"
#include "interp_core/thread/scopes.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct world_rules : attachment_rules {
  // Who waits for the others looks now and then which of them have detached.
  static constexpr bool looks_again = true;
  // It stays attached meanwhile. Otherwise its sections are suspended, and to resume them it may
  // need a lock that a suspended thread has been given (gh-118332).
  static constexpr bool waits_attached = true;
  // A thread that begins while the world is stopped begins suspended.
  static constexpr bool suspends_the_new = true;
  // A thread that ends is waited for no longer.
  static constexpr bool counts_the_leaving = true;
  // Of two who stop the world one waits for the other.
  static constexpr bool one_at_a_time = true;
  // It waits for that detached, so that the other one can stop it.
  static constexpr bool lets_others_stop_it = true;
  // A thread waits for a lock detached, and takes it attached: see lock_detached.
  static constexpr bool takes_locks_attached = true;
};

// Made before its members.
template <class Rules = world_rules, class Parking = parking::on_futex>
class basic_world {
 public:
  class member;

  basic_world() {
    sync::label(stopper_, "of who stops the world");
    sync::label(head_, "of the threads");
    sync::label(requester_, "who stops the world");
    sync::label(countdown_, "threads still to stop");
    sync::label(first_, "first thread");
    sync::label(all_stopped_, "all have stopped");
  }
  basic_world(const basic_world&) = delete;
  basic_world& operator=(const basic_world&) = delete;

  // All threads but `me`, the calling one, which is attached, are stopped until it calls start.
  void stop(member& me);
  void start(member& me);
  // Takes and gives back a lock that threads may hold over safepoints: waits for it without keeping
  // others from stopping the world.
  template <class Mutex>
  void lock(member& me, Mutex& m) {
    lock_detached<Rules::takes_locks_attached>(me, m);
  }

  // Calls visit(member&) for each thread, the last one that came first. No thread comes or goes
  // meanwhile; what belongs to a thread alone is safe to touch where the world is stopped.
  template <class Visit>
  void for_each(Visit visit) {
    const sync::lock_guard<sync::mutex> lock(head_);
    each(visit);
  }

 private:
  static constexpr std::chrono::nanoseconds patience = std::chrono::milliseconds(1);

  void add(member& m);
  void remove(member& m);
  void await_all(member& me);
  // Under head_.
  bool is_requested() const { return requester_.get() != nullptr; }
  bool suspend_or_ask();
  void one_less();
  template <class Visit>
  void each(Visit visit) {
    for (member* m = first_.get(); m != nullptr; m = m->next_.get()) visit(*m);
  }

  sync::mutex stopper_;
  sync::mutex head_;  // protects what follows
  sync::var<member*> requester_{nullptr};
  sync::var<std::uint32_t> countdown_{0};
  sync::var<member*> first_{nullptr};
  sync::atomic<std::uint32_t> all_stopped_{0};
};

using world = basic_world<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/thread/world_member.hpp"
#include "interp_core/thread/world_stop.hpp"
