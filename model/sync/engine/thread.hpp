// Logical threads: fibers of the run, created, ordered and joined by the engine.
#pragma once

#include <array>
#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "model/sync/durations.hpp"
#include "model/sync/engine/choice.hpp"
#include "model/sync/engine/hooks.hpp"
#include "model/sync/engine/must_not_throw.hpp"
#include "model/sync/shared/bound_call.hpp"
#include "model/sync/shared/logical_id.hpp"

namespace suture::sync {
inline namespace engine_backend {

// The main thread is 0, the k-th thread created in a run is k.
inline std::uint32_t this_thread_id() { return hooks::this_thread(); }

namespace detail {

// What a thread is to run, as something that can be copied; what cannot is held by pointer.
template <class F>
std::function<void()> as_body(F&& f) {
  using call = std::decay_t<F>;
  if constexpr (std::copy_constructible<call>) {
    return [held = call(std::forward<F>(f))]() mutable { std::invoke(held); };
  } else {
    return [held = std::make_shared<call>(std::forward<F>(f))] { std::invoke(*held); };
  }
}

}  // namespace detail

// Like std::thread it must be joined or detached before it is destroyed, by an exception too; else
// that is misuse. An exception that leaves the body is a finding.
class thread {
 public:
  using id = logical_id;

  thread() = default;
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(
      F&& body, site where = site::current())
      : id_(hooks::create_thread(detail::as_body(std::forward<F>(body)), where)) {}
  // Calls `body` with copies of the arguments.
  template <class F, class Arg, class... Args>
  requires(!std::is_same_v<std::decay_t<Arg>, site>) explicit thread(F&& body, Arg&& arg,
                                                                     Args&&... args)
      : thread(sync::detail::bound_call(std::forward<F>(body), std::forward<Arg>(arg),
                                        std::forward<Args>(args)...),
               site{}) {}
  thread(thread&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  thread& operator=(thread&& other) noexcept {
    if (joinable()) hooks::drop_joinable(id_);
    id_ = std::exchange(other.id_, 0);
    return *this;
  }
  ~thread() {
    if (joinable()) hooks::drop_joinable(id_);
  }

  void join(site where = site::current()) {
    hooks::join_thread(id_, where);
    id_ = 0;
  }
  // Lets the thread go on by itself. The end of main does not wait for it, and it need not come to
  // its own end: asleep or spinning then, it is no deadlock. What it does still counts, also after
  // main has ended: races, leaks, and the use of what main has destroyed.
  void detach(site where = site::current()) {
    hooks::detach_thread(id_, where);
    id_ = 0;
  }
  bool joinable() const noexcept { return id_ != 0; }
  id get_id() const noexcept { return id_ == 0 ? id() : id(id_); }
  void swap(thread& other) noexcept { std::swap(id_, other.id_); }
  // Always two, so that what code makes of it is the same on every machine.
  static unsigned hardware_concurrency() noexcept { return 2; }

 private:
  std::uint32_t id_ = 0;
};

namespace this_thread {

inline thread::id get_id() { return thread::id(hooks::this_thread()); }
inline void yield(site where = site::current()) { hooks::yield(where); }
// Lets others go first, as much of them as they like; then the virtual clock stands at least so
// much later.
template <class Rep, class Period>
void sleep_for(const std::chrono::duration<Rep, Period>& time, site where = site::current()) {
  hooks::sleep(std::chrono::ceil<std::chrono::nanoseconds>(time).count(), where);
}
// Until the virtual clock stands there; a yield where it does already.
template <class Moment>
void sleep_until(const Moment& moment, site where = site::current()) {
  hooks::sleep(times::moment_of(moment) - hooks::deadline_after(0), where);
}

}  // namespace this_thread

// Calls `action` when the calling thread ends, behind its body; what was registered last comes
// first. For the main thread that is when the body of the run has returned.
inline void at_thread_exit(std::function<void()> action) {
  hooks::at_thread_exit(std::move(action));
}

// Runs each body in a thread of its own, numbered in the order given, and joins them all.
template <class... F>
void parallel(F&&... bodies) {
  const std::array<std::uint32_t, sizeof...(F)> threads{
      hooks::create_thread([&bodies] { bodies(); }, {})...};
  for (const std::uint32_t one : threads) hooks::join_thread(one, {});
}

// A pointer of which every logical thread has its own, null at first. Owns nothing.
template <class T>
class thread_local_ptr {
 public:
  thread_local_ptr() { hooks::make_cell(cell_, 0, 8, {}); }
  ~thread_local_ptr() { hooks::destroy_cell(cell_, {}); }
  thread_local_ptr(const thread_local_ptr&) = delete;
  thread_local_ptr& operator=(const thread_local_ptr&) = delete;

  T* get() const { return static_cast<T*>(hooks::thread_slot_get(cell_)); }
  void set(T* p) { hooks::thread_slot_set(cell_, p); }

 private:
  hooks::cell cell_;
};

}  // namespace engine_backend
}  // namespace suture::sync
