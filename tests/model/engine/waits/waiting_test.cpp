// Locks, loops that wait, and loops that never end.
#include <gtest/gtest.h>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;

TEST(mutex, lets_one_in_at_a_time_and_orders_the_next_after_it) {
  for (const char* model : {"sc", "rc11"}) {
    const auto sums = outcomes<int>(
        [] {
          sync::mutex m;
          sync::atomic<int> sum{0};
          const auto add = [&] {
            const sync::lock_guard guard(m);
            sum.store(sum.load(rlx) + 1, rlx);
          };
          sync::parallel(add, add);
          return sum.load(rlx);
        },
        calm, model);
    EXPECT_EQ(sums, std::set<int>{2});
  }
}

TEST(mutex, is_misused_where_one_thread_locks_it_twice) {
  EXPECT_EQ(kind_of(search([] {
              sync::mutex m;
              m.lock();
              m.lock();
            })),
            "misuse");
}

TEST(mutex, says_whether_an_attempt_got_it) {
  const texts seen = texts_of([] {
    sync::mutex m;
    bool got = false;
    sync::thread other([&] {
      got = m.try_lock();
      if (got) m.unlock();
    });
    m.lock();
    m.unlock();
    other.join();
    return std::string(got ? "got" : "not");
  });
  EXPECT_EQ(seen, (texts{"got", "not"}));
}

TEST(mutex, is_misused_where_it_is_unlocked_by_one_who_does_not_hold_it) {
  EXPECT_EQ(kind_of(search([] {
              sync::mutex m;
              m.unlock();
            })),
            "misuse");
  EXPECT_EQ(kind_of(search([] {
              sync::mutex m;
              m.lock();
              sync::thread other([&] { m.unlock(); });
              other.join();
            })),
            "misuse");
}

TEST(mutex, of_static_storage_is_free_in_every_run) {
  static sync::mutex m;
  const exploration e = search([] {
    const sync::lock_guard guard(m);
    sync::choose(3);
  });
  EXPECT_EQ(e.counts.complete, 3U);
}

TEST(shared_mutex, lets_readers_in_together_but_no_writer_with_them) {
  const texts seen = texts_of([] {
    sync::shared_mutex m;
    sync::atomic<int> inside{0};
    int together = 0;
    const auto read = [&] {
      const sync::shared_lock guard(m);
      together = std::max(together, inside.fetch_add(1) + 1);
      inside.fetch_sub(1);
    };
    const auto write = [&] {
      const sync::lock_guard guard(m);
      sync::check(inside.exchange(100) == 0, "a writer is alone");
      inside.store(0);
    };
    sync::parallel(read, read, write);
    return std::to_string(together);
  });
  EXPECT_EQ(seen, (texts{"1", "2"}));
}

TEST(shared_mutex, keeps_attempts_out_as_it_keeps_out_those_who_wait) {
  const exploration e = search([] {
    sync::shared_mutex m;
    m.lock_shared();
    sync::parallel([&] {
      sync::check(m.try_lock_shared(), "a second reader may come");
      m.unlock_shared();
      sync::check(!m.try_lock(), "a writer may not");
    });
    m.unlock_shared();
    sync::check(m.try_lock(), "now it may");
    sync::parallel([&] { sync::check(!m.try_lock_shared(), "and a reader may not"); });
    m.unlock();
  });
  EXPECT_EQ(message_of(e), "");
}

TEST(spin_until, goes_on_as_soon_as_its_condition_can_hold) {
  const exploration e = search([] {
    sync::atomic<int> flag{0};
    sync::thread other([&] { flag.store(1, std::memory_order_release); });
    sync::spin_until([&] { return flag.load(std::memory_order_acquire) == 1; });
    other.join();
  });
  EXPECT_EQ(e.counts.complete, 1U);
  EXPECT_EQ(e.counts.blocked, 0U);
}

TEST(spin_until, waits_for_ever_for_what_nobody_does) {
  const exploration e = search([] {
    sync::atomic<int> flag{0};
    sync::spin_until([&] { return flag.load() == 1; });
  });
  EXPECT_EQ(e.counts.blocked, 1U);
}

TEST(spin_until, is_misused_by_a_condition_that_writes_or_reads_nothing) {
  EXPECT_EQ(kind_of(search([] {
              sync::atomic<int> x{0};
              sync::spin_until([&] { return x.fetch_add(1) > 10; });
            })),
            "misuse");
  EXPECT_EQ(kind_of(search([] { sync::spin_until([] { return false; }); })), "misuse");
}

// It may come to hold although nothing that it reads changes, and a search would not see that.
TEST(spin_until, is_misused_by_a_condition_that_has_a_state) {
  static int everybodys;
  const auto kind_with = [](auto condition) {
    return kind_of(search([&] {
      sync::atomic<int> x{0}, y{0};
      int mine = everybodys = 0;
      sync::parallel([&] { sync::spin_until([&] { return condition(x, y, mine); }); },
                     [&] { x.store(1); });
    }));
  };
  EXPECT_EQ(kind_with([](auto& x, auto&, int& n) { return x.load() == 1 || ++n > 3; }), "misuse");
  EXPECT_EQ(kind_with([](auto& x, auto&, int& n) { return x.load() == 1 || ++n > 1'000'000; }),
            "misuse");
  EXPECT_EQ(kind_with([](auto& x, auto&, int&) { return x.load() == 1 || ++everybodys > 500; }),
            "misuse");
  EXPECT_EQ(kind_with([](auto& x, auto& y, int& n) { return (++n % 2 == 0 ? x : y).load() == 1; }),
            "misuse");
}

TEST(spin_until, may_keep_what_it_has_read_and_look_with_care) {
  const exploration e = search([] {
    sync::atomic<int> x{0}, y{0};
    int seen = 0;
    sync::parallel(
        [&] {
          sync::spin_until([&] {
            seen = x.load(std::memory_order_relaxed);
            sync::atomic_thread_fence(std::memory_order_acquire);
            return seen == 1 && y.load() == 1;
          });
          sync::check(seen == 1, "the last look is kept");
        },
        [&] {
          y.store(1);
          x.store(1);
        });
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_TRUE(e.exhausted);
  EXPECT_GT(e.counts.complete, 0U);
}

// What it waits for is written (which is a race, but that is for others to say).
TEST(bare_loop, on_plain_data_lets_others_go_now_and_then) {
  const auto body = [] {
    sync::var<int> flag{0};
    sync::parallel(
        [&] {
          while (flag.get() == 0) {
          }
        },
        [&] { flag.set(1); });
  };
  EXPECT_EQ(search(body).counts.complete, 1U);
  EXPECT_EQ(sample(body).counts.complete, 50U);
}

TEST(long_stretch_of_plain_reads, is_nothing_special) {
  const exploration e = search([] {
    sync::var<int> table{1};
    sync::atomic<int> sum{0};
    sync::parallel(
        [&] {
          for (int i = 0; i < 50'000; ++i) static_cast<void>(table.get());
          sum.fetch_add(1);
        },
        [&] { sum.fetch_add(1); });
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 2U);
}

TEST(yielding_loop, waits_until_something_it_read_has_changed) {
  const exploration e = search([] {
    sync::atomic<int> flag{0};
    sync::thread other([&] { flag.store(1); });
    while (flag.load() == 0) sync::yield();
    other.join();
  });
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_EQ(e.counts.blocked, 0U);
  const exploration never = search([] {
    sync::atomic<int> flag{0};
    while (flag.load() == 0) sync::yield();
  });
  EXPECT_EQ(never.counts.blocked, 1U);
}

TEST(bare_loop, is_taken_to_wait_once_it_has_looked_in_vain_often_enough) {
  limits few = calm;
  few.spins = 3;
  const exploration e = sample(
      [] {
        sync::atomic<int> flag{0};
        sync::thread other([&] { flag.store(1); });
        while (flag.load() == 0) {
        }
        other.join();
      },
      few);
  EXPECT_EQ(e.counts.complete, 50U);
}

// Whoever lets nobody else have a turn says nothing of runs in which all have theirs.
TEST(endless_loop, is_a_bound_where_others_were_passed_over) {
  limits short_run = calm;
  short_run.events = 1000;
  const auto polls = [] {
    sync::mutex m;
    bool done = false;
    sync::parallel(
        [&] {
          for (;;) {
            const sync::lock_guard held(m);
            if (done) break;
          }
        },
        [&] {
          const sync::lock_guard held(m);
          done = true;
        });
  };
  const exploration e = search(polls, short_run);
  EXPECT_EQ(kind_of(e), "none") << message_of(e);
  EXPECT_GT(e.counts.bounded, 0U);
  const auto keeps_it = [] {
    sync::mutex m;
    sync::atomic<int> rounds{0};
    sync::parallel(
        [&] {
          const sync::lock_guard held(m);
          for (;;) rounds.fetch_add(1);
        },
        [&] { const sync::lock_guard held(m); });
  };
  EXPECT_EQ(kind_of(search(keeps_it, short_run)), "timeout");
}

TEST(endless_loop, is_a_finding_or_a_bound) {
  limits short_run = calm;
  short_run.events = 200;
  const auto loop = [] {
    sync::atomic<int> x{0};
    for (;;) x.fetch_add(1);
  };
  EXPECT_EQ(kind_of(search(loop, short_run)), "timeout");
  short_run.endless_is_finding = false;
  const exploration e = search(loop, short_run);
  EXPECT_EQ(kind_of(e), "none");
  EXPECT_EQ(e.counts.bounded, 1U);
}

}  // namespace
}  // namespace suture::testing
