// The registers that calls preserve, as a hook finds them.
#include "model/engine/loops/standing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "model/engine/execution.hpp"
#include "model/engine/loops/unwinding.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/sync/sync.hpp"

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

// Compares the two ways at each read that a hook of `sync` makes.
class comparing final : public observer {
 public:
  explicit comparing(execution& run) : run_(run) { run.observe_events(*this); }
  void on_event(run_view& run, event_id id) override {
    const event& e = run.events()[id];
    if (!e.is_read() || e.has(event_flag::lock) || e.has(event_flag::internal)) return;
    both_ways seen;
    deeper(run_.called_from(), seen);
    std::sort(seen.saved.begin(), seen.saved.end());
    std::sort(seen.unwound.begin(), seen.unwound.end());
    EXPECT_EQ(seen.saved, seen.unwound) << to_string(e.where);
    ++compared_;
  }
  int compared() const { return compared_; }

 private:
  execution& run_;
  int compared_ = 0;
};

void look_in_every_way() {
  sync::atomic<int> x{0};
  sync::atomic<std::array<std::uint64_t, 2>> wide{};
  sync::mutex m;
  sync::counting_semaphore<2> s{1};
  sync::latch l{1};
  int expected = 5;
  x.load();
  wide.load();
  x.exchange(1);
  x.fetch_add(1);
  x.compare_exchange_strong(expected, 6);
  x.compare_exchange_weak(expected, 6);
  m.try_lock();
  m.unlock();
  s.try_acquire();
  l.try_wait();
  sync::yield();
}

TEST(standing, finds_them_in_every_hook) {
#if !defined(__x86_64__)
  GTEST_SKIP() << "registers of this machine are not known";
#endif
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  comparing seen(run);
  exhaustive strategy(*rules);
  strategy.limit_spurious_failures(1);
  explore(run, look_in_every_way, strategy, {}, budget{.runs = 100});
  EXPECT_GE(seen.compared(), 9);
}

}  // namespace
}  // namespace suture
