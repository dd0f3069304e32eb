#include "checkers/deadlock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::expect_finding;
using testing::expect_verified;
using testing::line;
using testing::run_many;

// Takes `first`, then `second`, on the lines given.
void take_both(sync::mutex& first, sync::mutex& second, std::uint32_t at) {
  const sync::lock_guard one(first, line(at, "outer"));
  const sync::lock_guard two(second, line(at + 1, "inner"));
}

TEST(Deadlock, two_locks_in_opposite_orders) {
  const auto body = [](bool same_order) {
    sync::mutex a, b;
    sync::label(a, "A");
    sync::label(b, "B");
    sync::parallel([&] { take_both(a, b, 10); },
                   [&] { same_order ? take_both(a, b, 20) : take_both(b, a, 20); });
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::deadlock, [&] { body(false); },
      "thread 1 waits at str.cpp:11 for mutex B held by thread 2 since str.cpp:20; thread 2 waits "
      "at str.cpp:21 for mutex A held by thread 1 since str.cpp:10");
  const finding found = run_many("rc11", [&] { body(false); }).found.value();
  EXPECT_EQ(found.signature(), "deadlock@inner@outer@inner@outer");
  ASSERT_EQ(found.places.size(), 4U);
  EXPECT_EQ(found.places[0].what, "thread 1 waits for mutex B");
  EXPECT_EQ(found.places[1].what, "thread 2 takes mutex B");
  EXPECT_EQ(found.places[3].what, "thread 1 takes mutex A");
  EXPECT_EQ(found.places[3].where.line, 10U);
}

TEST(Deadlock, a_cycle_of_three_leaves_out_who_only_suffers_from_it) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        sync::mutex a, b, c;
        sync::parallel([&] { const sync::lock_guard held(a, line(5)); },
                       [&] { take_both(a, b, 10); }, [&] { take_both(b, c, 20); },
                       [&] { take_both(c, a, 30); });
      },
      "thread 2 waits at str.cpp:11 for mutex a0.1 held by thread 3 since str.cpp:20; thread 3 "
      "waits at str.cpp:21 for mutex a0.2 held by thread 4 since str.cpp:30; thread 4 waits at "
      "str.cpp:31 for mutex a0.0 held by thread 2 since str.cpp:10");
}

TEST(Deadlock, a_join_can_close_the_cycle) {
  const auto body = [](bool hold) {
    sync::mutex m;
    sync::thread other([&] { const sync::lock_guard held(m, line(20)); });
    if (hold) m.lock(line(10));
    other.join(line(11));
    if (hold) m.unlock(line(12));
  };
  expect_verified([&] { body(false); });
  expect_finding(
      finding_kind::deadlock, [&] { body(true); },
      "thread 0 waits at str.cpp:11 for thread 1 to end; thread 1 waits at str.cpp:20 for mutex "
      "a0.0 held by thread 0 since str.cpp:10");
}

// A writer waits for every reader; the cycle goes through the one that waits in turn.
TEST(Deadlock, readers_that_block_a_writer) {
  const auto body = [](bool release_first) {
    sync::shared_mutex m;
    sync::mutex other;
    sync::label(m, "M");
    sync::label(other, "O");
    sync::parallel([&] { const sync::shared_lock held(m, line(5)); },
                   [&] {
                     m.lock_shared(line(10));
                     if (release_first) m.unlock_shared();
                     { const sync::lock_guard held(other, line(11)); }
                     if (!release_first) m.unlock_shared();
                   },
                   [&] {
                     const sync::lock_guard held(other, line(20));
                     m.lock(line(21));
                     m.unlock();
                   });
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::deadlock, [&] { body(false); },
      "thread 2 waits at str.cpp:11 for mutex O held by thread 3 since str.cpp:20; thread 3 waits "
      "at str.cpp:21 for mutex M held by thread 2 since str.cpp:10");
}

// The sleeper looks, the waker wakes before it changes the word: nobody comes again.
TEST(Deadlock, a_wake_up_before_the_change_is_lost) {
  const auto body = [](bool change_first) {
    sync::atomic<std::uint32_t> word{0};
    sync::label(word, "state");
    sync::parallel(
        [&] {
          while (word.load() == 0) (void)sync::futex_wait(word, 0, line(10, "sleeper"));
        },
        [&] {
          if (change_first) word.store(1);
          (void)sync::futex_wake(word, 1, line(20));
          if (!change_first) word.store(1);
        });
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::lost_wakeup, [&] { body(false); },
      "thread 1 sleeps at str.cpp:10 on state as it held 0, which now holds 1, and nobody is left "
      "to wake it");
  EXPECT_EQ(run_many("sc", [&] { body(false); }).found.value().signature(), "lost-wakeup@sleeper");
}

TEST(Deadlock, a_wake_up_that_never_comes) {
  expect_finding(
      finding_kind::lost_wakeup,
      [] {
        sync::atomic<std::uint32_t> word{2};
        const auto sleep = [&] {
          while (word.load() == 2) (void)sync::futex_wait(word, 2, line(10));
        };
        sync::parallel(sleep, sleep);
      },
      "thread 1 sleeps at str.cpp:10 on a0.0, which still holds 2, and nobody is left to wake it; "
      "thread 2 sleeps at str.cpp:10 on a0.0, which still holds 2");
}

TEST(Deadlock, a_notification_that_nobody_repeats) {
  const auto body = [](bool under_lock) {
    sync::mutex m;
    sync::condition_variable changed;
    sync::label(changed, "changed");
    sync::atomic<bool> ready{false};
    sync::parallel(
        [&] {
          sync::unique_lock held(m);
          while (!ready.load()) changed.wait(held, line(10));
        },
        [&] {
          if (under_lock) {
            const sync::lock_guard held(m);
            ready.store(true);
          } else {
            ready.store(true);  // between the look and the sleep
          }
          changed.notify_one(line(20));
        });
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::lost_wakeup, [&] { body(false); },
      "thread 1 sleeps at str.cpp:10 on condition variable changed, and nobody is left to wake it");
}

// A lock of the user's own making, out of a futex.
class futex_lock {
 public:
  void lock(sync::site where) {
    std::uint32_t free = 0;
    if (word_.compare_exchange_strong(free, 1, std::memory_order_seq_cst, where)) return;
    while (word_.exchange(2, std::memory_order_seq_cst, where) != 0) {
      (void)sync::futex_wait(word_, 2, where);
    }
  }
  void unlock() {
    if (word_.exchange(0) == 2) (void)sync::futex_wake(word_, 1);
  }

 private:
  sync::atomic<std::uint32_t> word_{0};
};

// Each sleeps on the word the other has taken: no wake-up was lost.
TEST(Deadlock, two_futex_locks_in_opposite_orders) {
  const auto body = [](bool same_order) {
    futex_lock a, b;
    const auto both = [](futex_lock& first, futex_lock& second, std::uint32_t at) {
      first.lock(line(at));
      second.lock(line(at + 1));
      second.unlock();
      first.unlock();
    };
    sync::parallel([&] { both(a, b, 10); }, [&] { same_order ? both(a, b, 20) : both(b, a, 20); });
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::deadlock, [&] { body(false); },
      "thread 1 sleeps at str.cpp:11 on a0.1, taken by thread 2 at str.cpp:20; thread 2 sleeps at "
      "str.cpp:21 on a0.0, taken by thread 1 at str.cpp:10");
}

TEST(Deadlock, a_futex_lock_taken_twice) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        futex_lock m;
        m.lock(line(10));
        m.lock(line(11));
      },
      "thread 0 sleeps at str.cpp:11 on a0.0, taken by itself at str.cpp:10");
}

TEST(Deadlock, a_futex_lock_whose_holder_has_ended) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        futex_lock m;
        sync::parallel([&] { m.lock(line(10)); });
        m.lock(line(20));
      },
      "thread 0 sleeps at str.cpp:20 on a0.0, taken by thread 1 at str.cpp:10, which has ended");
}

// The thread marks the word itself and waits for somebody to set it: that is no lock.
TEST(Deadlock, a_word_that_its_sleeper_has_marked) {
  expect_finding(
      finding_kind::lost_wakeup,
      [] {
        sync::atomic<std::uint32_t> event{0};
        std::uint32_t unset = 0;
        event.compare_exchange_strong(unset, 1);
        while (event.load() == 1) (void)sync::futex_wait(event, 1, line(10));
      },
      "thread 0 sleeps at str.cpp:10 on a0.0, which still holds 1, and nobody is left to wake it");
}

// Two empty semaphores: nobody has taken them, but each sleeper may be who would fill the other's.
TEST(Deadlock, asleep_on_two_words_that_nobody_took) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        sync::atomic<std::uint32_t> a{0}, b{0};
        const auto down = [](sync::atomic<std::uint32_t>& word, std::uint32_t at) {
          while (word.load() == 0) (void)sync::futex_wait(word, 0, line(at));
        };
        sync::parallel(
            [&] {
              down(a, 10);
              b.store(1);
              (void)sync::futex_wake(b, 1);
            },
            [&] {
              down(b, 20);
              a.store(1);
              (void)sync::futex_wake(a, 1);
            });
      },
      "thread 1 sleeps at str.cpp:10 on a0.0, which still holds 0, and nobody is left to wake it; "
      "thread 2 sleeps at str.cpp:20 on a0.1, which still holds 0");
}

// The sleeper keeps the outer lock, which whoever would wake it needs.
TEST(Deadlock, asleep_with_a_lock_that_the_waker_needs) {
  const auto body = [](bool nested) {
    sync::mutex outer, inner;
    sync::condition_variable changed;
    sync::var<bool> ready(false);
    sync::label(outer, "outer");
    sync::label(changed, "changed");
    sync::parallel(
        [&] {
          if (nested) outer.lock(line(9));
          {
            sync::unique_lock held(inner);
            while (!bool{ready}) changed.wait(held, line(10));
          }
          if (nested) outer.unlock();
        },
        [&] {
          const sync::lock_guard held(outer, line(20));
          const sync::lock_guard also(inner);
          ready = true;
          changed.notify_one(line(21));
        });
  };
  expect_verified([&] { body(false); });
  expect_finding(
      finding_kind::deadlock, [&] { body(true); },
      "thread 1 sleeps at str.cpp:10 on condition variable changed, and nobody is left to wake it; "
      "thread 2 waits at str.cpp:20 for mutex outer held by thread 1 since str.cpp:9");
}

TEST(Deadlock, a_loop_that_waits_for_nobody) {
  const auto body = [](bool set) {
    sync::atomic<int> flag{0};
    sync::parallel([&] { sync::spin_until([&] { return flag.load() == 1; }, line(10)); },
                   [&] {
                     if (set) flag.store(1);
                   });
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::deadlock, [&] { body(false); },
      "thread 1 waits in a loop at str.cpp:10 for a change of a0.0 (0), and nobody is left to make "
      "one");
}

TEST(Deadlock, a_loop_that_goes_round_for_nothing) {
  const auto body = [](bool set) {
    sync::atomic<int> flag{0}, error{2};
    sync::label(&flag, "flag");
    sync::label(&error, "error");
    sync::parallel(
        [&] {
          while (flag.load(std::memory_order_seq_cst, line(9)) == 0 && error.load() == 2) {
            sync::yield(line(10));
          }
        },
        [&] {
          if (set) flag.store(1);
        });
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::deadlock, [&] { body(false); },
      "thread 1 waits in a loop at str.cpp:10 for a change of flag (0) or error (2), and nobody is "
      "left to make one");
}

TEST(Deadlock, two_loops_that_wait_for_each_other) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        sync::atomic<int> a{0}, b{0};
        sync::label(&a, "a");
        sync::label(&b, "b");
        sync::parallel(
            [&] {
              while (b.load(std::memory_order_seq_cst, line(10)) == 0) {
              }
              a.store(1);
            },
            [&] {
              while (a.load(std::memory_order_seq_cst, line(20)) == 0) {
              }
              b.store(1);
            });
      },
      "thread 1 waits in a loop at str.cpp:10 for a change of b (0), and nobody is left to make "
      "one; thread 2 waits in a loop at str.cpp:20 for a change of a (0)");
}

}  // namespace
}  // namespace suture
