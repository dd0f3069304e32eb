// Futex and condition variable.
#include <gtest/gtest.h>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

using word = sync::atomic<std::uint32_t>;
using sync::futex_status;

limits with_wakeups(std::uint32_t spurious) {
  limits l = calm;
  l.spurious_wakeups = spurious;
  return l;
}

TEST(futex, does_not_sleep_on_another_value) {
  const auto seen = outcomes<futex_status>([] {
    word w{1};
    return sync::futex_wait(w, 0);
  });
  EXPECT_EQ(seen, std::set{futex_status::value_changed});
}

TEST(futex, sleeps_until_woken) {
  const auto asleep = [] {
    word w{0};
    return sync::futex_wait(w, 0);
  };
  EXPECT_EQ(outcomes<futex_status>(asleep), std::set<futex_status>{});
  const exploration e = search([&] { asleep(); });
  EXPECT_EQ(e.counts.blocked, 1U);
}

TEST(futex, may_wake_for_no_reason_or_be_interrupted_but_only_so_often) {
  const auto seen = outcomes<futex_status>(
      [] {
        word w{0};
        return sync::futex_wait(w, 0);
      },
      with_wakeups(1));
  EXPECT_EQ(seen, (std::set{futex_status::woken, futex_status::interrupted}));
  const exploration twice = search(
      [] {
        word w{0};
        sync::futex_wait(w, 0);
        sync::futex_wait(w, 0);
      },
      with_wakeups(1));
  EXPECT_EQ(twice.counts.complete, 0U);
}

// Between the look at the word and falling asleep no wake-up can be lost.
TEST(futex, misses_no_wake_up_that_follows_a_change) {
  for (const char* model : {"sc", "rc11"}) {
    const exploration e = search(
        [] {
          word w{0};
          sync::thread sleeper([&] {
            while (w.load(std::memory_order_relaxed) == 0) sync::futex_wait(w, 0);
          });
          w.store(1, std::memory_order_relaxed);
          sync::futex_wake(w, 1);
          sleeper.join();
        },
        calm, model);
    EXPECT_GT(e.counts.complete, 1U);
    EXPECT_EQ(e.counts.blocked, 0U);
  }
}

TEST(futex, wakes_any_of_the_sleepers_and_says_how_many) {
  const texts seen = texts_of([] {
    word w{0};
    sync::atomic<int> asleep{0};
    std::string order;
    const auto sleep = [&](const char* name) {
      return [&, name] {
        asleep.fetch_add(1);
        sync::futex_wait(w, 0);
        order += name;
      };
    };
    std::uint32_t first = 0, rest = 0;
    sync::parallel(sleep("a"), sleep("b"), [&] {
      sync::spin_until([&] { return asleep.load() == 2; });
      first = sync::futex_wake(w, 1);
      w.store(1);
      rest = sync::futex_wake(w, 5);
    });
    return order + " " + std::to_string(first) + "+" + std::to_string(rest);
  });
  EXPECT_TRUE(seen.contains("ab 1+1"));
  EXPECT_TRUE(seen.contains("ba 1+1"));
  EXPECT_TRUE(seen.contains("ab 0+2"));
  EXPECT_TRUE(seen.contains("ab 0+0"));
  for (const std::string& text : seen) EXPECT_NE(text.substr(2), " 1+2");
}

// Who fell asleep and who woke up, in the order in which it happened.
struct sleepers : observer {
  std::string order;
  texts orders;
  void begin_run(run_view&) override { order.clear(); }
  void on_note(run_view& run, std::string_view text, sync::site) override {
    if (text == "falls asleep") order += 's' + std::to_string(run.current()) + ' ';
    if (text == "wakes up") order += 'w' + std::to_string(run.current()) + ' ';
  }
  void end_run(run_view&, run_end) override { orders.insert(order); }
};

TEST(futex, wakes_whichever_sleeper_and_not_only_the_first) {
  sleepers seen;
  search(
      [] {
        word w{0};
        const auto sleep = [&] { sync::futex_wait(w, 0); };
        sync::parallel(sleep, sleep, [&] { sync::futex_wake(w, 1); });
      },
      calm, "rc11", &seen);
  EXPECT_TRUE(seen.orders.contains("s1 s2 w1 "));
  EXPECT_TRUE(seen.orders.contains("s1 s2 w2 "));
}

TEST(futex, wakes_nobody_on_another_word) {
  const exploration e = search([] {
    word mine{0}, other{0};
    sync::thread sleeper([&] { sync::futex_wait(mine, 0); });
    sync::check(sync::futex_wake(other, 5) == 0, "nobody sleeps there");
    mine.store(1);
    sync::futex_wake(mine, 1);
    sleeper.join();
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_GT(e.counts.complete, 0U);
}

TEST(condition_variable, gives_the_mutex_up_while_it_waits) {
  const exploration e = search([] {
    sync::mutex m;
    sync::condition_variable ready;
    sync::atomic<int> state{0};
    sync::thread other([&] {
      const sync::lock_guard guard(m);
      state.store(1);
      ready.notify_one();
    });
    {
      sync::unique_lock lock(m);
      ready.wait(lock, [&] { return state.load() == 1; });
      sync::check(lock.owns_lock(), "the mutex is held again");
    }
    other.join();
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_GT(e.counts.complete, 1U);
  EXPECT_EQ(e.counts.blocked, 0U);
}

TEST(condition_variable, loses_a_notification_that_nobody_waits_for) {
  const exploration e = search([] {
    sync::mutex m;
    sync::condition_variable ready;
    sync::thread other([&] { ready.notify_one(); });
    {
      sync::unique_lock lock(m);
      ready.wait(lock);
    }
    other.join();
  });
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_GT(e.counts.blocked, 0U);
}

// Two wait, one is notified, or all are; a turn that nobody takes leaves the run blocked.
exploration two_waiters(bool all) {
  return search([=] {
    sync::mutex m;
    sync::condition_variable ready;
    sync::atomic<int> waiting{0};
    const auto wait = [&] {
      sync::unique_lock lock(m);
      waiting.fetch_add(1);
      ready.wait(lock);
    };
    sync::parallel(wait, wait, [&] {
      sync::spin_until([&] { return waiting.load() == 2; });
      const sync::lock_guard guard(m);
      if (all) {
        ready.notify_all();
      } else {
        ready.notify_one();
      }
    });
  });
}

TEST(condition_variable, wakes_one_or_all) {
  EXPECT_EQ(two_waiters(false).counts.complete, 0U);
  EXPECT_GT(two_waiters(false).counts.blocked, 0U);
  EXPECT_GT(two_waiters(true).counts.complete, 0U);
  EXPECT_EQ(two_waiters(true).counts.blocked, 0U);
}

TEST(condition_variable, may_wake_for_no_reason) {
  const auto wait = [] {
    sync::mutex m;
    sync::condition_variable never;
    sync::unique_lock lock(m);
    never.wait(lock);
  };
  EXPECT_EQ(search(wait, with_wakeups(0)).counts.complete, 0U);
  EXPECT_EQ(search(wait, with_wakeups(1)).counts.complete, 1U);
  EXPECT_EQ(search(wait, with_wakeups(1)).counts.blocked, 1U);
}

}  // namespace
}  // namespace suture::testing
