// thread, parallel and this_thread_id: std::thread, numbered within its run.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <thread>
#include <type_traits>
#include <utility>

#include "model/sync/native/mutex.hpp"
#include "model/sync/native/run.hpp"
#include "model/sync/shared/bound_call.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

// The main thread is 0, the k-th thread created in a run is k.
inline std::uint32_t this_thread_id() noexcept { return suture::native::this_thread.id; }

// Like std::thread, it must be joined before it is destroyed, unless an exception destroys it; that
// waits. An exception that leaves the body ends the process; only that of assume() is caught.
class thread {
 public:
  using id = std::thread::id;

  thread() = default;

  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(F&& body,
                                                                            site = site::current())
      : thread_(
            [run = suture::native::this_thread.run,
             kept = suture::native::this_thread.run->weak_from_this().lock(),
             number = suture::native::this_thread.run->next_thread.fetch_add(1)](auto call) {
              suture::native::this_thread = {run, number};
              try {
                std::invoke(std::move(call));
              } catch (const suture::native::abandoned&) {
              }
            },
            std::forward<F>(body)) {}

  // Calls `body` with copies of the arguments.
  template <class F, class Arg, class... Args>
  requires(!std::is_same_v<std::decay_t<Arg>, site>) explicit thread(F&& body, Arg&& arg,
                                                                     Args&&... args)
      : thread(sync::detail::bound_call(std::forward<F>(body), std::forward<Arg>(arg),
                                        std::forward<Args>(args)...),
               site{}) {}

  ~thread() {
    // An exception passes: wait, lest the process end for a second reason and hide the first.
    if (joinable() && std::uncaught_exceptions() > 0) thread_.join();
  }
  thread(thread&&) noexcept = default;
  thread& operator=(thread&&) noexcept = default;

  void join(site = site::current()) { thread_.join(); }
  // Lets the thread go on by itself: it ends with the process, if not before.
  void detach(site = site::current()) { thread_.detach(); }
  bool joinable() const noexcept { return thread_.joinable(); }
  id get_id() const noexcept { return thread_.get_id(); }
  void swap(thread& other) noexcept { thread_.swap(other.thread_); }
  static unsigned hardware_concurrency() noexcept { return std::thread::hardware_concurrency(); }

 private:
  std::thread thread_;
};

namespace this_thread {

inline thread::id get_id() noexcept { return std::this_thread::get_id(); }
inline void yield(site = site::current()) noexcept { std::this_thread::yield(); }
template <class Rep, class Period>
void sleep_for(const std::chrono::duration<Rep, Period>& time, site = site::current()) {
  std::this_thread::sleep_for(time);
}
// `moment`: of this backend's clock.
template <class Moment>
void sleep_until(const Moment& moment, site = site::current()) {
  std::this_thread::sleep_until(detail::steady(moment));
}

}  // namespace this_thread

// Calls `action` when the calling thread ends, behind its body; what was registered last comes
// first. In the thread that called run() that is when the body has returned.
inline void at_thread_exit(std::function<void()> action) {
  suture::native::at_thread_end.add(std::move(action));
}

// Runs each body in a thread of its own, numbered in the order given, and joins them all.
template <class... F>
void parallel(F&&... bodies) {
  std::array<thread, sizeof...(F)> threads{thread([&bodies] { bodies(); })...};
  for (thread& one : threads) one.join();
}

}  // namespace native_backend
}  // namespace suture::sync
