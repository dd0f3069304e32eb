// Where a thread stands when it calls the engine: what its own stack and registers hold.
//
// A thread of the code under test is a function of what it has read. If its live stack and the
// registers that calls preserve hold, byte for byte, what they held at an earlier call from the
// same place, and it has written nothing meanwhile, then it will do again what it did since, as
// long as it reads the same. What it keeps elsewhere (a counter in another thread's frame, in an
// object on the heap) is not seen here: looping.cpp guards against that.
//
// For the comparison to tell the same in every run, dead slots of frames that are pushed again must
// not hold what the engine left there. So each hook puts a gap below the frame of its caller, and a
// thread begins on a stack that is zero where its first frames will be.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace suture {

// How far below the code under test the engine keeps away. Less than a guard page.
inline constexpr std::size_t stack_gap_bytes = 2048;

// Set while it wants to know of all calls (round_audit.hpp).
class round_audit;
extern constinit thread_local round_audit* auditing;

// Stands first in a hook: the engine's frames are then that far below the caller's.
class stack_gap {
 public:
  __attribute__((always_inline)) stack_gap() {
    keep();
    if (auditing != nullptr) [[unlikely]]
      tell_entry();
  }
  __attribute__((always_inline)) ~stack_gap() {
    keep();
    if (auditing != nullptr) [[unlikely]]
      tell_exit();
  }
  stack_gap(const stack_gap&) = delete;
  stack_gap& operator=(const stack_gap&) = delete;

 private:
  // The compiler must take the bytes for used until the end.
  static void tell_entry();
  static void tell_exit();
  __attribute__((always_inline)) void keep() { asm volatile("" : : "r"(space_) : "memory"); }

  std::byte space_[stack_gap_bytes];
};

// Of a function that the code under test calls, and in which this stands: the caller's stack
// pointer. The compiler is made to save all registers that calls preserve where the function
// begins, so that they lie next to it (standing.cpp).
[[gnu::always_inline]] inline const std::byte* call_frame() {
  __builtin_unwind_init();
  return static_cast<const std::byte*>(__builtin_dwarf_cfa());
}

// Zeroes the stack below the caller's frame, to the depth of a gap.
void clear_stack_below();

// rbx, rbp and r12 to r15, in whatever order the compiler has saved them.
using preserved_registers = std::array<std::uintptr_t, 6>;

// Those of the caller of the function whose call_frame() was `top`, which has not returned. False
// where they cannot be had, as on machines that are not known here.
bool read_registers(const std::byte* top, preserved_registers& into);

// A copy of a standing. Its memory is used again.
class standing {
 public:
  // Of the thread whose stack pointer was `top` (call_frame) when it called, on the stack that ends
  // at `base`.
  // False where the registers cannot be had, as on machines that are not known here.
  bool take(const std::byte* top, const std::byte* base);
  // Does the thread stand there once more?
  bool holds(const std::byte* top, const std::byte* base) const;

 private:
  std::vector<std::byte> stack_;  // from the return address on
  preserved_registers registers_{};
};

// The return address of the call that was made with stack pointer `top`.
const void* caller_of(const std::byte* top);

}  // namespace suture
