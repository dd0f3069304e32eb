// The parking lot: threads that sleep until somebody changes the word they have looked at.
//
// Source: free-threaded CPython's parking_lot.c, after WebKit's ParkingLot (Pizlo, "Locking in
// WebKit", 2016), which does in user space what the kernel does for a futex. The word may be as
// small as a byte, since nothing of the queue is in it. A bucket, found by the word's address, has
// a lock and a queue of nodes; who parks compares the word under that lock and queues its node; who
// unparks takes the node out under the lock, tells it what it must know, and then posts its
// semaphore.
//   A sleeper may wake for another reason: a deadline, a signal. Then it takes its node out itself.
// But where somebody else has taken it out already, a post is on the way, to a semaphore that goes
// with the node: it must be waited for (is_unparking; gh-114944).
//
// Deviation: a node lies in a block of its own instead of on the waiter's stack. It lives as long
// as it would there, and a post that comes too late is seen as what it is.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include "interp_core/lock/parking_rules.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

enum class park_result {
  unparked,
  changed,      // the word did not hold what was expected; nobody slept
  timed_out,    // the deadline came first
  interrupted,  // a signal came first
};

// How a thread waits that has nothing to let go of. Any other way has the same two functions:
// detach is called when the thread is queued and before it sleeps, attach when it is awake.
struct stays_attached {
  void detach() {}
  void attach() {}
};

// Made before the threads that park in it, and outlives them.
template <class Rules = parking_rules>
class basic_parking_lot {
 public:
  // Sleeps until it is unparked if `word` holds `expected`, until the deadline at most where there
  // is one. `told` is for the one who unparks, under the bucket's lock.
  template <class T, class Way = stays_attached>
  park_result park(sync::atomic<T>& word, T expected, void* told, Way&& way = {},
                   const std::chrono::nanoseconds* deadline = nullptr) {
    bucket& b = bucket_of(&word);
    if (!Rules::compares_under_lock && word.load(std::memory_order_relaxed) != expected)
      return park_result::changed;
    b.lock.lock();
    if (Rules::compares_under_lock && word.load(std::memory_order_relaxed) != expected) {
      b.lock.unlock();
      return park_result::changed;
    }
    const sleeping me(&word, told);
    b.queue.push_back(me.node);
    b.lock.unlock();

    way.detach();
    const park_result how = me.node->sleep(deadline);
    if (how != park_result::unparked && !leave(b, me.node)) {
      me.node->posted.acquire();
      way.attach();
      return park_result::unparked;
    }
    way.attach();
    return how;
  }

  // Wakes the thread that has slept on `word` for longest, if any. Before that, and under the
  // bucket's lock, tell(told, more) is called, with null where nobody sleeps; `more` says that
  // others sleep in the bucket, on whatever word (gh-135641: so it may be wrong, but never false
  // where somebody waits).
  template <class T, class Tell>
  void unpark(sync::atomic<T>& word, Tell tell) {
    bucket& b = bucket_of(&word);
    b.lock.lock();
    const auto first = std::ranges::find(b.queue, &word, &parked::address);
    parked* woken = nullptr;
    if (first != b.queue.end()) {
      woken = *first;
      b.queue.erase(first);
      if (Rules::unpark_marks) woken->is_unparking.set(true);
    }
    const bool more = !b.queue.empty();
    void* const told = woken != nullptr ? woken->told : nullptr;
    if (Rules::tells_under_lock) tell(told, more);
    b.lock.unlock();
    if (!Rules::tells_under_lock) tell(told, more);
    if (woken != nullptr) woken->posted.release();
  }

  // Wakes all who sleep on `word`.
  template <class T>
  void unpark_all(sync::atomic<T>& word) {
    bucket& b = bucket_of(&word);
    std::vector<parked*> woken;
    b.lock.lock();
    std::erase_if(b.queue, [&](parked* p) {
      if (p->address != &word) return false;
      if (Rules::unpark_all_marks) p->is_unparking.set(true);
      woken.push_back(p);
      return true;
    });
    b.lock.unlock();
    for (parked* p : woken) p->posted.release();
  }

  // Nobody sleeps here. Meant for when no other thread is about.
  bool is_empty() const {
    return std::ranges::all_of(buckets_, [](const bucket& b) { return b.queue.empty(); });
  }

 private:
  struct parked {
    parked(const void* word, void* what) : address(word), told(what) {
      sync::label(is_unparking, "is unparking");
    }

    park_result sleep(const std::chrono::nanoseconds* deadline) {
      if (Rules::is_interrupted()) return park_result::interrupted;
      if (deadline != nullptr && !posted.try_acquire_until(*deadline))
        return park_result::timed_out;
      if (deadline == nullptr) posted.acquire();
      return park_result::unparked;
    }

    const void* const address;
    void* const told;
    sync::var<bool> is_unparking{false};  // under the bucket's lock
    sync::binary_semaphore posted{0};
  };

  // The node of a thread that sleeps, for as long as it stays in park.
  struct sleeping {
    sleeping(const void* word, void* told)
        : node(sync::make_at<parked>(sync::site::current(), word, told)) {}
    ~sleeping() { sync::destroy(node); }
    sleeping(const sleeping&) = delete;
    sleeping& operator=(const sleeping&) = delete;
    parked* const node;
  };

  struct bucket {
    typename Rules::bucket_lock lock;
    std::vector<parked*> queue;  // under the lock, in the order in which they came
  };

  // Takes the caller's node out. False where somebody else has, who will post.
  bool leave(bucket& b, parked* me) {
    b.lock.lock();
    const bool is_mine = !me->is_unparking.get();
    if (is_mine) std::erase(b.queue, me);
    b.lock.unlock();
    return is_mine;
  }

  bucket& bucket_of(const void* word) {
    return buckets_[(reinterpret_cast<std::uintptr_t>(word) >> 4U) % Rules::buckets];
  }

  std::array<bucket, Rules::buckets> buckets_;
};

using parking_lot = basic_parking_lot<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
