// The futex over Relacy: no wake-up is lost, waits may be interrupted, and nothing is ordered.
#include <gtest/gtest.h>

#include "tests/model/sync/relacy_bodies.hpp"

namespace {

using namespace relacy_bodies;
using word = sync::atomic<std::uint32_t>;

// Ulrich Drepper, "Futexes Are Tricky", 2011, section 5: the second mutex. 0 free, 1 held, 2 held
// and perhaps waited for.
void lock(word& w) {
  std::uint32_t seen = 0;
  if (w.compare_exchange_strong(seen, 1, std::memory_order_acquire, std::memory_order_relaxed))
    return;
  while (w.exchange(2, std::memory_order_acquire) != 0) sync::futex_wait(w, 2);
}
void unlock(word& w) {
  if (w.exchange(0, std::memory_order_release) == 2) sync::futex_wake(w, 1);
}

TEST(relacy_futex, a_lock_excludes) {
  const auto body = [] {
    word w{0};
    sync::var<int> n(0);
    auto add = [&] {
      lock(w);
      n = n + 1;
      unlock(w);
    };
    sync::parallel(add, add);
    sync::check(n == 2, "both count");
  };
  for (const scheduler s : schedulers) {
    const run_result result = run(body, 2, s);
    EXPECT_FALSE(result.failed) << result.kind << ": " << result.message;
    EXPECT_EQ(result.complete, s != scheduler::random) << result.iterations;
  }
}

TEST(relacy_futex, a_lock_that_forgets_its_waiters_sleeps_forever) {
  const auto body = [] {
    word w{0};
    auto careless = [&] {
      while (w.exchange(1, std::memory_order_acquire) != 0) sync::futex_wait(w, 1);
      if (w.exchange(0, std::memory_order_release) == 2) sync::futex_wake(w, 1);  // never is
    };
    sync::parallel(careless, careless);
  };
  for (const scheduler s : schedulers) {
    const run_result result = run(body, 2, s);
    EXPECT_EQ(result.kind, "lost-wakeup");
    EXPECT_NE(result.message.find(" sleeps on a futex at tests/model/sync/relacy_futex_test.cpp:"),
              std::string::npos)
        << result.message;
  }
}

TEST(relacy_futex, a_wait_may_be_interrupted) {
  for (const scheduler s : schedulers) {
    bool interrupted = false;
    run(
        [&] {
          word w{0};
          sync::parallel(
              [&] {
                while (w.load() == 0)
                  interrupted |= sync::futex_wait(w, 0) == sync::futex_status::interrupted;
              },
              [&] {
                w.store(1);
                sync::futex_wake(w, 1);
              });
        },
        2, s);
    EXPECT_TRUE(interrupted);
  }
}

TEST(relacy_futex, being_woken_orders_nothing) {
  const auto body = [] {
    word w{0};
    sync::var<int> payload(0);
    sync::parallel(
        [&] {
          payload = 1;
          w.store(1, std::memory_order_relaxed);
          sync::futex_wake(w, 1);
        },
        [&] {
          while (w.load(std::memory_order_relaxed) == 0) sync::futex_wait(w, 0);
          static_cast<void>(payload.get());
        });
  };
  for (const scheduler s : schedulers) EXPECT_EQ(run(body, 2, s).kind, "race");
}

TEST(relacy_futex, wake_counts_whom_it_woke) {
  const auto body = [] {
    word w{0};
    std::uint32_t woken = 0;
    sync::parallel([&] { sync::futex_wait(w, 0); }, [&] { sync::futex_wait(w, 0); },
                   [&] {
                     w.store(1);
                     woken = sync::futex_wake(w, 5);
                   });
    sync::check(woken <= 2, "no more than wait");
  };
  EXPECT_FALSE(run(body, 3, scheduler::random).failed);
}

}  // namespace
