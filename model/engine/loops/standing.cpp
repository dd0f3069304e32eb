#include "model/engine/loops/standing.hpp"

#include <unwind.h>

#include <cstring>

#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

#if defined(__x86_64__)
// rbx, rbp, r12 to r15 in DWARF's numbering (System V ABI, AMD64 supplement, figure 3.36).
constexpr std::array<int, 6> preserved{3, 6, 12, 13, 14, 15};
#else
constexpr std::array<int, 0> preserved{};
#endif

// The stack has bytes that no object of the program owns. AddressSanitizer must let them be read,
// in here and in memcpy, which it replaces also where only the code under test was compiled with
// it.
using word [[gnu::may_alias]] = std::uint64_t;

__attribute__((no_sanitize("address"))) void copy(std::byte* to, const std::byte* from,
                                                  std::size_t bytes) {
  const auto* source = reinterpret_cast<const volatile word*>(from);
  auto* target = reinterpret_cast<word*>(to);
  for (std::size_t i = 0; i < bytes / sizeof(word); ++i) target[i] = source[i];
}
__attribute__((no_sanitize("address"))) bool same(const std::byte* a, const std::byte* b,
                                                  std::size_t bytes) {
  const auto* first = reinterpret_cast<const volatile word*>(a);
  const auto* second = reinterpret_cast<const word*>(b);
  for (std::size_t i = 0; i < bytes / sizeof(word); ++i) {
    if (first[i] != second[i]) return false;
  }
  return true;
}

const std::byte* return_address_at(const std::byte* top) { return top - sizeof(void*); }

struct search {
  const std::byte* top;
  std::array<std::uintptr_t, 6>* into;
  bool found = false;
};

// Called for each frame, the innermost first, with what its registers will hold when control comes
// back to it. The frame that called with stack pointer `top` is the one looked for.
_Unwind_Reason_Code at_frame(_Unwind_Context* frame, void* argument) {
  auto& wanted = *static_cast<search*>(argument);
  // An address by its number, as the unwinder gives it.
  if (_Unwind_GetCFA(frame) != reinterpret_cast<std::uintptr_t>(wanted.top)) {
    return _URC_NO_REASON;
  }
  for (std::size_t i = 0; i < preserved.size(); ++i) {
    (*wanted.into)[i] = _Unwind_GetGR(frame, preserved[i]);
  }
  wanted.found = !preserved.empty();
  return _URC_END_OF_STACK;
}

}  // namespace

__attribute__((noinline)) void clear_stack_below() {
  std::byte below[stack_gap_bytes];
  std::memset(below, 0, sizeof below);
  asm volatile("" : : "r"(below) : "memory");
}

const void* caller_of(const std::byte* top) {
  const void* address = nullptr;
  copy(reinterpret_cast<std::byte*>(&address), return_address_at(top), sizeof address);
  return address;
}

bool standing::read_registers(const std::byte* top, registers& into) {
  search wanted{top, &into};
  _Unwind_Backtrace(at_frame, &wanted);
  return wanted.found;
}

bool standing::take(const std::byte* top, const std::byte* base) {
  const std::byte* const from = return_address_at(top);
  stack_.resize(static_cast<std::size_t>(base - from));
  copy(stack_.data(), from, stack_.size());
  return read_registers(top, registers_);
}

bool standing::holds(const std::byte* top, const std::byte* base) const {
  const std::byte* const from = return_address_at(top);
  if (mutated("state_is_compared")) return true;
  if (stack_.size() != static_cast<std::size_t>(base - from)) return false;
  if (!same(from, stack_.data(), stack_.size())) return false;
  registers now{};
  return mutated("registers_are_state") || (read_registers(top, now) && now == registers_);
}

}  // namespace suture
