// Weak compare-exchanges that fail by chance: where a search that lets one fail is whole, and where
// it is bounded.
#include "tests/model/execution/loop_runs.hpp"

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
  const auto three = [](bool counts_elsewhere) {
    return [=] {
      atomic_int x{0};
      int others_tries = 0;
      sync::parallel(
          [&] {
            int mine = 0;
            int& tries = counts_elsewhere ? others_tries : mine;
            for (; tries < 3; ++tries) {
              int expected = 0;
              if (x.compare_exchange_weak(expected, 1)) return;
            }
            sync::check(false, "three tries suffice");
          },
          [] {});
    };
  };
  expect_bounded(three(false));
  expect_bounded(three(true));
  EXPECT_EQ(kind_of(sample(three(false), calm, 20'000)), "check");
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

}  // namespace
}  // namespace suture::testing
