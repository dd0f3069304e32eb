// Memory that lock-free readers may still look at is freed a grace period later: when every thread
// has said once that it holds no such pointer any more.
//
// Source: CPython's qsbr.c and _PyMem_FreeDelayed (quiescent-state based reclamation). A clock
// counts frees; each thread's own number says how far it had come when it was last quiescent. What
// was freed at time t may go when no thread that is online has a smaller number.
//
// Deviations: every free advances the clock; the least number is looked for each time and not
// remembered; the threads' numbers are in an array of fixed size.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made before the threads that use it, and in use from construction to destruction (when no other
// thread is about, so that all that is left is freed).
class grace_periods {
 public:
  // For so many members at a time.
  grace_periods(runtime& rt, std::uint32_t threads)
      : rt_(rt), threads_(threads), reached_(new sync::atomic<std::uint64_t>[threads]) {
    sync::label(clock_, "grace clock");
    for (std::uint32_t t = 0; t < threads_; ++t) sync::label(reached_[t], "grace number");
    rt_.grace = this;
  }
  ~grace_periods() {
    rt_.grace = nullptr;
    for (const waiting& each : left_behind_) each.end(each.object);
  }
  grace_periods(const grace_periods&) = delete;
  grace_periods& operator=(const grace_periods&) = delete;

  // A thread that reads without locks must be a member while it does.
  class member;

  // Calls end(object) when no thread can be looking at it. Any thread may call, member or not.
  void free_later(void* object, void (*end)(void*));

 private:
  struct waiting {
    void* object;
    void (*end)(void*);
    std::uint64_t goal;
  };
  static constexpr std::uint64_t offline = 0;

  // The least number of the threads that are online.
  std::uint64_t least_reached() {
    // Against the fence of who comes online: either its number is seen here, or it sees there what
    // was unlinked before.
    sync::fence(std::memory_order_seq_cst);
    std::uint64_t least = ~std::uint64_t{0};
    for (std::uint32_t t = 0; t < threads_; ++t) {
      const std::uint64_t number = reached_[t].load(std::memory_order_acquire);
      if (number != offline) least = std::min(least, number);
    }
    return least;
  }

  void leave_behind(const std::vector<waiting>& items) {
    if (items.empty()) return;
    const sync::lock_guard<sync::mutex> guard(left_behind_mutex_);
    left_behind_.insert(left_behind_.end(), items.begin(), items.end());
  }

  runtime& rt_;
  const std::uint32_t threads_;
  sync::atomic<std::uint64_t> clock_{1};
  std::unique_ptr<sync::atomic<std::uint64_t>[]> reached_;
  sync::thread_local_ptr<member> member_;
  sync::mutex left_behind_mutex_;
  std::vector<waiting> left_behind_;
};

// The calling thread is online for as long as this lasts, by the number `which`, below the number
// of members and no other's at the time. It must not keep a pointer that it read without a lock
// over a call of quiescent(), or beyond the end.
class grace_periods::member {
 public:
  member(grace_periods& all, std::uint32_t which) : all_(all), mine_(all.reached_[which]) {
    // Release: who reads this number must see what the thread did as a member before, as that
    // one's end is no longer there to be read.
    mine_.store(all_.clock_.load(std::memory_order_acquire), std::memory_order_release);
    sync::fence(std::memory_order_seq_cst);
    all_.member_.set(this);
  }
  ~member() {
    all_.member_.set(nullptr);
    mine_.store(offline, std::memory_order_release);
    all_.leave_behind(items_);
  }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

  // Says that this thread holds no pointer, and frees what nobody holds.
  void quiescent() {
    mine_.store(all_.clock_.load(std::memory_order_acquire), std::memory_order_release);
    if (items_.empty()) return;
    const std::uint64_t least = all_.least_reached();
    const auto still = std::stable_partition(items_.begin(), items_.end(),
                                             [least](const waiting& w) { return w.goal > least; });
    const std::vector<waiting> over(still, items_.end());
    items_.erase(still, items_.end());
    for (const waiting& each : over) each.end(each.object);
  }

 private:
  friend class grace_periods;

  grace_periods& all_;
  sync::atomic<std::uint64_t>& mine_;
  std::vector<waiting> items_;
};

// The clock is advanced after the object was unlinked: who is quiescent at the new time has seen
// it.
inline void grace_periods::free_later(void* object, void (*end)(void*)) {
  const waiting item{object, end, clock_.fetch_add(2, std::memory_order_acq_rel) + 2};
  if (member* m = member_.get()) {
    m->items_.push_back(item);
  } else {
    leave_behind({item});
  }
}

// end(object), a grace period later where the runtime has them.
inline void call_later(runtime& rt, void* object, void (*end)(void*)) {
  if (rt.grace == nullptr) {
    end(object);
  } else {
    rt.grace->free_later(object, end);
  }
}

// The same for sync::destroy.
template <class T>
void destroy_later(runtime& rt, T* object) {
  call_later(rt, object, [](void* o) { sync::destroy(static_cast<T*>(o)); });
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
