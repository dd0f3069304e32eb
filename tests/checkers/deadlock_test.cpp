#include "checkers/deadlock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::each_way;
using testing::expect_finding;
using testing::expect_verified;
using testing::kind_of;
using testing::line;
using testing::message_of;
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

TEST(Deadlock, semaphores_taken_in_opposite_orders) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        sync::binary_semaphore a(1), b(1);
        sync::label(a, "A");
        sync::label(b, "B");
        const auto both = [](sync::binary_semaphore& first, sync::binary_semaphore& second,
                             std::uint32_t at) {
          first.acquire(line(at));
          second.acquire(line(at + 1));
          second.release();
          first.release();
        };
        sync::parallel([&] { both(a, b, 10); }, [&] { both(b, a, 20); });
      },
      "thread 1 waits at str.cpp:11 for semaphore B, which thread 2 has taken at str.cpp:20; "
      "thread 2 waits at str.cpp:21 for semaphore A, which thread 1 has taken at str.cpp:10");
}

TEST(Deadlock, a_semaphore_that_nobody_releases) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        sync::binary_semaphore s(0);
        sync::parallel([&] { s.acquire(line(1)); });
      },
      "thread 1 waits at str.cpp:1 for semaphore a0.0, which is at 0, and nobody is left to "
      "release "
      "it");
}

TEST(Deadlock, a_latch_and_a_barrier_that_wait_for_one_who_does_not_come) {
  expect_finding(
      finding_kind::deadlock,
      [] {
        sync::latch l(2);
        sync::label(l, "started");
        sync::parallel([&] { l.count_down(); }, [&] { l.wait(line(1)); });
      },
      "thread 2 waits at str.cpp:1 for latch started, which is at 1, and nobody is left to count "
      "it "
      "down");
  expect_finding(
      finding_kind::deadlock,
      [] {
        sync::barrier b(3);
        sync::label(b, "phase");
        sync::parallel([&] { b.arrive_and_wait(line(1)); }, [&] { b.arrive_and_wait(line(2)); });
      },
      "thread 1 waits at str.cpp:1 for barrier phase, where 1 more is to arrive, and nobody is "
      "left "
      "to do so; thread 2 waits at str.cpp:2 for barrier phase, where 1 more is to arrive");
}

TEST(Deadlock, two_flags_whose_functions_call_each_other) {
  const auto name = [](sync::once_flag& f, std::uint32_t at) {
    return sync::here<sync::once_flag>(f, line(at));
  };
  expect_finding(
      finding_kind::deadlock,
      [&] {
        sync::once_flag a, b;
        sync::parallel(
            [&] { sync::call_once(name(a, 10), [&] { sync::call_once(name(b, 11), [] {}); }); },
            [&] { sync::call_once(name(b, 20), [&] { sync::call_once(name(a, 21), [] {}); }); });
      },
      "thread 1 waits at str.cpp:11 for once flag a0.1, whose function thread 2 runs since "
      "str.cpp:20; thread 2 waits at str.cpp:21 for once flag a0.0, whose function thread 1 runs "
      "since str.cpp:10");
}

// Nobody who takes several locks at once is part of a cycle, whatever the others do.
TEST(Deadlock, locks_taken_at_once_in_any_order) {
  expect_verified([] {
    sync::mutex a, b;
    sync::var<int> n{0};
    sync::parallel(
        [&] {
          const sync::scoped_lock both(a, b);
          n.set(n.get() + 1);
        },
        [&] {
          const sync::scoped_lock both(b, a);
          n.set(n.get() + 1);
        });
  });
  // One takes them one after the other: it too gets both, since the other lets go.
  expect_verified([] {
    sync::mutex a, b;
    sync::parallel([&] { const sync::scoped_lock both(a, b); }, [&] { take_both(b, a, 10); },
                   [&] { const sync::lock_guard one(a); });
  });
}

// But a lock that is never given back is waited for for ever.
TEST(Deadlock, locks_taken_at_once_of_which_one_is_in_a_cycle) {
  each_way(
      [] {
        sync::mutex a, b, c;
        sync::parallel([&] { const sync::scoped_lock both(a, b); }, [&] { take_both(b, c, 10); },
                       [&] { take_both(c, b, 20); });
      },
      {}, [](const exploration& e) { EXPECT_EQ(kind_of(e), "deadlock") << message_of(e); });
}

// A reader comes again, and a writer waits in between: each waits for the other. That is how the
// locks of Go and of glibc's readers-prefer-writers kind behave; by default it is misuse.
TEST(Deadlock, a_reader_behind_a_writer_that_waits_for_it) {
  const auto body = [] {
    sync::shared_mutex m;
    sync::parallel(
        [&] {
          m.lock_shared(line(10));
          m.lock_shared(line(11));
          m.unlock_shared();
          m.unlock_shared();
        },
        [&] {
          m.lock(line(20));
          m.unlock();
        });
  };
  limits l;
  l.writers_first = true;
  each_way(body, l, [](const exploration& e) {
    EXPECT_EQ(kind_of(e), "deadlock");
    EXPECT_EQ(
        message_of(e),
        "thread 1 waits at str.cpp:11 for mutex a0.0, behind the writer thread 2, which waits "
        "since str.cpp:20; thread 2 waits at str.cpp:20 for mutex a0.0 held by thread 1 since "
        "str.cpp:10");
  });
}

TEST(Deadlock, writers_that_go_first_are_right_otherwise) {
  limits l;
  l.writers_first = true;
  expect_verified(
      [] {
        sync::shared_mutex m;
        sync::var<int> n{0};
        const auto write = [&] {
          const sync::lock_guard held(m);
          n.set(n.get() + 1);
        };
        const auto read = [&] {
          const sync::shared_lock held(m);
          static_cast<void>(n.get());
        };
        sync::parallel(write, read, write);
      },
      l);
}

// A lock of the user's own making, which sleeps on a word that says nothing of its holder.
struct own_lock {
  explicit own_lock(const char* name) { sync::label(*this, name); }
  void lock(sync::site where) {
    const sync::lock_guard guard(inside);
    while (taken.get()) {
      sync::unique_lock<sync::mutex> held(sleep);
      freed.wait(held);
    }
    taken.set(true);
    sync::mark_locked(this, where);
  }
  int first = 0;  // the object's address is no atomic's
  sync::mutex inside, sleep;
  sync::condition_variable freed;
  sync::var<bool> taken{false};
};

TEST(Deadlock, of_marked_locks_names_them) {
  const auto body = [] {
    own_lock a("A"), b("B");
    const auto both = [](own_lock& one, own_lock& two, std::uint32_t at) {
      one.lock(line(at, "outer"));
      two.lock(line(at + 1, "inner"));
    };
    sync::parallel([&] { both(a, b, 10); }, [&] { both(b, a, 20); });
  };
  const auto e = run_many("rc11", body);
  ASSERT_TRUE(e.found);
  EXPECT_THAT(e.found->message, ::testing::HasSubstr("; thread 1 holds "));
  EXPECT_THAT(e.found->message, ::testing::AnyOf(::testing::HasSubstr("holds A since str.cpp:10"),
                                                 ::testing::HasSubstr("holds B since str.cpp:11")));
}

}  // namespace
}  // namespace suture
