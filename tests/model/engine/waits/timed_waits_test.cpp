// Time-outs: both ways are explored, the clock has gone on, and no loop of them is without end.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

using namespace std::chrono_literals;
using word = sync::atomic<std::uint32_t>;

limits with_time_outs(std::uint32_t n) {
  limits l = calm;
  l.time_outs = n;
  return l;
}

TEST(timed_mutex, is_got_in_time_or_not) {
  for (const char* model : {"sc", "rc11"}) {
    const texts seen = texts_of(
        [] {
          sync::timed_mutex m;
          bool got = false;
          sync::parallel(
              [&] {
                got = m.try_lock_for(5ms);
                if (got) m.unlock();
              },
              [&] { const sync::lock_guard held(m); });
          return std::string(got ? "got" : "timed out");
        },
        calm, model);
    EXPECT_EQ(seen, (texts{"got", "timed out"}));
  }
}

// Nobody will ever give the mutex back: the wait ends all the same.
TEST(timed_mutex, times_out_where_nobody_gives_it_back) {
  const exploration e = search([] {
    sync::timed_mutex m;
    const sync::lock_guard held(m);
    sync::parallel([&] { sync::check(!m.try_lock_for(1ms), "it is held"); });
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 1U);
  EXPECT_EQ(e.counts.blocked, 0U);
}

TEST(timed_mutex, of_a_recursive_kind_is_had_at_once_by_its_holder) {
  const exploration e = search([] {
    sync::recursive_timed_mutex m;
    m.lock();
    sync::check(m.try_lock_for(1ms), "its holder has it");
    m.unlock();
    m.unlock();
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 1U);
}

TEST(timed_mutex, is_shared_in_time_or_not) {
  const texts seen = texts_of([] {
    sync::shared_timed_mutex m;
    std::string got;
    sync::parallel(
        [&] {
          if (m.try_lock_shared_for(5ms)) {
            got = "got";
            m.unlock_shared();
          }
        },
        [&] { const sync::lock_guard held(m); });
    return got;
  });
  EXPECT_EQ(seen, (texts{"", "got"}));
}

TEST(time_out, takes_the_clock_to_the_deadline) {
  const exploration e = search([] {
    sync::timed_mutex m;
    const sync::lock_guard held(m);
    sync::parallel([&] {
      const auto before = sync::clock::now();
      sync::check(!m.try_lock_for(7ms), "it is held");
      const auto after = sync::clock::now();
      sync::check(after - before >= 7ms && after - before < 8ms, "seven milliseconds have gone by");
      sync::check(!m.try_lock_until(after + 2ms), "it is held");
      sync::check(sync::clock::now() >= after + 2ms, "two more have");
    });
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_GT(e.counts.complete, 0U);
}

// A deadline that has come already is an ordinary attempt, and uses nothing up.
TEST(time_out, of_a_wait_without_length_is_an_attempt) {
  const exploration e = search(
      [] {
        sync::timed_mutex m;
        const sync::lock_guard held(m);
        sync::parallel([&] {
          for (int i = 0; i < 5; ++i) sync::check(!m.try_lock_for(0ms), "it is held");
          sync::check(!m.try_lock_for(-1ms), "it is held");
        });
      },
      with_time_outs(0));
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 1U);
  EXPECT_EQ(e.counts.bounded, 0U);
}

TEST(time_out, is_a_bound_where_a_thread_needs_one_more_than_it_is_allowed) {
  const auto twice = [] {
    sync::timed_mutex m;
    const sync::lock_guard held(m);
    sync::parallel([&] {
      for (int i = 0; i < 2; ++i) sync::check(!m.try_lock_for(1ms), "it is held");
    });
  };
  EXPECT_EQ(search(twice, with_time_outs(2)).counts.complete, 1U);
  const exploration e = search(twice, with_time_outs(1));
  EXPECT_EQ(e.counts.complete, 0U);
  EXPECT_EQ(e.counts.bounded, 1U);
  EXPECT_EQ(e.counts.blocked, 0U);
  // Nor is a search whole in which it did not need it, but would have had it.
  const auto in_time = [] {
    sync::timed_mutex m;
    sync::parallel(
        [&] {
          for (int tries = 0; tries < 3; ++tries) {
            if (!m.try_lock_for(1ms)) continue;
            m.unlock();
            return;
          }
          sync::check(false, "three tries suffice");
        },
        [&] { const sync::lock_guard held(m); });
  };
  EXPECT_EQ(kind_of(search(in_time, with_time_outs(3))), "check");
  EXPECT_EQ(kind_of(search(in_time, with_time_outs(2))), "none");
  EXPECT_GT(search(in_time, with_time_outs(2)).counts.bounded, 0U);
  // Whoever samples is not held up.
  EXPECT_EQ(sample(twice, with_time_outs(1)).counts.complete, 50U);
}

// A loop that tries again: it ends, with as many time-outs as are allowed, or with fewer. Where one
// more was possible, the run stands for those with more of them.
TEST(time_out, does_not_make_a_loop_endless) {
  const exploration e = search([] {
    sync::timed_mutex m;
    sync::var<int> n{0};
    const auto add = [&] {
      while (!m.try_lock_for(1ms)) {
      }
      n.set(n.get() + 1);
      m.unlock();
    };
    sync::parallel(add, add);
    sync::check(n.get() == 2, "one at a time");
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_TRUE(e.exhausted);
  EXPECT_EQ(e.counts.blocked, 0U);
  EXPECT_EQ(e.counts.bounded, 2U);  // whoever comes second
  EXPECT_GT(e.counts.complete, 2U);
}

TEST(condition_variable, times_out_or_is_notified) {
  for (const char* model : {"sc", "rc11"}) {
    const texts seen = texts_of(
        [] {
          sync::mutex m;
          sync::condition_variable c;
          sync::atomic<int> asleep{0};
          std::string how;
          sync::parallel(
              [&] {
                sync::unique_lock<sync::mutex> held(m);
                asleep.store(1);
                how = c.wait_for(held, 5ms) == sync::cv_status::timeout ? "timeout" : "notified";
                sync::check(held.owns_lock(), "it holds the mutex again");
              },
              [&] {
                sync::spin_until([&] { return asleep.load() == 1; });
                const sync::lock_guard held(m);
                c.notify_one();
              });
          return how;
        },
        calm, model);
    EXPECT_EQ(seen, (texts{"notified", "timeout"}));
  }
}

TEST(condition_variable, with_a_time_out_never_waits_for_ever) {
  const exploration e = search([] {
    sync::mutex m;
    sync::condition_variable c;
    sync::unique_lock<sync::mutex> held(m);
    sync::check(c.wait_for(held, 5ms) == sync::cv_status::timeout, "nobody notifies");
    sync::check(!c.wait_for(held, 5ms, [] { return false; }), "nor does it become true");
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 1U);
}

// What the notification says is seen although the time-out came at the same time.
TEST(condition_variable, asks_its_predicate_once_more_at_the_deadline) {
  const texts seen = texts_of([] {
    sync::mutex m;
    sync::condition_variable c;
    bool ready = false, came = false;
    sync::parallel(
        [&] {
          sync::unique_lock<sync::mutex> held(m);
          came = c.wait_for(held, 5ms, [&] { return ready; });
          sync::check(came == ready, "it says how it is");
        },
        [&] {
          const sync::lock_guard held(m);
          ready = true;
          c.notify_one();
        });
    return std::string(came ? "came" : "late");
  });
  EXPECT_EQ(seen, (texts{"came", "late"}));
}

// Two wait, one notification: it may go to the one that times out, and then nobody else has it.
TEST(condition_variable, may_use_a_notification_up_and_still_time_out) {
  const exploration e = search([] {
    sync::mutex m;
    sync::condition_variable c;
    sync::atomic<int> asleep{0};
    sync::parallel(
        [&] {
          sync::unique_lock<sync::mutex> held(m);
          asleep.fetch_add(1);
          static_cast<void>(c.wait_for(held, 5ms));
        },
        [&] {
          sync::unique_lock<sync::mutex> held(m);
          asleep.fetch_add(1);
          c.wait(held);
        },
        [&] {
          sync::spin_until([&] { return asleep.load() == 2; });
          const sync::lock_guard held(m);
          c.notify_one();
        });
  });
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_GT(e.counts.blocked, 0U);
}

TEST(condition_variable_any, waits_with_whatever_locks) {
  const texts seen = texts_of([] {
    sync::shared_mutex m;
    sync::condition_variable_any c;
    sync::var<bool> ready{false};
    std::string how;
    sync::parallel(
        [&] {
          sync::shared_lock<sync::shared_mutex> held(m);
          how = c.wait_for(held, 5ms, [&] { return ready.get(); }) ? "came" : "late";
        },
        [&] {
          const sync::lock_guard held(m);
          ready.set(true);
          c.notify_all();
        });
    return how;
  });
  EXPECT_EQ(seen, (texts{"came", "late"}));
}

TEST(futex, times_out_or_is_woken) {
  for (const char* model : {"sc", "rc11"}) {
    const auto seen = outcomes<sync::futex_status>(
        [] {
          word w{0};
          sync::futex_status how{};
          sync::parallel([&] { how = sync::futex_wait_for(w, 0, 5ms); },
                         [&] {
                           w.store(1);
                           sync::futex_wake(w, 1);
                         });
          return how;
        },
        calm, model);
    using enum sync::futex_status;
    EXPECT_EQ(seen, (std::set{woken, value_changed, timed_out}));
  }
}

// The kernel tells a wake-up from a time-out by the queue: nobody is woken who says that he was
// not.
TEST(futex, says_timed_out_only_where_nobody_woke_it) {
  const exploration e = search([] {
    word w{0};
    sync::futex_status how{};
    std::uint32_t woken = 0;
    sync::parallel([&] { how = sync::futex_wait_for(w, 0, 5ms); },
                   [&] { woken = sync::futex_wake(w, 1); });
    sync::check((how == sync::futex_status::woken) == (woken == 1), "both say the same");
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_TRUE(e.exhausted);
}

}  // namespace
}  // namespace suture::testing
