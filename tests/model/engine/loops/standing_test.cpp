// The registers that calls preserve, as a hook finds them.
#include "model/engine/loops/standing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/engine/loops/unwinding.hpp"

namespace suture {
namespace {

struct both_ways {
  preserved_registers saved{}, unwound{};
};

__attribute__((noinline)) void deeper(const std::byte* top, both_ways& seen) {
  ASSERT_TRUE(read_registers(top, seen.saved));
  ASSERT_TRUE(unwind_registers(top, seen.unwound));
}

// Made as the hooks are: with a gap, and with work that uses registers itself.
__attribute__((noinline)) int hook(both_ways& seen, int a, int b) {
  const stack_gap gap;
  int sum = a;
  for (int i = 0; i < b; ++i) sum = sum * a + i;
  if (a != 0) deeper(call_frame(), seen);
  return sum + a;
}

// Calls with 1 to 5 in all but the frame pointer, which the compiler may need.
__attribute__((noinline)) void call_with(both_ways& seen, std::uintptr_t first) {
#if defined(__x86_64__)
  register std::uintptr_t b asm("rbx") = first;
  register std::uintptr_t c asm("r12") = first + 1;
  register std::uintptr_t d asm("r13") = first + 2;
  asm volatile("" : "+r"(b), "+r"(c), "+r"(d));
  hook(seen, 3, 2);
  asm volatile("" : "+r"(b), "+r"(c), "+r"(d));
#else
  hook(seen, 3, static_cast<int>(first));
#endif
}

TEST(standing, finds_the_registers_that_the_unwinder_finds) {
#if !defined(__x86_64__)
  GTEST_SKIP() << "registers of this machine are not known";
#endif
  for (const std::uintptr_t first : {std::uintptr_t{0x1234}, std::uintptr_t{0x77000}}) {
    both_ways seen;
    call_with(seen, first);
    std::sort(seen.saved.begin(), seen.saved.end());
    std::sort(seen.unwound.begin(), seen.unwound.end());
    EXPECT_EQ(seen.saved, seen.unwound);
    for (std::uintptr_t i = 0; i < 3; ++i) {
      EXPECT_EQ(std::count(seen.saved.begin(), seen.saved.end(), first + i), 1) << i;
    }
  }
}

}  // namespace
}  // namespace suture
