// lock_guard, scoped_lock, unique_lock and shared_lock: mutexes held for the length of a scope.
//
// Written out rather than borrowed from the standard library only because their constructors take
// a call site; they hold what the standard ones hold (and the call site, where that is heard), and
// throw std::system_error where those do: locking or unlocking without a mutex, locking what is
// owned, unlocking what is not. The same for every backend (see sync.hpp).
#pragma once

#include <chrono>
#include <cstddef>
#include <system_error>
#include <tuple>
#include <utility>

#include "model/sync/lock_calls.hpp"
#include "model/sync/several_locks.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

struct defer_lock_t {
  explicit defer_lock_t() = default;
};
struct try_to_lock_t {
  explicit try_to_lock_t() = default;
};
struct adopt_lock_t {
  explicit adopt_lock_t() = default;
};
inline constexpr defer_lock_t defer_lock{};    // the lock is taken later
inline constexpr try_to_lock_t try_to_lock{};  // only if it is free now
inline constexpr adopt_lock_t adopt_lock{};    // the caller holds it already

namespace detail {

// Where a lock was taken, which is what its end is put down to. Nobody asks for it where every
// wrapper has the size of what it wraps.
#if defined(SUTURE_BACKEND_NATIVE)
struct kept_site {
  kept_site() = default;
  explicit kept_site(const site&) {}
  site get() const { return {}; }
  site end_of_scope() const { return {}; }
};
#else
struct kept_site {
  kept_site() = default;
  explicit kept_site(const site& w) : where(w) {}
  site get() const { return where; }
  site end_of_scope() const { return where.seen_as(nearness::scope); }
  site where;
};
#endif

[[noreturn]] inline void not_permitted() {
  throw std::system_error(std::make_error_code(std::errc::operation_not_permitted));
}

// Whether M may be held, and is: what unique_lock and shared_lock have in common.
template <class M>
class ownership {
 public:
  ownership(const ownership&) = delete;
  ownership& operator=(const ownership&) = delete;

  bool owns_lock() const noexcept { return owns_; }
  explicit operator bool() const noexcept { return owns_; }
  M* mutex() const noexcept { return mutex_; }

 protected:
  ownership() = default;
  explicit ownership(M& m) : mutex_(&m) {}
  ownership(M& m, bool owns, const site& where) : mutex_(&m), owns_(owns), since_(where) {}

  // Of the mutex that is to be taken.
  M& to_take() {
    if (mutex_ == nullptr) not_permitted();
    if (owns_) {
      throw std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur));
    }
    return *mutex_;
  }
  M& to_give_back() {
    if (!owns_) not_permitted();
    owns_ = false;
    return *mutex_;
  }
  bool took(bool owns, const site& where) {
    since_ = kept_site(where);
    return owns_ = owns;
  }
  site end_of_scope() const { return since_.end_of_scope(); }
  void swap_with(ownership& other) noexcept {
    std::swap(mutex_, other.mutex_);
    std::swap(owns_, other.owns_);
    std::swap(since_, other.since_);
  }
  M* let_go() noexcept {
    owns_ = false;
    return std::exchange(mutex_, nullptr);
  }

 private:
  M* mutex_ = nullptr;
  bool owns_ = false;
  [[no_unique_address]] kept_site since_;
};

}  // namespace detail

// Holds m from construction to destruction.
template <class M>
class [[nodiscard]] lock_guard {
 public:
  using mutex_type = M;
  explicit lock_guard(M& m, site where = site::current()) : mutex_(m), since_(where) {
    detail::take(mutex_, where);
  }
  lock_guard(M& m, adopt_lock_t, site where = site::current()) : mutex_(m), since_(where) {}
  ~lock_guard() { detail::give_back(mutex_, since_.end_of_scope()); }
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;

 private:
  M& mutex_;
  [[no_unique_address]] detail::kept_site since_;
};

namespace detail {
template <class... M>
struct mutex_type_of {};
template <class M>
struct mutex_type_of<M> {
  using mutex_type = M;
};
}  // namespace detail

// Holds any number of mutexes, taken together (see lock).
template <class... M>
class [[nodiscard]] scoped_lock : public detail::mutex_type_of<M...> {
 public:
  explicit scoped_lock(here<M>... all) : mutexes_(all.object...) {
    ((since_ = detail::kept_site(all.where)), ...);
    if constexpr (sizeof...(M) == 1) {
      (detail::take(all.object, all.where), ...);
    } else if constexpr (sizeof...(M) > 1) {
      detail::lock_all<sizeof...(M)>({detail::lockable_of(all.object)...}, since_.get());
    }
  }
  explicit scoped_lock(adopt_lock_t, M&... all) : mutexes_(all...) {}
  ~scoped_lock() {
    std::apply([&](M&... all) { (detail::give_back(all, since_.end_of_scope()), ...); }, mutexes_);
  }
  scoped_lock(const scoped_lock&) = delete;
  scoped_lock& operator=(const scoped_lock&) = delete;

 private:
  std::tuple<M&...> mutexes_;
  [[no_unique_address]] detail::kept_site since_;
};
template <class... M>
scoped_lock(M&...) -> scoped_lock<M...>;
template <class... M>
scoped_lock(adopt_lock_t, M&...) -> scoped_lock<M...>;

// Holds m, and may let go of it and take it again; it moves, so a function may return it.
template <class M>
class [[nodiscard]] unique_lock : public detail::ownership<M> {
  using base = detail::ownership<M>;

 public:
  using mutex_type = M;
  using base::mutex;
  using base::owns_lock;

  unique_lock() = default;
  explicit unique_lock(M& m, site where = site::current()) : base(m) { lock(where); }
  unique_lock(M& m, defer_lock_t) noexcept : base(m) {}
  unique_lock(M& m, try_to_lock_t, site where = site::current()) : base(m) { try_lock(where); }
  unique_lock(M& m, adopt_lock_t, site where = site::current()) : base(m, true, where) {}
  template <class Rep, class Period>
  unique_lock(M& m, const std::chrono::duration<Rep, Period>& d, site where = site::current())
      : base(m) {
    try_lock_for(d, where);
  }
  template <class Clock, class Duration>
  unique_lock(M& m, const std::chrono::time_point<Clock, Duration>& deadline,
              site where = site::current())
      : base(m) {
    try_lock_until(deadline, where);
  }
  ~unique_lock() {
    if (this->owns_lock()) detail::give_back(*this->mutex(), this->end_of_scope());
  }
  unique_lock(unique_lock&& other) noexcept { this->swap_with(other); }
  unique_lock& operator=(unique_lock&& other) noexcept {
    unique_lock moved(std::move(other));
    this->swap_with(moved);
    return *this;
  }

  void lock(site where = site::current()) {
    detail::take(this->to_take(), where);
    this->took(true, where);
  }
  bool try_lock(site where = site::current()) {
    return this->took(detail::try_to_take(this->to_take(), where), where);
  }
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& d, site where = site::current()) {
    return this->took(detail::take_for(this->to_take(), d, where), where);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline, site where = site::current()) {
    return this->took(detail::take_until(this->to_take(), deadline, where), where);
  }
  void unlock(site where = site::current()) { detail::give_back(this->to_give_back(), where); }
  void swap(unique_lock& other) noexcept { this->swap_with(other); }
  // Forgets the mutex, which stays as it is.
  M* release() noexcept { return this->let_go(); }

  // For sync::lock, where the mutex has it.
  bool lock_along(std::size_t before,
                  site where) requires(requires(M& m) { m.lock_along(before, where); }) {
    return this->took(this->to_take().lock_along(before, where), where);
  }
  static std::size_t locks_held() requires(requires { M::locks_held(); }) {
    return M::locks_held();
  }
  void announce(bool begins, site where) const
      requires(requires(const M& m) { m.announce(begins, where); }) {
    if (mutex() != nullptr) mutex()->announce(begins, where);
  }
};

// Holds m shared with other readers.
template <class M>
class [[nodiscard]] shared_lock : public detail::ownership<M> {
  using base = detail::ownership<M>;
  using side = detail::shared_side<M>;

 public:
  using mutex_type = M;
  using base::mutex;
  using base::owns_lock;

  shared_lock() = default;
  explicit shared_lock(M& m, site where = site::current()) : base(m) { lock(where); }
  shared_lock(M& m, defer_lock_t) noexcept : base(m) {}
  shared_lock(M& m, try_to_lock_t, site where = site::current()) : base(m) { try_lock(where); }
  shared_lock(M& m, adopt_lock_t, site where = site::current()) : base(m, true, where) {}
  template <class Rep, class Period>
  shared_lock(M& m, const std::chrono::duration<Rep, Period>& d, site where = site::current())
      : base(m) {
    try_lock_for(d, where);
  }
  template <class Clock, class Duration>
  shared_lock(M& m, const std::chrono::time_point<Clock, Duration>& deadline,
              site where = site::current())
      : base(m) {
    try_lock_until(deadline, where);
  }
  ~shared_lock() {
    if (!this->owns_lock()) return;
    side s{*this->mutex()};
    detail::give_back(s, this->end_of_scope());
  }
  shared_lock(shared_lock&& other) noexcept { this->swap_with(other); }
  shared_lock& operator=(shared_lock&& other) noexcept {
    shared_lock moved(std::move(other));
    this->swap_with(moved);
    return *this;
  }

  void lock(site where = site::current()) {
    side s{this->to_take()};
    detail::take(s, where);
    this->took(true, where);
  }
  bool try_lock(site where = site::current()) {
    side s{this->to_take()};
    return this->took(detail::try_to_take(s, where), where);
  }
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& d, site where = site::current()) {
    side s{this->to_take()};
    return this->took(detail::take_for(s, d, where), where);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline, site where = site::current()) {
    side s{this->to_take()};
    return this->took(detail::take_until(s, deadline, where), where);
  }
  void unlock(site where = site::current()) {
    side s{this->to_give_back()};
    detail::give_back(s, where);
  }
  void swap(shared_lock& other) noexcept { this->swap_with(other); }
  M* release() noexcept { return this->let_go(); }

  void announce(bool begins, site where) const
      requires(requires(const M& m) { m.announce(begins, where); }) {
    if (mutex() != nullptr) mutex()->announce(begins, where);
  }
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
