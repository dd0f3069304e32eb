// Quiescent-state based reclamation: when has every thread let go of what it has read?
//
// Source: CPython's qsbr.c, after FreeBSD's subr_smr.c and McKenney's RCU. A sequence number goes
// up by two with each advance(). A thread that is on line notes the number at each quiescent state,
// where it holds no pointer of its own finding; one that is off line holds none at all. A goal is
// reached when no thread on line has noted less.
//
// Held: a goal is never reached while a thread may hold what was taken away before the goal was
// asked for; the number that all have reached never goes down.
//
// Deviations, which the standard's model asks for, and a machine that reorders need not notice:
// - Who comes on line fences. CPython has a sequentially consistent store there, over which the
//   reads that follow may go (mistake store_for_fence).
// - The number for a later goal is read by an update that changes nothing. CPython loads it, and
//   may find an old one, which others have reached before they could see what was taken away
//   (mistake loads_goal).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>

#include "interp_core/qsbr/slots.hpp"
#include "interp_core/thread/thread_part.hpp"
#include "interp_core/thread/world.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct qsbr_rules {
  // Coming on line is a store and a fence. Otherwise it is a sequentially consistent store.
  static constexpr bool fences_on_line = true;
  // The scan for the least number begins with a fence.
  static constexpr bool fences_scan = true;
  // A goal that waits for the next advance is a step above the last number there is.
  static constexpr bool updates_for_goal = true;
  // What a thread has done with its pointers happens before what follows its quiescent state.
  static constexpr std::memory_order let_go = std::memory_order_release;
  // So does what it did when it was on line before, for who reads its new number in place of that
  // it was off line.
  static constexpr std::memory_order come_back = std::memory_order_release;
  // The world is stopped while slots move (gh-129732).
  static constexpr bool stops_to_grow = true;
  // A thread that ends loads the place of its slot when it has the lock (gh-116480).
  static constexpr bool reloads = true;
  // Who waits for the lock can be stopped meanwhile (gh-119369).
  static constexpr bool waits_detached = true;
};

// Made before its members, over the world whose threads they are.
template <class World = world, template <class> class Slots = qsbr_slots::moving,
          class Rules = qsbr_rules>
class basic_qsbr {
 public:
  class member;
  using thread = typename World::member;

  explicit basic_qsbr(World& all) : world_(all) {
    sync::label(lock_, "of the qsbr slots");
    sync::label(written_, "qsbr write sequence");
    sync::label(read_, "qsbr read sequence");
  }
  basic_qsbr(const basic_qsbr&) = delete;
  basic_qsbr& operator=(const basic_qsbr&) = delete;

  // What was taken away before this call may be freed when the goal is reached.
  std::uint64_t advance() { return written_.fetch_add(2, std::memory_order_acq_rel) + 2; }
  // The same, but the goal is not reached before somebody else advances.
  std::uint64_t next_goal() {
    return 2 + (Rules::updates_for_goal ? written_.fetch_add(0, std::memory_order_acq_rel)
                                        : written_.load(std::memory_order_acquire));
  }

  // Is it reached? By an attached thread.
  bool poll(std::uint64_t goal) {
    return goal <= read_.load(std::memory_order_acquire) || goal <= scan();
  }

 private:
  using slots = Slots<member>;
  using slot = typename slots::slot;
  static constexpr std::uint64_t offline = 0;

  std::uint64_t scan() {
    // Against the fence of who comes on line: either its number is seen here, or it sees there what
    // was taken away before this number was asked for.
    std::uint64_t least = written_.load(std::memory_order_acquire);
    if (Rules::fences_scan) sync::fence(std::memory_order_seq_cst);
    slots_.for_each([&least](slot& s) {
      const std::uint64_t number = s.sequence.load(std::memory_order_acquire);
      if (number != offline) least = std::min(least, number);
    });
    std::uint64_t seen = read_.load(std::memory_order_acquire);
    while (seen < least)
      if (read_.compare_exchange_strong(seen, least, std::memory_order_acq_rel,
                                        std::memory_order_acquire))
        return least;
    return seen;
  }

  void lock(thread& me) {
    if constexpr (Rules::waits_detached) {
      world_.lock(me, lock_);
    } else {
      lock_.lock();
    }
  }
  bool grow(thread& me) {
    if constexpr (slots::growing_moves && Rules::stops_to_grow) {
      const stopped_world<World> stopped(world_, me);
      return slots_.grow();
    } else {
      return slots_.grow();
    }
  }

  World& world_;
  sync::mutex lock_;
  slots slots_;  // see there; lock_ protects who owns which
  sync::atomic<std::uint64_t> written_{1};
  sync::atomic<std::uint64_t> read_{1};
};

using qsbr = basic_qsbr<>;

// A thread of the world that reads without locks, from here to the end of the scope. The thread is
// attached at both ends, and on line whenever it is attached. It keeps no pointer that it found so
// over a safepoint, or while it is detached.
template <class World, template <class> class Slots, class Rules>
class basic_qsbr<World, Slots, Rules>::member final : public thread_part {
 public:
  member(basic_qsbr& all, thread& me) : all_(all), me_(me) {
    sync::label(mine_, "thread's qsbr slot");
    all_.lock(me_);
    mine_.set(all_.slots_.take(*this));
    if (mine_.get() == nullptr && all_.grow(me_)) mine_.set(all_.slots_.take(*this));
    all_.lock_.unlock();
    sync::check(mine_.get() != nullptr, "there is memory for a slot");
    has_attached();
    me_.add(*this);
  }
  ~member() {
    if (std::uncaught_exceptions() != 0) return;
    slot* mine = mine_.get();
    all_.lock(me_);
    if (Rules::reloads) mine = mine_.get();
    mine->sequence.store(offline, Rules::let_go);
    all_.slots_.give_back(*mine);
    all_.lock_.unlock();
    me_.remove(*this);
  }

  void has_attached() override {
    slot& s = *mine_.get();
    const std::uint64_t now = all_.written_.load(std::memory_order_acquire);
    if constexpr (Rules::fences_on_line) {
      s.sequence.store(now, Rules::come_back);
      sync::fence(std::memory_order_seq_cst);
    } else {
      s.sequence.store(now, std::memory_order_seq_cst);
    }
  }
  void will_detach() override { mine_.get()->sequence.store(offline, Rules::let_go); }
  // The thread is quiescent.
  void at_safepoint() override {
    mine_.get()->sequence.store(all_.written_.load(std::memory_order_acquire), Rules::let_go);
  }

  // Called by the slots when they move; null while it has none.
  void moved_to(slot* place) { mine_.set(place); }

  thread& attached() const { return me_; }

 private:
  basic_qsbr& all_;
  thread& me_;
  sync::var<slot*> mine_{nullptr};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
