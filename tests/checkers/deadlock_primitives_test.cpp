// Deadlocks in what the standard has beyond mutexes, in locks taken together, and in locks of one's
// own making.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkers/deadlock.hpp"
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

TEST(DeadlockPrimitives, semaphores_taken_in_opposite_orders) {
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

TEST(DeadlockPrimitives, a_semaphore_that_nobody_releases) {
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

TEST(DeadlockPrimitives, a_latch_and_a_barrier_that_wait_for_one_who_does_not_come) {
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

TEST(DeadlockPrimitives, two_flags_whose_functions_call_each_other) {
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
TEST(DeadlockPrimitives, locks_taken_at_once_in_any_order) {
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
TEST(DeadlockPrimitives, locks_taken_at_once_of_which_one_is_in_a_cycle) {
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
TEST(DeadlockPrimitives, a_reader_behind_a_writer_that_waits_for_it) {
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

TEST(DeadlockPrimitives, writers_that_go_first_are_right_otherwise) {
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

TEST(DeadlockPrimitives, of_marked_locks_names_them) {
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
