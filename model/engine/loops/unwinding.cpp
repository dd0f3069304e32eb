#include "model/engine/loops/unwinding.hpp"

#include <unwind.h>

namespace suture {

namespace {

#if defined(__x86_64__)
// rbp, r15 to r12 and rbx in DWARF's numbering (System V ABI, AMD64 supplement, figure 3.36).
constexpr std::array<int, 6> preserved{6, 15, 14, 13, 12, 3};
#else
constexpr std::array<int, 0> preserved{};
#endif

struct search {
  const std::byte* top;
  preserved_registers* into;
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

bool unwind_registers(const std::byte* top, preserved_registers& into) {
  search wanted{top, &into};
  _Unwind_Backtrace(at_frame, &wanted);
  return wanted.found;
}

}  // namespace suture
