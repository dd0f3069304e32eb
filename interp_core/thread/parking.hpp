// How a thread sleeps until a word has another value.
//
// A way of parking has wait, which may return early; wait_for, which also returns when the time is
// up; and wake_all, for who has changed the word.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace parking {

using word = sync::atomic<std::uint32_t>;

// The kernel's queue. CPython has a queue of its own in userspace, the parking lot.
struct on_futex {
  static void wait(word& w, std::uint32_t while_it_is) { sync::futex_wait(w, while_it_is); }
  static void wait_for(word& w, std::uint32_t while_it_is, std::chrono::nanoseconds time) {
    sync::futex_wait_for(w, while_it_is, time);
  }
  static void wake_all(word& w) { sync::futex_wake(w, std::numeric_limits<std::uint32_t>::max()); }
};

// Taken for granted: a thread goes on when the word has changed, and no wake-up is needed. Leaves
// out the steps of the queue, of which a search has to try all orders.
struct assumed {
  static void wait(word& w, std::uint32_t while_it_is) {
    sync::spin_until([&] { return w.load(std::memory_order_relaxed) != while_it_is; });
  }
  static void wait_for(word& w, std::uint32_t while_it_is, std::chrono::nanoseconds time) {
    sync::futex_wait_for(w, while_it_is, time);
  }
  static void wake_all(word&) {}
};

}  // namespace parking
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
