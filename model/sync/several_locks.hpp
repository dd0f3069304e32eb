// sync::lock and sync::try_lock: several locks at a time ([thread.lock.algorithm]).
//
// The standard leaves open in which order sync::lock takes them, and how often it gives some back
// and begins again. What mutexes show of it, whoever tries to take one is told by an announcement
// (model/engine/locks/taken_along.cpp); among locks of the user's own any may be the first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/sync/lock_calls.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

#if !defined(SUTURE_BACKEND_NATIVE)
inline std::uint32_t choose(std::uint32_t n, site where);  // of the backend
#endif

namespace detail {

// Among so many, the first that sync::lock takes of what it knows nothing about.
inline std::size_t any_first([[maybe_unused]] std::size_t n, [[maybe_unused]] const site& where) {
#if defined(SUTURE_BACKEND_NATIVE)
  return 0;
#else
  return choose(static_cast<std::uint32_t>(n), where);
#endif
}

// What sync::lock asks of each of its arguments.
struct lockable {
  void* object;
  void (*lock)(void*, const site&);
  // Takes it along with others: false where those must be given back first. Where it waits, it
  // must know how many locks the thread held `before` the first of them.
  bool (*join)(void*, std::size_t before, const site&);
  bool (*attempt)(void*, const site&);
  void (*unlock)(void*, const site&);
  std::size_t (*held)();  // how many it holds now; null where nobody asks
  // Tells whoever tries to take it meanwhile that it may be taken for a moment, or no longer; null
  // where it cannot be told.
  void (*announce)(void*, bool begins, const site&);
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
constexpr auto announced_by() -> void (*)(void*, bool, const site&) {
  if constexpr (requires(const L& l, site w) { l.announce(true, w); }) {
    return [](void* o, bool begins, const site& where) {
      static_cast<const L*>(o)->announce(begins, where);
    };
  } else {
    return nullptr;
  }
}

template <class L>
lockable lockable_of(L& l) {
  constexpr bool waits = requires(site w) { l.lock_along(std::size_t{}, w); };
  return {&l,
          [](void* o, const site& where) { take(*static_cast<L*>(o), where); },
          [](void* o, std::size_t before, const site& where) -> bool {
            if constexpr (waits) {
              return static_cast<L*>(o)->lock_along(before, where);
            } else {
              return try_to_take(*static_cast<L*>(o), where);
            }
          },
          [](void* o, const site& where) { return try_to_take(*static_cast<L*>(o), where); },
          [](void* o, const site& where) { give_back(*static_cast<L*>(o), where); },
          held_by<L>(),
          announced_by<L>()};
}

// For as long as sync::lock is on the way to all of them.
template <std::size_t N>
class on_the_way {
 public:
  on_the_way(const std::array<lockable, N>& all, const site& where) : all_(all), where_(where) {
    tell(true);
  }
  ~on_the_way() { tell(false); }
  on_the_way(const on_the_way&) = delete;
  on_the_way& operator=(const on_the_way&) = delete;

 private:
  void tell(bool begins) const {
    for (const lockable& l : all_) {
      if (l.announce != nullptr) l.announce(l.object, begins, where_);
    }
  }
  const std::array<lockable, N>& all_;
  const site& where_;
};

// Takes the first, and the others if they are to be had; else begins with the one that was not.
template <std::size_t N>
void lock_all(const std::array<lockable, N>& all, const site& where) {
  std::size_t before = 0;
  bool known = true;
  for (const lockable& l : all) {
    if (l.held != nullptr) before = l.held();
    known &= l.announce != nullptr;
  }
  std::size_t first = known ? 0 : any_first(N, where);
  const on_the_way<N> announced(all, where);
  for (;;) {
    std::size_t taken = 0;
    const auto next = [&]() -> const lockable& { return all[(first + taken) % N]; };
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

// The number of the one that was not free, and none is held; or -1.
template <std::size_t N>
int try_all(const std::array<lockable, N>& all, const site& where) {
  std::size_t taken = 0;
  const auto give_back = [&] {
    for (std::size_t i = 0; i < taken; ++i) all[i].unlock(all[i].object, where);
  };
  try {
    while (taken < N && all[taken].attempt(all[taken].object, where)) ++taken;
  } catch (...) {
    give_back();
    throw;
  }
  if (taken == N) return -1;
  give_back();
  return static_cast<int>(taken);
}

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
template <class A, class B>
int try_lock(A& a, B& b, site where = site::current()) {
  return detail::try_all<2>({detail::lockable_of(a), detail::lockable_of(b)}, where);
}
template <class A, class B, class C>
int try_lock(A& a, B& b, C& c, site where = site::current()) {
  return detail::try_all<3>(
      {detail::lockable_of(a), detail::lockable_of(b), detail::lockable_of(c)}, where);
}
template <class A, class B, class C, class D, class... More>
int try_lock(A& a, B& b, C& c, D& d, More&... more) {
  return detail::try_all<4 + sizeof...(More)>(
      {detail::lockable_of(a), detail::lockable_of(b), detail::lockable_of(c),
       detail::lockable_of(d), detail::lockable_of(more)...},
      {});
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
