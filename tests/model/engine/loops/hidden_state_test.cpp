// States of loops and conditions that are on nobody's stack, and where they are looked for.
#include <functional>

#include "model/engine/loops/state_elsewhere.hpp"
#include "tests/model/engine/loops/loop_runs.hpp"
#include "tests/support/hidden_states.hpp"

namespace suture::testing {
namespace {

using atomic_int = sync::atomic<int>;
using ::testing::HasSubstr;

void expect_not_verified(const std::function<void()>& body) {
  const exploration e = search(body);
  EXPECT_TRUE(kind_of(e) == "check" || e.counts.bounded != 0)
      << kind_of(e) << ", " << e.counts.runs() << " runs";
}

// Longer than the rounds that a loop is tried for where it was met before, and shorter than those
// the first time.
constexpr int long_patience = 90;

TEST(hidden_state, is_looked_for_in_each_thread_that_comes_to_a_line) {
  expect_not_verified([] { wait_at_one_line(long_patience); });
}

TEST(hidden_state, is_looked_for_each_time_that_a_thread_comes_to_a_line) {
  static int for_ever = 0, some = 0;
  expect_not_verified([] {
    for_ever = 0;
    some = long_patience;
    atomic_int flag{0};
    bool gave_up = false;
    sync::parallel(
        [&] {
          spin(flag, for_ever, gave_up);
          flag.store(0);
          spin(flag, some, gave_up);
        },
        [&] { flag.store(1); }, [&] { flag.store(1); });
    sync::check(!gave_up, "nobody gives up");
  });
}

void wait_until(const std::function<bool()>& holds) {
  sync::spin_until([&] { return holds(); });
}

TEST(hidden_state, of_a_condition_is_looked_for_wherever_a_line_waits) {
  const exploration e = search([] {
    atomic_int first{0}, second{0};
    int asked = 0;
    sync::parallel(
        [&] {
          wait_until([&] { return first.load() != 0 || ++asked > 3; });
          sync::check(first.load() != 0, "it was waited for");
          wait_until([&] { return second.load() != 0; });
        },
        [&] {
          first.store(1);
          second.store(1);
        });
  });
  EXPECT_TRUE(kind_of(e) == "misuse" || kind_of(e) == "check") << kind_of(e);
}

// More than the rounds that a loop is tried for, so that only the count itself can show it.
constexpr int endless_patience = 5000;

// As suture::check does.
[[gnu::noinline]] void expect_not_verified_by_callee(const std::function<void()>& body) {
  const callers_memory frames(__builtin_frame_address(0));
  expect_not_verified(body);
}

TEST(hidden_state, in_the_frame_that_asks_for_the_check_is_seen) {
  int rounds = 0;
  expect_not_verified_by_callee([&] { wait_counting(rounds, endless_patience); });
}

TEST(hidden_state, deep_in_the_frames_of_another_thread_is_seen) {
  expect_not_verified([] {
    volatile int rounds = 0;
    volatile char between[40 * 1024];
    between[0] = 0;
    atomic_int flag{0};
    bool gave_up = false;
    sync::parallel(
        [&] {
          while (flag.load() == 0 && !gave_up) {
            rounds = rounds + 1;
            gave_up = rounds == endless_patience;
          }
        },
        [&] { flag.store(between[0] + 1); });
    sync::check(!gave_up, "nobody gives up");
  });
}

// Whatever the period of the state: it is looked at after numbers of rounds that share no factor.
TEST(hidden_state, of_a_condition_that_comes_round_again_is_seen) {
  for (int period = 2; period <= 12; ++period) {
    const exploration e = search([period] {
      atomic_int flag{0};
      int state = 0;
      sync::parallel(
          [&] {
            sync::spin_until([&] {
              state = (state + 1) % period;
              return flag.load() != 0;
            });
          },
          [&] { flag.store(1); });
      sync::check(state != period - 1, "it does not come so far");
    });
    EXPECT_TRUE(kind_of(e) == "misuse" || kind_of(e) == "check") << period << kind_of(e);
  }
}

}  // namespace
}  // namespace suture::testing
