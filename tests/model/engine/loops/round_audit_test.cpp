// Loops that leave marks where the stack of their thread does not show them.
#include "model/engine/loops/round_audit.hpp"

#include <memory>
#include <vector>

#include "model/sync/sanitizers.hpp"
#include "tests/model/engine/loops/loop_runs.hpp"
#include "tests/support/hidden_states.hpp"

namespace suture::testing {
namespace {

using atomic_int = sync::atomic<int>;

void expect_both_seen(const std::function<bool()>& body) {
  expect_seen([&] { sync::check(!body(), "not both"); });
}

TEST(round_audit, sees_a_mark_in_another_thread_s_frame) {
  expect_both_seen([] {
    bool seen[2];
    return mark_what_is_read(seen);
  });
}

TEST(round_audit, sees_a_mark_in_static_data) {
  static bool seen[2];
  expect_both_seen([] { return mark_what_is_read(seen); });
}

TEST(round_audit, sees_a_mark_in_thread_local_data) {
  static thread_local bool seen[2];
  expect_both_seen([] { return mark_what_is_read(seen); });
}

TEST(round_audit, sees_a_mark_on_the_heaps) {
#if !SUTURE_WITH_ASAN && !SUTURE_WITH_TSAN  // whose malloc has a heap of its own
  expect_both_seen([] {
    const auto seen = std::make_unique<bool[]>(2);
    return mark_what_is_read(seen.get());
  });
#endif
  expect_both_seen([] {
    struct pair {
      bool seen[2];
    };
    pair* const p = sync::make<pair>();
    const bool both = mark_what_is_read(p->seen);
    sync::destroy(p);
    return both;
  });
}

#if !SUTURE_WITH_ASAN && !SUTURE_WITH_TSAN  // whose malloc has a heap of its own
// More than is copied: the mark may be anywhere.
TEST(round_audit, takes_a_mark_for_granted_where_memory_is_large) {
  std::vector<std::unique_ptr<char[]>> much;
  for (int i = 0; i < 800; ++i) much.push_back(std::make_unique<char[]>(100'000));
  const auto seen = std::make_unique<bool[]>(2);
  expect_seen([&] { sync::check(!mark_what_is_read(seen.get()), "not both"); });
}
#endif

TEST(round_audit, sees_a_mark_that_is_made_under_a_condition) {
  static int rounds;
  expect_seen([] {
    rounds = 0;
    atomic_int flag{0};
    const bool counts = sync::choose(2) == 1;
    sync::parallel(
        [&] {
          while (flag.load() == 0 && rounds < 200) {
            if (counts) rounds = 200;
          }
        },
        [&] { flag.store(1); });
    sync::check(rounds == 0, "it does not give up");
  });
}

// The second value matters only to who has seen the first.
TEST(round_audit, sees_steps_that_build_on_each_other) {
  expect_seen([] {
    atomic_int level{0};
    bool warned = false, escalated = false;
    sync::parallel(
        [&] {
          for (int v = level.load(); v < 3; v = level.load()) {
            escalated |= v == 2 && warned;
            warned |= v == 1;
            sync::yield();
          }
        },
        [&] {
          for (int v = 1; v <= 3; ++v) level.store(v);
        });
    sync::check(!escalated, "1, then 2");
  });
}

// The loop's own thread has read the same in both cases.
TEST(round_audit, knows_that_others_have_read_something_else) {
  expect_seen([] {
    atomic_int mode{0}, flag{0};
    bool seen[2] = {false, false};
    sync::thread writer([&] { mode.store(1); });
    const bool marks = mode.load() == 1;
    sync::thread reader([&, marks] {
      for (int v = flag.load(); v != 2; v = flag.load()) {
        if (marks) seen[v] = true;
        sync::yield();
      }
    });
    flag.store(1);
    flag.store(2);
    writer.join();
    reader.join();
    sync::check(!(seen[0] && seen[1]), "not both");
  });
}

TEST(round_audit, knows_whether_a_count_has_reached_zero) {
  expect_seen([] {
    atomic_int count{2}, flag{0};
    bool seen[2] = {false, false};
    sync::parallel(
        [&] {
          const bool last = count.sub_and_test(1);
          for (int v = 0; (v = flag.load()) != 2; sync::yield()) {
            if (last) seen[v] = true;
          }
        },
        [&] {
          count.sub_and_test(1);
          flag.store(1);
          flag.store(2);
        });
    sync::check(!(seen[0] && seen[1]), "not both");
  });
}

TEST(round_audit, looks_at_what_follows_the_yield_that_a_round_begins_with) {
  static bool first, second;
  expect_seen([] {
    first = second = false;
    atomic_int flag{0};
    sync::parallel(
        [&] {
          do {
            sync::yield();
            second |= first;
            first = true;
          } while (flag.load() == 0);
        },
        [&] { flag.store(1); });
    sync::check(!second, "one round only");
  });
}

// Also where calls stand between that have no event.
TEST(round_audit, looks_at_what_follows_calls_without_an_event) {
  static int rounds;
  expect_seen([] {
    rounds = 0;
    atomic_int flag{0};
    sync::parallel(
        [&] {
          do {
            sync::yield();
            sync::check(true, "it does");
            if (rounds < 3) ++rounds;
          } while (flag.load() == 0);
        },
        [&] { flag.store(1); });
    sync::check(rounds < 3, "fewer than three rounds");
  });
}

TEST(round_audit, lets_be_what_a_round_undoes) {
  expect_verified([] {
    atomic_int flag{0};
    bool busy = false;
    sync::parallel(
        [&] {
          for (bool on = false; !on;) {
            busy = true;
            on = flag.load() != 0;
            busy = false;
          }
        },
        [&] { flag.store(1); });
    sync::check(!busy, "it has ended");
  });
}

// An update that writes back what it has read is nothing new to its own thread.
TEST(round_audit, holds_a_loop_that_marks_and_updates_in_vain) {
  expect_verified([] {
    atomic_int flag{0}, polls{0};
    bool seen[2] = {false, false};
    sync::parallel(
        [&] {
          for (int v = flag.load(); v != 1; v = flag.load()) {
            if (polls.load() > 100) break;
            polls.fetch_add(0);
            seen[v] = true;
          }
        },
        [&] { flag.store(1); });
    sync::check(!seen[1], "only 0");
  });
}

TEST(round_audit, lets_a_mark_be_that_is_made_once_and_for_all) {
  expect_verified([] {
    atomic_int flag{0};
    bool waited = false;
    sync::parallel(
        [&] {
          while (flag.load() == 0) waited = true;
        },
        [&] { flag.store(1); });
    sync::check(flag.load() == 1, "it was set");
  });
}

// Each wait costs no execution more than without the question.
TEST(round_audit, changes_nothing_where_there_is_no_mark) {
  const exploration e = search([] {
    atomic_int flag{0};
    sync::parallel(
        [&] {
          while (flag.load() == 0) sync::yield();
        },
        [&] { flag.store(1); });
  });
  EXPECT_TRUE(e.exhausted);
  EXPECT_EQ(e.counts.complete, 2U);
  EXPECT_EQ(e.counts.abandoned, 0U);
}

// Where only the last of many histories leaves marks it is seen, as long as so many are looked at;
// where fewer are, the search does not say that it is whole.
TEST(round_audit, tells_many_histories_apart) {
#if SUTURE_WITH_ASAN
  GTEST_SKIP() << "with AddressSanitizer's tables of globals there is too much to look at";
#endif
  constexpr std::uint32_t many = 100;
  const auto body = [] {
    bool seen[2];
    const std::uint32_t history = sync::choose(many);
    const bool both = mark_what_is_read(seen, history == many - 1);
    sync::check(!both, "not both");
  };
  expect_seen(body);
  for (const std::size_t looked_at : {std::size_t{1}, std::size_t{40}}) {
    const auto rules = make_memory_model("rc11");
    execution run(*rules, 0);
    exhaustive strategy(*rules);
    strategy.look_at_rounds(looked_at);
    const exploration e = explore(run, body, strategy, calm, budget{.runs = 100'000});
    EXPECT_EQ(message_of(e), "");
    EXPECT_TRUE(e.exhausted);
    EXPECT_GT(e.counts.bounded, 0U);
  }
}

}  // namespace
}  // namespace suture::testing
