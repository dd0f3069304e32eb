// Weak compare-exchanges that fail by chance: where a search that lets one fail is whole, and where
// it is bounded.
#include <memory>

#include "model/sync/sanitizers.hpp"
#include "tests/model/engine/loops/loop_runs.hpp"
#include "tests/support/hidden_states.hpp"

namespace suture::testing {
namespace {

using atomic_int = sync::atomic<int>;

// As the library and the command search.
exploration search_with_one(const std::function<void()>& body, std::string_view model = "rc11") {
  const auto rules = make_memory_model(model);
  execution run(*rules, 0);
  exhaustive strategy(*rules);
  strategy.limit_spurious_failures(1);
  return explore(run, body, strategy, calm, budget{.runs = 100'000});
}

void expect_whole(const std::function<void()>& body) {
  for (const char* model : {"sc", "rc11"}) {
    const exploration e = search_with_one(body, model);
    EXPECT_EQ(message_of(e), "");
    EXPECT_TRUE(e.exhausted);
    EXPECT_EQ(e.counts.bounded, 0U);
    EXPECT_GT(e.counts.complete, 0U);
  }
}

void expect_bounded(const std::function<void()>& body) {
  const exploration e = search_with_one(body);
  EXPECT_EQ(message_of(e), "");
  EXPECT_TRUE(e.exhausted);
  EXPECT_GT(e.counts.bounded, 0U);
}

TEST(chance_failure, is_nothing_in_a_loop_that_tries_again) {
  expect_whole([] {
    atomic_int x{0};
    const auto add = [&] {
      int old = x.load();
      while (!x.compare_exchange_weak(old, old + 1)) {
      }
    };
    sync::parallel(add, add);
    sync::check(x.load() == 2, "both are added");
  });
}

TEST(chance_failure, is_nothing_in_a_loop_that_looks_anew) {
  expect_whole([] {
    atomic_int x{5};
    const auto add = [&] {
      int old;
      do {
        old = x.load();
      } while (!x.compare_exchange_weak(old, old + 1));
    };
    sync::parallel(add, add);
    sync::check(x.load() == 7, "both are added");
  });
}

TEST(chance_failure, is_nothing_in_a_spin_lock) {
#if SUTURE_WITH_ASAN
  GTEST_SKIP() << "with AddressSanitizer's tables of globals there is too much to look at";
#endif
  expect_whole([] {
    atomic_int word{0};
    sync::var<int> inside{0};
    const auto enter = [&] {
      int open = 0;
      while (!word.compare_exchange_weak(open, 1, std::memory_order_acquire)) {
        open = 0;
        sync::yield();
      }
      inside.set(inside.get() + 1);
      word.store(0, std::memory_order_release);
    };
    sync::parallel(enter, enter);
  });
}

TEST(chance_failure, may_matter_a_second_time_to_who_counts_its_tries) {
  const auto tries_so_often = [](int most, bool counts_elsewhere) {
    return [=] {
      atomic_int x{0};
      int others_tries = 0;
      sync::parallel(
          [&] {
            int mine = 0;
            int& tries = counts_elsewhere ? others_tries : mine;
            for (; tries < most; ++tries) {
              int expected = 0;
              if (x.compare_exchange_weak(expected, 1)) return;
            }
            sync::check(false, "so many tries suffice");
          },
          [] {});
    };
  };
  for (const bool counts_elsewhere : {false, true}) {
    EXPECT_EQ(kind_of(search_with_one(tries_so_often(3, counts_elsewhere))), "check");
    expect_bounded(tries_so_often(30, counts_elsewhere));
  }
  EXPECT_EQ(kind_of(sample(tries_so_often(3, false), calm, 20'000)), "check");
}

TEST(chance_failure, is_no_bound_where_as_many_as_there_can_be_are_tried) {
  const exploration e = search([] {
    atomic_int x{0};
    for (int i = 0; i < 3; ++i) {
      int expected = 0;
      if (x.compare_exchange_weak(expected, 1)) return;
    }
  });
  EXPECT_EQ(e.counts.complete, 4U);
  EXPECT_EQ(e.counts.bounded, 0U);
}

TEST(chance_failure, may_matter_to_who_has_another_way_to_go) {
  const auto twice = [](int times) {
    return [=] {
      atomic_int x{0}, slow{0};
      for (int i = 0; i < times; ++i) {
        int expected = i;
        if (!x.compare_exchange_weak(expected, i + 1)) x.store(i + 1);
      }
      slow.load();
    };
  };
  expect_whole(twice(1));  // there is no second one
  expect_bounded(twice(2));
}

// Nothing but idle operations stands between the tries, so the next one is a further failure.
TEST(chance_failure, may_come_again_behind_a_fence_or_an_idle_update) {
  const auto with = [](void (*between)(atomic_int&)) {
    return [between] {
      atomic_int x{0}, other{0};
      bool taken = false;
      for (int i = 0; i < 2 && !taken; ++i) {
        int expected = 0;
        taken = x.compare_exchange_weak(expected, 1);
        between(other);
      }
      sync::check(taken, "two tries suffice");
    };
  };
  for (const auto between :
       {+[](atomic_int&) { sync::fence(std::memory_order_acquire); },
        +[](atomic_int&) { sync::fence(std::memory_order_relaxed); },
        +[](atomic_int& other) { other.fetch_add(0); }, +[](atomic_int& other) { other.load(); },
        +[](atomic_int&) {}, +[](atomic_int&) { sync::choose(2); }}) {
    EXPECT_EQ(kind_of(search_with_one(with(between))), "check");
  }
  const exploration written = search_with_one(with([](atomic_int& other) { other.fetch_add(1); }));
  EXPECT_TRUE(kind_of(written) == "check" || written.counts.bounded != 0);
}

// What it expects differs, and not because somebody else was quicker.
TEST(chance_failure, may_matter_to_who_expects_something_else_next) {
  expect_bounded([] {
    atomic_int x{0};
    int failures = 0;
    sync::parallel(
        [&] {
          for (int i = 0; i < 2; ++i) {
            int expected = i;
            if (x.compare_exchange_weak(expected, 7)) return;
            if (expected == i) ++failures;
          }
          sync::check(failures < 2, "one of two fails by chance at most");
        },
        [&] { x.store(1); });
  });
}

// Counts of failures that are on nobody's stack.
TEST(chance_failure, may_be_counted_where_nobody_looks) {
  static int in_static_data = 0;
  expect_bounded([] {
    in_static_data = 0;
    atomic_int x{0};
    int expected = 0;
    while (!x.compare_exchange_weak(expected, 1)) ++in_static_data;
    sync::check(in_static_data < 100, "fewer than a hundred failures");
  });
#if !SUTURE_WITH_ASAN && !SUTURE_WITH_TSAN  // whose malloc has a heap of its own
  expect_bounded([] {
    const auto on_the_heap = std::make_unique<int>(0);
    atomic_int x{0};
    int expected = 0;
    while (!x.compare_exchange_weak(expected, 1)) ++*on_the_heap;
    sync::check(*on_the_heap < 100, "fewer than a hundred failures");
  });
#endif
  // A patience of its own, that is over before the tries off the record are.
  expect_bounded([] {
    in_static_data = 0;
    atomic_int x{0};
    sync::parallel(
        [&] {
          int expected = 0;
          while (!x.compare_exchange_weak(expected, 1)) {
            expected = 0;
            if (++in_static_data == 100) return;
          }
        },
        [&] { x.load(); });
    sync::check(x.load() == 1, "a hundred tries suffice");
  });
}

TEST(chance_failure, is_tried_off_the_record_once_for_a_place) {
  int tries = 0;
  const auto body = [&tries] {
    atomic_int x{0};
    int expected = 0;
    while (!x.compare_exchange_weak(expected, 1)) expected = 0;
    ++tries;
    x.load();
  };
  expect_whole(body);
  EXPECT_GT(tries, 0);
}

TEST(chance_failure, may_leave_a_mark_once_and_for_all) {
  const auto found = [](const std::function<void()>& body) {
    return kind_of(search_with_one(body));
  };
  EXPECT_EQ(found([] { sync::check(!fail_at_both(), "not at both"); }), "check");
  EXPECT_EQ(found([] {
              static bool first, second;
              first = second = false;
              atomic_int x{0};
              const auto take = [&](int from, bool& failed) {
                int expected = from;
                while (!x.compare_exchange_weak(expected, from + 1)) failed = true;
              };
              take(0, first);
              take(1, second);
              sync::check(!first || !second, "not at both");
            }),
            "check");
  expect_whole([] {
    atomic_int word{0};
    bool contended = false;
    const auto once = [&] {
      int expected = 0;
      while (!word.compare_exchange_weak(expected, 1)) {
        contended = true;
        expected = 0;
      }
      word.store(0);
    };
    sync::parallel(once, once);
    sync::check(word.load() == 0, "it is free");
  });
}

TEST(chance_failure, may_come_again_at_a_value_that_was_waited_for) {
  expect_bounded([] { sync::check(fail_and_wait() >= 0, "it is counted"); });
}

TEST(chance_failure, may_come_again_where_the_thread_would_have_given_up) {
  expect_bounded([] { sync::check(fail_and_give_up() >= 0, "it is counted"); });
  expect_whole([] {  // it does not try again
    atomic_int x{0};
    sync::parallel(
        [&] {
          int expected = x.load();
          x.compare_exchange_weak(expected, expected + 1);
        },
        [&] { x.store(5); });
    sync::check(x.load() >= 1, "one of them has written");
  });
}

}  // namespace
}  // namespace suture::testing
