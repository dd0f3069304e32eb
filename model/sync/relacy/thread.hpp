// thread, parallel, this_thread_id and thread_local_ptr over Relacy's dynamic threads.
#pragma once

#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

#include "model/sync/relacy/execution.hpp"
#include "model/sync/site.hpp"

namespace suture::relacy {
// Runs `call` so that an exception which leaves it ends the execution with a finding.
void run_guarded(const std::function<void()>& call);
// The next of the threads announced to run(); one more than these is misuse.
rl::win_waitable_object* start_thread(std::function<void()> body, sync::site where);
}  // namespace suture::relacy

namespace suture::sync {
inline namespace relacy_backend {

// The main thread is 0, the k-th thread created is k.
inline std::uint32_t this_thread_id() { return relacy::current.thread_ids[rl::thread_index()]; }

// Must be joined before it is destroyed, as std::thread; otherwise that is misuse.
class thread {
 public:
  thread() = default;
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(
      F&& body, site where = site::current())
      : running_(relacy::start_thread(std::forward<F>(body), where)) {}
  ~thread() {
    if (joinable() && std::uncaught_exceptions() == 0)  // else the exception is the finding
      relacy::fail("misuse", "a thread is destroyed before it is joined", {});
  }
  thread(thread&& other) noexcept : running_(std::exchange(other.running_, nullptr)) {}
  thread& operator=(thread&& other) noexcept {
    std::swap(running_, other.running_);
    return *this;
  }

  void join(site where = site::current()) {
    if (!joinable()) relacy::fail("misuse", "join of a thread that is not running", where);
    relacy::operation guard;
    relacy::waiting wait(relacy::wait_kind::join, where);
    std::exchange(running_, nullptr)->wait(false, false, relacy::info(where));
  }
  bool joinable() const { return running_ != nullptr; }

 private:
  rl::win_waitable_object* running_ = nullptr;
};

template <class... F>
void parallel(F&&... bodies) {
  std::array<thread, sizeof...(F)> threads{thread([&bodies] { bodies(); })...};
  for (thread& one : threads) one.join();
}

// Null in every thread at first; owns nothing.
template <class T>
class thread_local_ptr {
 public:
  thread_local_ptr() = default;
  thread_local_ptr(const thread_local_ptr&) = delete;
  thread_local_ptr& operator=(const thread_local_ptr&) = delete;

  T* get() const { return pointers_[rl::thread_index()]; }
  void set(T* p) { pointers_[rl::thread_index()] = p; }

 private:
  std::array<T*, relacy::max_threads + 1> pointers_{};
};

}  // namespace relacy_backend
}  // namespace suture::sync
