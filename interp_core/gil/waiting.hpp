// How a thread waits for the GIL: on a condition variable, as CPython does, or on a mutex that is
// taken for granted.
//
// A way of waiting has acquire and release; hand_over, which releases and acquires, but lets
// another thread have it in between if one is waiting; and is_awaited, a look at whether one is.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gil_waiting {

// What on_condition may be told to get wrong; right as it stands here.
struct rules {
  // release writes `held` under the mutex of the condition. Otherwise a thread that has seen it
  // held, and is not yet asleep, sleeps over the notification.
  static constexpr bool releases_under_mutex = true;
  // release tells somebody who sleeps.
  static constexpr bool notifies = true;
  // hand_over waits until another thread has had it (CPython's FORCE_SWITCHING, since 3.2).
  // Otherwise the thread that let go is running, and usually takes it again before any other is
  // awake.
  static constexpr bool forces_switch = true;
};

// Source: CPython's ceval_gil.c: a flag, a mutex and two conditions, one for "it is free", one for
// "somebody else has had it". The number of switches tells the second.
template <class Rules = rules>
class on_condition {
 public:
  on_condition() {
    sync::label(mutex_, "of the GIL");
    sync::label(held_, "GIL is held");
    sync::label(switches_, "GIL switches");
    sync::label(waiting_, "waiting for the GIL");
  }

  void acquire() {
    sync::unique_lock<sync::mutex> lock(mutex_);
    take(lock);
  }

  void release() {
    if constexpr (Rules::releases_under_mutex) {
      const sync::lock_guard<sync::mutex> lock(mutex_);
      held_.store(false, std::memory_order_release);
    } else {
      held_.store(false, std::memory_order_release);
    }
    if (Rules::notifies) freed_.notify_one();
  }

  void hand_over() {
    sync::unique_lock<sync::mutex> lock(mutex_);
    const std::uint32_t before = switches_.get();
    held_.store(false, std::memory_order_release);
    freed_.notify_one();
    if (Rules::forces_switch && is_awaited())
      switched_.wait(lock, [&] { return switches_.get() != before; });
    take(lock);
  }

  bool is_awaited() const { return waiting_.load(std::memory_order_relaxed) != 0; }

 private:
  void take(sync::unique_lock<sync::mutex>& lock) {
    if (is_held()) {
      waiting_.fetch_add(1, std::memory_order_relaxed);
      freed_.wait(lock, [&] { return !is_held(); });
      waiting_.fetch_sub(1, std::memory_order_relaxed);
    }
    held_.store(true, std::memory_order_relaxed);
    switches_.set(switches_.get() + 1);
    switched_.notify_one();
  }
  bool is_held() const { return held_.load(std::memory_order_acquire); }

  sync::mutex mutex_;
  sync::condition_variable freed_, switched_;
  sync::atomic<bool> held_{false};          // atomic for the mutant's sake
  sync::var<std::uint32_t> switches_{0};    // how often it was taken; under the mutex
  sync::atomic<std::uint32_t> waiting_{0};  // written under the mutex, looked at without it
};

// A sync::mutex. It is taken for granted, since on_condition has scenarios of its own; what is
// searched are the orders in which threads have the GIL, each once.
class assumed {
 public:
  assumed() {
    sync::label(mutex_, "GIL");
    sync::label(switches_, "GIL switches");
    sync::label(waiting_, "waiting for the GIL");
  }

  void acquire() {
    if (!mutex_.try_lock()) {
      waiting_.fetch_add(1, std::memory_order_relaxed);
      mutex_.lock();
      waiting_.fetch_sub(1, std::memory_order_relaxed);
    }
    switches_.store(switches_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  void release() { mutex_.unlock(); }
  void hand_over() {
    const bool waits = is_awaited();
    const std::uint32_t before = switches_.load(std::memory_order_relaxed);
    mutex_.unlock();
    if (waits)
      sync::spin_until([&] { return switches_.load(std::memory_order_relaxed) != before; });
    acquire();
  }
  bool is_awaited() const { return waiting_.load(std::memory_order_relaxed) != 0; }

 private:
  sync::mutex mutex_;
  sync::atomic<std::uint32_t> switches_{0};
  sync::atomic<std::uint32_t> waiting_{0};
};

}  // namespace gil_waiting
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
