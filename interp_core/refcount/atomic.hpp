// Reference count by atomic increment and decrement: what the Gilectomy started with.
//
// Source: the talk ("30 % slower off the top"); the orders are those of Boost.Atomic's example
// "Reference counting". An increment needs none, since the caller already holds a reference; a
// decrement releases what its thread did with the object; the last one acquires what all the
// others released.
//
// DropOrder and acquires exist for the mutant `relaxed`.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

template <std::memory_order DropOrder, bool Acquires>
class basic_atomic {
 public:
  basic_atomic() { sync::label(count_, "refcount"); }

  void increment(runtime&) { count_.add_unread(1, std::memory_order_relaxed); }

  // True if that was the last reference.
  bool decrement(runtime&) {
    if (!count_.sub_and_test(1, DropOrder)) return false;
    if constexpr (Acquires) sync::fence(std::memory_order_acquire);
    return true;
  }

  // For checks, when no other thread is about.
  std::int64_t value() const { return sync::peek(count_); }

 private:
  sync::atomic<std::int64_t> count_{1};
};

using atomic = basic_atomic<std::memory_order_release, true>;

// Mutant: the count itself is right, but the thread that frees the object need not have seen what
// the others did with it.
using relaxed = basic_atomic<std::memory_order_relaxed, false>;

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
