// Logical threads: fibers of the run, created, ordered and joined by the engine.
#pragma once

#include <array>
#include <exception>
#include <type_traits>
#include <utility>

#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

// The main thread is 0, the k-th thread created in a run is k.
inline std::uint32_t this_thread_id() { return hooks::this_thread(); }

// Like std::thread it must be joined before it is destroyed. An exception that leaves the body is
// a finding.
class thread {
 public:
  thread() = default;
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(
      F&& body, site where = site::current())
      : id_(hooks::create_thread(std::forward<F>(body), where)) {}
  thread(thread&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  thread& operator=(thread&& other) noexcept {
    if (joinable()) std::terminate();
    id_ = std::exchange(other.id_, 0);
    return *this;
  }
  ~thread() {
    if (joinable() && std::uncaught_exceptions() == 0) std::terminate();
  }

  void join(site where = site::current()) {
    hooks::join_thread(id_, where);
    id_ = 0;
  }
  bool joinable() const noexcept { return id_ != 0; }

 private:
  std::uint32_t id_ = 0;
};

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
