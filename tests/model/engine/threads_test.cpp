// Threads of a run: their numbers, what they know of each other, how they end.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;

TEST(threads, are_numbered_in_the_order_of_their_making) {
  const exploration e = search([] {
    sync::check(sync::this_thread_id() == 0, "the main thread is 0");
    std::uint32_t first = 0, second = 0, grandchild = 0;
    sync::thread a([&] {
      first = sync::this_thread_id();
      sync::thread b([&] { grandchild = sync::this_thread_id(); });
      b.join();
    });
    sync::thread c([&] { second = sync::this_thread_id(); });
    a.join();
    c.join();
    sync::check(first == 1 && first < second && first < grandchild, "children count up");
  });
  EXPECT_EQ(message_of(e), "");
}

TEST(threads, know_what_their_creator_knew_and_teach_who_joins_them) {
  const auto seen = outcomes<int>([] {
    sync::atomic<int> x{0};
    int inside = 0;
    x.store(1, rlx);
    sync::thread child([&] {
      inside = x.load(rlx);
      x.store(2, rlx);
    });
    child.join();
    return 10 * inside + x.load(rlx);
  });
  EXPECT_EQ(seen, std::set<int>{12});
}

TEST(threads, created_and_joined_are_no_decisions) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    const auto write = [&] { x.store(1); };
    sync::parallel(
        write, [] {}, [] {});
  });
  EXPECT_EQ(e.counts.complete, 1U);
}

TEST(threads, that_run_in_parallel_are_all_joined) {
  const auto seen = outcomes<int>([] {
    sync::atomic<int> sum{0};
    sync::parallel([&] { sum.fetch_add(1, rlx); }, [&] { sum.fetch_add(10, rlx); },
                   [&] { sum.fetch_add(100, rlx); });
    return sum.load(rlx);
  });
  EXPECT_EQ(seen, std::set<int>{111});
}

TEST(threads, are_not_left_by_an_exception) {
  const exploration e = search([] {
    sync::thread t([] { throw std::runtime_error("no memory"); });
    t.join();
  });
  EXPECT_EQ(kind_of(e), "exception");
  EXPECT_EQ(message_of(e), "an exception leaves thread 1: no memory");
}

TEST(threads, catch_their_own_exceptions) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    const auto throws = [&] {
      try {
        x.fetch_add(1);
        throw std::runtime_error("caught");
      } catch (const std::exception&) {
        x.fetch_add(1);  // another thread goes on, in its own handler
      }
      sync::check(!std::current_exception(), "nothing is being handled");
    };
    sync::parallel(throws, throws);
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 6U);
}

TEST(threads, must_be_joined_before_they_go) {
  const exploration e = search([] { const sync::thread lost([] {}); });
  EXPECT_EQ(kind_of(e), "misuse");
  EXPECT_THAT(message_of(e), ::testing::HasSubstr("join or detach it before"));
}

// std::terminate is called then, too.
TEST(threads, must_not_be_dropped_by_an_exception) {
  const exploration e = search([] {
    try {
      const sync::thread lost([] {});
      throw 1;
    } catch (int) {
      sync::check(false, "it does not come as far as here");
    }
  });
  EXPECT_EQ(kind_of(e), "misuse");
  EXPECT_THAT(message_of(e), ::testing::HasSubstr("while an exception unwinds the stack"));
}

// A guard that starts a thread on the way out, and joins it or does not.
template <bool Joins>
struct starts_at_its_end {
  ~starts_at_its_end() {
    sync::thread t([] {});
    if (Joins) t.join();
  }
};

template <class Guard>
exploration unwinds() {
  return search([] {
    try {
      const Guard guard;
      throw 1;
    } catch (int) {
    }
  });
}

TEST(threads, may_be_joined_while_an_exception_is_on_its_way) {
  EXPECT_EQ(kind_of(unwinds<starts_at_its_end<false>>()), "misuse");
  const exploration e = unwinds<starts_at_its_end<true>>();
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 1U);
}

// Where nobody catches it, the exception is what went wrong.
TEST(threads, dropped_by_an_exception_that_nobody_catches_are_not_what_is_told) {
  const exploration e = search([] {
    const sync::thread lost([] {});
    throw std::runtime_error("no memory");
  });
  EXPECT_EQ(kind_of(e), "exception");
  EXPECT_EQ(message_of(e), "an exception leaves thread 0: no memory");
}

// The engine itself unwinds a run that is over.
TEST(threads, are_not_dropped_by_the_end_of_the_run) {
  const exploration e = search([] {
    const sync::thread one([] {});
    sync::check(false, "over");
  });
  EXPECT_EQ(kind_of(e), "check");
}

TEST(threads, that_do_not_exist_cannot_be_joined) {
  const exploration e = search([] {
    sync::thread none;
    none.join();
  });
  EXPECT_EQ(kind_of(e), "misuse");
}

TEST(threads, have_pointers_of_their_own) {
  const exploration e = search([] {
    sync::thread_local_ptr<int> mine;
    int a = 0, b = 0;
    mine.set(&a);
    sync::thread other([&] {
      sync::check(mine.get() == nullptr, "null at first");
      mine.set(&b);
      sync::check(mine.get() == &b, "its own");
    });
    other.join();
    sync::check(mine.get() == &a, "untouched by others");
  });
  EXPECT_EQ(message_of(e), "");
}

TEST(threads, begin_every_run_without_the_pointers_of_the_one_before) {
  static sync::thread_local_ptr<int> mine;
  static int value = 0;
  const exploration e = search([] {
    sync::check(mine.get() == nullptr, "null at first");
    mine.set(&value);
    sync::choose(2);
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 2U);
}

TEST(threads, may_be_many_and_have_children) {
  const exploration e = sample(
      [] {
        sync::atomic<int> sum{0};
        std::vector<sync::thread> all;
        for (int t = 0; t < 40; ++t) {
          all.emplace_back([&] {
            sync::thread child([&] { sum.fetch_add(1); });
            child.join();
          });
        }
        for (sync::thread& t : all) t.join();
        sync::check(sum.load() == 40, "all have run");
      },
      calm, 5);
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 5U);
}

}  // namespace
}  // namespace suture::testing
