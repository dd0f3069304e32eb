// thread, parallel and this_thread_id: std::thread, numbered within its run.
#pragma once

#include <array>
#include <cstdint>
#include <exception>
#include <thread>
#include <type_traits>
#include <utility>

#include "model/sync/native/run.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

// The main thread is 0, the k-th thread created in a run is k.
inline std::uint32_t this_thread_id() noexcept { return suture::native::this_thread.id; }

// Like std::thread, it must be joined before it is destroyed, unless an exception destroys it; that
// waits. An exception that leaves the body ends the process; only that of assume() is caught.
class thread {
 public:
  thread() = default;

  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(F&& body,
                                                                            site = site::current())
      : thread_(
            [run = suture::native::this_thread.run,
             id = suture::native::this_thread.run->next_thread.fetch_add(1)](auto call) {
              suture::native::this_thread = {run, id};
              try {
                call();
              } catch (const suture::native::abandoned&) {
              }
            },
            std::forward<F>(body)) {}

  ~thread() {
    // An exception passes: wait, lest the process end for a second reason and hide the first.
    if (joinable() && std::uncaught_exceptions() > 0) thread_.join();
  }
  thread(thread&&) noexcept = default;
  thread& operator=(thread&&) noexcept = default;

  void join(site = site::current()) { thread_.join(); }
  bool joinable() const noexcept { return thread_.joinable(); }

 private:
  std::thread thread_;
};

// Runs each body in a thread of its own, numbered in the order given, and joins them all.
template <class... F>
void parallel(F&&... bodies) {
  std::array<thread, sizeof...(F)> threads{thread([&bodies] { bodies(); })...};
  for (thread& one : threads) one.join();
}

}  // namespace native_backend
}  // namespace suture::sync
