// parker: the permit of one thread, as behind Java's LockSupport and Rust's thread::park.
//
// Over a futex word in three states, as Rust's standard library has it on Linux. The same for every
// backend (see sync.hpp), for them to include behind their own futex.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A permit is there or not; at first it is not. Only its owner, one thread, parks; any thread may
// unpark. The permit does not add up: two unparks before a park let one park through. What happens
// before an unpark happens before the return of the park that takes its permit.
class parker {
 public:
  parker(site where = site::current()) : state_(empty, where) {}
  parker(const parker&) = delete;
  parker& operator=(const parker&) = delete;

  // Takes the permit, and sleeps until there is one. May return for no reason, without a permit, so
  // the caller looks again at what it waits for.
  void park(site where = site::current()) {
    if (state_.fetch_sub(1, std::memory_order_acquire, where) == permit) return;
    futex_wait(state_, parked, where);
    state_.exchange(empty, std::memory_order_acquire, where);
  }

  // The same, but sleeps no longer than the time allows. False where it returns without a permit:
  // the time is up, or for no reason.
  template <class Rep, class Period>
  bool park_for(const std::chrono::duration<Rep, Period>& d, site where = site::current()) {
    if (state_.fetch_sub(1, std::memory_order_acquire, where) == permit) return true;
    futex_wait_for(state_, parked, d, where);
    return state_.exchange(empty, std::memory_order_acquire, where) == permit;
  }
  template <class Moment>
  bool park_until(const Moment& deadline, site where = site::current()) {
    if (state_.fetch_sub(1, std::memory_order_acquire, where) == permit) return true;
    futex_wait_until(state_, parked, deadline, where);
    return state_.exchange(empty, std::memory_order_acquire, where) == permit;
  }

  // Leaves a permit, and wakes the owner where it sleeps.
  void unpark(site where = site::current()) {
    if (state_.exchange(permit, std::memory_order_release, where) == parked) {
      futex_wake(state_, 1, where);
    }
  }

 private:
  static constexpr std::uint32_t empty = 0;
  static constexpr std::uint32_t permit = 1;
  static constexpr std::uint32_t parked = ~std::uint32_t{0};

  atomic<std::uint32_t> state_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
