// The C library's locks and the like, as objects of the engine.
//
// What the C library keeps in a pthread_mutex_t is of use to it alone: the engine's object goes by
// its address. Functions that make one or end it are writes of it, and so is whatever else writes
// there; uses of it are atomic accesses, so that a use of freed memory, or one that nothing orders
// before the end, is found.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/native/call.hpp"

namespace suture::native {

// A lock, by the address of its first byte.
class object {
 public:
  object(const call& from, const void* what, primitive kind, std::uint64_t first = 0)
      : from_(from),
        address_(reinterpret_cast<std::uintptr_t>(what)),
        slot_(world::current.memory().object(address_, kind, word_bytes, first)) {}
  hooks::cell& cell() { return slot_.cell; }
  location_id location() const { return slot_.cell.id; }
  // It has been used, or is about to be waited for.
  void used() { world::current.memory().access({address_, 1, true, true, false, from_.pc()}); }
  std::uint64_t value() const { return from_.run().peek(slot_.cell.id); }

 private:
  static constexpr std::uint8_t word_bytes = 4;
  const call& from_;
  const std::uintptr_t address_;
  slot& slot_;
};

// For what POSIX leaves undefined, and what Suture does not model.
[[gnu::cold]] void misuse(const call& from, const char* what);

// The virtual clock, as it is told: nanoseconds since its epoch in 2001, when the run began.
inline constexpr std::int64_t clock_epoch = 1'000'000'000LL * 1'000'000'000LL;
inline constexpr std::int64_t second = 1'000'000'000LL;

// Of a moment that a timed function is given, by the engine's clock.
template <class Timespec>
std::int64_t deadline_of(const Timespec& t) {
  return t.tv_sec * second + t.tv_nsec - clock_epoch;
}

}  // namespace suture::native
