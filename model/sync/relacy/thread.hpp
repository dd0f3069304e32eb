// thread, parallel, this_thread_id and thread_local_ptr over Relacy's dynamic threads.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

#include "model/sync/durations.hpp"
#include "model/sync/relacy/choice.hpp"
#include "model/sync/relacy/execution.hpp"
#include "model/sync/shared/bound_call.hpp"
#include "model/sync/shared/logical_id.hpp"
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
  using id = logical_id;

  thread() = default;
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(
      F&& body, site where = site::current())
      : running_(relacy::start_thread(std::forward<F>(body), where)),
        number_(relacy::current.threads_created) {}
  // Calls `body` with copies of the arguments.
  template <class F, class Arg, class... Args>
  requires(!std::is_same_v<std::decay_t<Arg>, site>) explicit thread(F&& body, Arg&& arg,
                                                                     Args&&... args)
      : thread(sync::detail::bound_call(std::forward<F>(body), std::forward<Arg>(arg),
                                        std::forward<Args>(args)...),
               site{}) {}
  ~thread() {
    if (joinable() && std::uncaught_exceptions() == 0)  // else the exception is the finding
      relacy::fail("misuse", "a thread is destroyed before it is joined", {});
  }
  thread(thread&& other) noexcept
      : running_(std::exchange(other.running_, nullptr)), number_(other.number_) {}
  thread& operator=(thread&& other) noexcept {
    swap(other);
    return *this;
  }

  void join(site where = site::current()) {
    if (!joinable()) relacy::fail("misuse", "join of a thread that is not running", where);
    relacy::operation guard;
    relacy::waiting wait(relacy::wait_kind::join, where);
    std::exchange(running_, nullptr)->wait(false, false, relacy::info(where));
  }
  bool joinable() const { return running_ != nullptr; }
  id get_id() const { return joinable() ? id(number_) : id(); }
  void swap(thread& other) noexcept {
    std::swap(running_, other.running_);
    std::swap(number_, other.number_);
  }
  static unsigned hardware_concurrency() noexcept { return 2; }
  // No detach: an execution of Relacy's ends when all its threads have.

 private:
  rl::win_waitable_object* running_ = nullptr;
  std::uint32_t number_ = 0;
};

namespace this_thread {

inline thread::id get_id() { return thread::id(this_thread_id()); }
inline void yield(site where = site::current()) { sync::yield(where); }
// Time here is a clock that ticks when it is read (clock): a sleep only lets others go first.
template <class Rep, class Period>
void sleep_for(const std::chrono::duration<Rep, Period>& time, site where = site::current()) {
  using std::chrono::microseconds;
  relacy::current.clock_ticks += std::chrono::ceil<microseconds>(time).count();
  sync::yield(where);
}
template <class Moment>
void sleep_until(const Moment& moment, site where = site::current()) {
  const std::int64_t tick = 1'000;  // nanoseconds
  const std::int64_t wanted = (times::moment_of(moment) + tick - 1) / tick;
  relacy::current.clock_ticks = std::max<std::int64_t>(relacy::current.clock_ticks, wanted);
  sync::yield(where);
}

}  // namespace this_thread

inline void at_thread_exit(std::function<void()> action) {
  relacy::current.at_exit[rl::thread_index()].push_back(std::move(action));
}

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
