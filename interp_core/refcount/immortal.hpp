// Reference count that can be switched off: an immortal object's never changes.
//
// Source: the talk's "immortal objects": for what lives as long as the interpreter (small integers,
// None, functions of a module) an `if` takes the place of a count that all threads write. PEP 683
// has it. A count above the limit is immortal, whatever it is: a change that another thread had
// begun may still move it, but not bring it back (compare gh-113956, where a plain store did).
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// What it may be told to get wrong; right as it stands here.
struct immortal_rules {
  // Immortal is every count above a limit. Otherwise it is one number, and a change that was under
  // way makes it another.
  static constexpr bool is_range = true;
};

template <class Rules = immortal_rules>
class basic_immortal {
 public:
  basic_immortal() { sync::label(count_, "refcount"); }

  void increment(runtime&) {
    if (!is_immortal()) count_.fetch_add(1, std::memory_order_relaxed);
  }

  // For who has no reference: false where the last one is gone.
  bool try_increment(runtime&) {
    std::int64_t seen = count_.load(std::memory_order_relaxed);
    while (seen != 0 && seen < limit)
      if (count_.compare_exchange_strong(seen, seen + 1, std::memory_order_relaxed,
                                         std::memory_order_relaxed))
        return true;
    return seen != 0;
  }

  // True if that was the last reference.
  bool decrement(runtime&) {
    if (is_immortal() || count_.fetch_sub(1, std::memory_order_release) != 1) return false;
    sync::fence(std::memory_order_acquire);
    return true;
  }

  // For good: always true. The caller has a reference, which it need not give back; nobody frees
  // the object.
  bool immortalise() {
    count_.store(mark, std::memory_order_relaxed);
    return true;
  }
  bool is_immortal() const {
    const std::int64_t now = count_.load(std::memory_order_relaxed);
    return Rules::is_range ? now >= limit : now == mark;
  }

  // For checks, when no other thread is about.
  std::int64_t value() const { return count_.load(std::memory_order_relaxed); }

 private:
  // Far apart, so that no number of changes under way leads from one to the other.
  static constexpr std::int64_t limit = std::int64_t{1} << 61, mark = std::int64_t{1} << 62;

  sync::atomic<std::int64_t> count_{1};
};

using immortal = basic_immortal<>;

}  // namespace refcount

// Makes an object immortal where its policy knows of that; nothing otherwise. True if it is.
template <class Object>
bool immortalise(Object& o) {
  if constexpr (requires { o.refcount.immortalise(); }) {
    return o.refcount.immortalise();
  } else {
    return false;
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
