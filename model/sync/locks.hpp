// lock_guard, scoped_lock, unique_lock and shared_lock: mutexes held for the length of a scope; and
// sync::lock, which takes several without deadlock.
//
// Written out rather than borrowed from the standard library only because their constructors take
// a call site; they hold what the standard ones hold (and the call site, where that is heard), and
// throw std::system_error where those do: locking or unlocking without a mutex, locking what is
// owned, unlocking what is not. The same for every backend (see sync.hpp).
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <system_error>
#include <tuple>
#include <utility>

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

// What sync::lock asks of each of its arguments.
struct lockable {
  void* object;
  void (*lock)(void*, const site&);
  // Takes it along with others: false where those must be given back first. Where it waits, it
  // must know how many locks the thread held `before` the first of them.
  bool (*join)(void*, std::size_t before, const site&);
  void (*unlock)(void*, const site&);
  std::size_t (*held)();  // how many it holds now; null where nobody asks
};

template <class L>
constexpr auto held_by() -> std::size_t (*)() {
  if constexpr (requires { L::locks_held(); }) {
    return &L::locks_held;
  } else {
    return nullptr;
  }
}

template <class L>
lockable lockable_of(L& l) {
  constexpr bool located = requires(site w) { l.lock(w); };
  constexpr bool waits = requires(site w) { l.lock_along(std::size_t{}, w); };
  return {&l,
          [](void* o, const site& where) {
            if constexpr (located) {
              static_cast<L*>(o)->lock(where);
            } else {
              static_cast<L*>(o)->lock();
            }
          },
          [](void* o, std::size_t before, const site& where) -> bool {
            if constexpr (waits) {
              return static_cast<L*>(o)->lock_along(before, where);
            } else if constexpr (located) {
              return static_cast<L*>(o)->try_lock(where);
            } else {
              return static_cast<L*>(o)->try_lock();
            }
          },
          [](void* o, const site& where) {
            if constexpr (located) {
              static_cast<L*>(o)->unlock(where);
            } else {
              static_cast<L*>(o)->unlock();
            }
          },
          held_by<L>()};
}

// Takes the first, and the others if they are to be had; else begins with the one that was not.
template <std::size_t N>
void lock_all(std::array<lockable, N> all, const site& where) {
  std::size_t before = 0;
  for (const lockable& l : all) {
    if (l.held != nullptr) before = l.held();
  }
  std::size_t first = 0;
  for (;;) {
    std::size_t taken = 0;
    const auto next = [&]() -> lockable& { return all[(first + taken) % N]; };
    try {
      for (; taken < N; ++taken) {
        if (taken == 0) {
          next().lock(next().object, where);
        } else if (!next().join(next().object, before, where)) {
          break;
        }
      }
    } catch (...) {
      while (taken-- > 0) next().unlock(next().object, where);
      throw;
    }
    if (taken == N) return;
    const std::size_t refused = (first + taken) % N;
    while (taken-- > 0) next().unlock(next().object, where);
    first = refused;
  }
}

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

// Takes them all, in whatever order it can, and never waits for one while somebody else needs one
// that it has: nobody who takes several in this way is part of a deadlock.
template <class A, class B>
void lock(A& a, B& b, site where = site::current()) {
  detail::lock_all<2>({detail::lockable_of(a), detail::lockable_of(b)}, where);
}
template <class A, class B, class C>
void lock(A& a, B& b, C& c, site where = site::current()) {
  detail::lock_all<3>({detail::lockable_of(a), detail::lockable_of(b), detail::lockable_of(c)},
                      where);
}
template <class A, class B, class C, class D, class... More>
void lock(A& a, B& b, C& c, D& d, More&... more) {
  detail::lock_all<4 + sizeof...(More)>(
      {detail::lockable_of(a), detail::lockable_of(b), detail::lockable_of(c),
       detail::lockable_of(d), detail::lockable_of(more)...},
      {});
}

// Tries them in order; -1 where it has got them all, else the number of the one that was not free,
// and none is held.
template <class... L>
int try_lock(L&... all) {
  int refused = -1, tried = 0;
  const auto attempt = [&](auto& l) {
    if (refused == -1 && !l.try_lock()) refused = tried;
    ++tried;
  };
  (attempt(all), ...);
  if (refused == -1) return -1;
  int held = 0;
  const auto give_back = [&](auto& l) {
    if (held++ < refused) l.unlock();
  };
  (give_back(all), ...);
  return refused;
}

// Holds m from construction to destruction.
template <class M>
class [[nodiscard]] lock_guard {
 public:
  using mutex_type = M;
  explicit lock_guard(M& m, site where = site::current()) : mutex_(m), since_(where) {
    mutex_.lock(where);
  }
  lock_guard(M& m, adopt_lock_t, site where = site::current()) : mutex_(m), since_(where) {}
  ~lock_guard() { mutex_.unlock(since_.end_of_scope()); }
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;

 private:
  M& mutex_;
  [[no_unique_address]] detail::kept_site since_;
};

// Holds any number of mutexes, taken together (see lock).
template <class... M>
class [[nodiscard]] scoped_lock {
 public:
  explicit scoped_lock(here<M>... all) : mutexes_(all.object...) {
    ((since_ = detail::kept_site(all.where)), ...);
    if constexpr (sizeof...(M) == 1) {
      (all.object.lock(all.where), ...);
    } else if constexpr (sizeof...(M) > 1) {
      detail::lock_all<sizeof...(M)>({detail::lockable_of(all.object)...}, since_.get());
    }
  }
  explicit scoped_lock(adopt_lock_t, M&... all) : mutexes_(all...) {}
  ~scoped_lock() {
    std::apply([&](M&... all) { (all.unlock(since_.end_of_scope()), ...); }, mutexes_);
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
  ~unique_lock() {
    if (this->owns_lock()) this->mutex()->unlock(this->end_of_scope());
  }
  unique_lock(unique_lock&& other) noexcept { this->swap_with(other); }
  unique_lock& operator=(unique_lock&& other) noexcept {
    unique_lock moved(std::move(other));
    this->swap_with(moved);
    return *this;
  }

  void lock(site where = site::current()) {
    this->to_take().lock(where);
    this->took(true, where);
  }
  bool try_lock(site where = site::current()) {
    return this->took(this->to_take().try_lock(where), where);
  }
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& d, site where = site::current()) {
    return this->took(this->to_take().try_lock_for(d, where), where);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline, site where = site::current()) {
    return this->took(this->to_take().try_lock_until(deadline, where), where);
  }
  void unlock(site where = site::current()) { this->to_give_back().unlock(where); }
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
};

// Holds m shared with other readers.
template <class M>
class [[nodiscard]] shared_lock : public detail::ownership<M> {
  using base = detail::ownership<M>;

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
  ~shared_lock() {
    if (this->owns_lock()) this->mutex()->unlock_shared(this->end_of_scope());
  }
  shared_lock(shared_lock&& other) noexcept { this->swap_with(other); }
  shared_lock& operator=(shared_lock&& other) noexcept {
    shared_lock moved(std::move(other));
    this->swap_with(moved);
    return *this;
  }

  void lock(site where = site::current()) {
    this->to_take().lock_shared(where);
    this->took(true, where);
  }
  bool try_lock(site where = site::current()) {
    return this->took(this->to_take().try_lock_shared(where), where);
  }
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& d, site where = site::current()) {
    return this->took(this->to_take().try_lock_shared_for(d, where), where);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline, site where = site::current()) {
    return this->took(this->to_take().try_lock_shared_until(deadline, where), where);
  }
  void unlock(site where = site::current()) { this->to_give_back().unlock_shared(where); }
  void swap(shared_lock& other) noexcept { this->swap_with(other); }
  M* release() noexcept { return this->let_go(); }
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
