// atomic::wait and its notifications.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

TEST(atomic_wait, returns_at_once_where_the_value_is_another) {
  const auto seen = outcomes<int>([] {
    sync::atomic<int> x{1};
    x.wait(0);
    return x.load();
  });
  EXPECT_EQ(seen, std::set{1});
}

TEST(atomic_wait, sleeps_while_the_value_is_the_same) {
  const exploration e = search([] {
    sync::atomic<int> x{1};
    x.notify_one();
    x.notify_all();
    x.wait(1);
  });
  EXPECT_EQ(e.counts.complete, 0U);
  EXPECT_EQ(e.counts.blocked, 1U);
}

template <class T>
exploration wakes(T before, T after) {
  return search([=] {
    sync::atomic<T> x{before};
    sync::thread sleeper([&] {
      x.wait(before);
      sync::check(x.load() == after, "woken for a change");
    });
    x.store(after);
    x.notify_one();
    sleeper.join();
  });
}

TEST(atomic_wait, is_there_for_every_type) {
  static int there = 0;
  const std::array<exploration, 4> all{wakes<bool>(false, true), wakes<std::uint8_t>(0, 255),
                                       wakes<std::int64_t>(-1, 1), wakes<int*>(nullptr, &there)};
  for (const exploration& e : all) {
    EXPECT_EQ(message_of(e), "");
    EXPECT_GT(e.counts.complete, 1U);
    EXPECT_EQ(e.counts.blocked, 0U);
  }
}

TEST(atomic_wait, misses_no_notification_that_follows_a_change) {
  for (const char* model : {"sc", "rc11"}) {
    for (const auto order : {std::memory_order_seq_cst, std::memory_order_relaxed}) {
      const exploration e = search(
          [order] {
            sync::atomic<int> x{0};
            sync::thread sleeper([&] { x.wait(0, order); });
            x.store(1, order);
            x.notify_one();
            sleeper.join();
          },
          calm, model);
      EXPECT_GT(e.counts.complete, 1U);
      EXPECT_EQ(e.counts.blocked, 0U);
    }
  }
}

TEST(atomic_wait, sleeps_on_where_the_notification_comes_before_the_change) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::thread sleeper([&] { x.wait(0); });
    x.notify_one();
    x.store(1);
    sleeper.join();
  });
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_GT(e.counts.blocked, 0U);
}

// A value that was there for a moment may be missed, or not.
TEST(atomic_wait, may_miss_a_value_that_did_not_last) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::thread sleeper([&] { x.wait(0); });
    x.store(1);
    x.store(0);
    x.notify_all();
    sleeper.join();
  });
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_GT(e.counts.blocked, 0U);
}

TEST(atomic_wait, wakes_one_or_all) {
  const auto two = [](bool all) {
    return search([=] {
      sync::atomic<int> x{0};
      const auto sleep = [&] { x.wait(0); };
      sync::parallel(sleep, sleep, [&] {
        x.store(1);
        if (all) {
          x.notify_all();
        } else {
          x.notify_one();
        }
      });
    });
  };
  EXPECT_GT(two(false).counts.complete, 0U);
  EXPECT_GT(two(false).counts.blocked, 0U);
  EXPECT_GT(two(true).counts.complete, 0U);
  EXPECT_EQ(two(true).counts.blocked, 0U);
}

// [atomics.wait]: a notification is for who has seen an older value than what happens before it.
TEST(atomic_wait, does_not_use_a_notification_up_where_it_has_seen_the_latest_value) {
  for (const char* model : {"sc", "tso", "rc11"}) {
    for (const auto order : {std::memory_order_seq_cst, std::memory_order_relaxed}) {
      const exploration e = search(
          [order] {
            sync::atomic<int> x{0};
            sync::thread first([&] { x.wait(0, order); });
            sync::thread second([&] { x.wait(1, order); });
            x.store(1, order);
            x.notify_one();
            first.join();
            x.store(2, order);
            x.notify_all();
            second.join();
          },
          calm, model);
      EXPECT_EQ(message_of(e), "");
      EXPECT_GT(e.counts.complete, 1U);
      EXPECT_EQ(e.counts.blocked, 0U) << model;
    }
  }
}

// The value is the same, and the write is not: who has seen the first 1 may be the one.
TEST(atomic_wait, is_told_by_writes_and_not_by_values) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::thread first([&] { x.wait(0); });
    sync::thread second([&] { x.wait(1); });
    for (const int value : {1, 0, 1}) x.store(value);
    x.notify_one();
    first.join();
    x.store(2);
    x.notify_all();
    second.join();
  });
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_GT(e.counts.blocked, 0U);
}

// A change that does not happen before the notification wakes nobody.
TEST(atomic_wait, may_sleep_on_where_nothing_orders_change_and_notification) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::parallel([&] { x.wait(0); }, [&] { x.store(1); }, [&] { x.notify_one(); });
  });
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_GT(e.counts.blocked, 0U);
}

// --- against the same thing by hand: a loop around the futex ---------------------------------

enum class deed { store, wait, notify_one, notify_all, load };
struct step {
  deed what;
  std::uint32_t value;
};
using program = std::vector<std::vector<step>>;

program draw(std::mt19937& random) {
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  program p(2 + below(2));
  for (auto& thread : p) {
    thread.resize(1 + below(p.size() == 2 ? 3 : 2));
    for (step& s : thread) s = {static_cast<deed>(below(5)), below(2)};
  }
  return p;
}

struct by_hand {
  sync::atomic<std::uint32_t> x{0};
  void wait(std::uint32_t old, std::memory_order order) {
    while (x.load(order) == old) sync::futex_wait(x, old);
  }
  void notify(std::uint32_t count) { sync::futex_wake(x, count); }
};

struct by_wait {
  sync::atomic<std::uint32_t> x{0};
  void wait(std::uint32_t old, std::memory_order order) { x.wait(old, order); }
  void notify(std::uint32_t count) {
    if (count == 1) {
      x.notify_one();
    } else {
      x.notify_all();
    }
  }
};

// What each thread read and how far it came, of complete and of blocked runs.
template <class Word>
texts endings(const program& p, std::memory_order order, strategy& how, const char* name,
              std::uint64_t runs) {
  texts all;
  struct progress : observer {
    std::vector<std::string> done;
    texts* all = nullptr;
    void end_run(run_view&, run_end end) override {
      if (end != run_end::complete && end != run_end::blocked) return;
      std::string text;
      for (const std::string& one : done) text += one + "|";
      all->insert(text);
    }
  } seen;
  seen.all = &all;
  const auto model = make_memory_model(name);
  execution run(*model, 1);
  run.observe(seen);
  const auto body = [&] {
    seen.done.assign(p.size(), "");
    Word word;
    std::vector<sync::thread> threads;
    for (std::size_t t = 0; t < p.size(); ++t) {
      threads.emplace_back([&, t] {
        for (const step& s : p[t]) {
          std::string mark = ".";
          if (s.what == deed::store) word.x.store(s.value, order);
          if (s.what == deed::wait) word.wait(s.value, order);
          if (s.what == deed::notify_one) word.notify(1);
          if (s.what == deed::notify_all) word.notify(9);
          if (s.what == deed::load) mark = std::to_string(word.x.load(order));
          seen.done[t] += mark;
        }
      });
    }
    for (sync::thread& t : threads) t.join();
  };
  const exploration e = explore(run, body, how, calm, budget{.runs = runs});
  EXPECT_EQ(kind_of(e), "none") << message_of(e);
  return all;
}

template <class Word>
texts all_endings(const program& p, std::memory_order order, const char* name) {
  const auto rules = make_memory_model(name);
  exhaustive how(*rules);
  return endings<Word>(p, order, how, name, 200'000);
}

template <class Word>
texts some_endings(const program& p, std::memory_order order, const char* name) {
  const auto rules = make_memory_model(name);
  random_walk how(7, *rules);
  return endings<Word>(p, order, how, name, 200);
}

bool has(const program& p, deed what) {
  return std::ranges::any_of(p, [&](const auto& thread) {
    return std::ranges::any_of(thread, [&](const step& s) { return s.what == what; });
  });
}

program with_all_notified(program p) {
  for (auto& thread : p) {
    for (step& s : thread) {
      if (s.what == deed::notify_one) s.what = deed::notify_all;
    }
  }
  return p;
}

bool within(const texts& some, const texts& all) { return std::ranges::includes(all, some); }

TEST(atomic_wait, does_what_a_loop_around_the_futex_does) {
  std::mt19937 random(5);
  for (int i = 0; i < 150; ++i) {
    const program p = draw(random);
    for (const char* model : {"sc", "rc11"}) {
      const auto order = std::memory_order_seq_cst;
      const texts waits = all_endings<by_wait>(p, order, model);
      const texts by_futex = all_endings<by_hand>(p, order, model);
      // A futex may wake one for whom the notification is not.
      EXPECT_TRUE(within(waits, by_futex)) << "program " << i << " under " << model;
      EXPECT_TRUE(waits == by_futex || has(p, deed::notify_one)) << "program " << i;
      EXPECT_TRUE(within(all_endings<by_wait>(with_all_notified(p), order, model), waits))
          << "program " << i << " under " << model;
    }
    // The futex orders what a notification does not.
    const texts weak = all_endings<by_wait>(p, std::memory_order_relaxed, "rc11");
    const texts strong = all_endings<by_hand>(p, std::memory_order_relaxed, "rc11");
    EXPECT_TRUE(std::ranges::includes(weak, strong)) << "program " << i;
    const texts some = some_endings<by_wait>(p, std::memory_order_relaxed, "rc11");
    EXPECT_TRUE(std::ranges::includes(weak, some)) << "program " << i;
  }
}

}  // namespace
}  // namespace suture::testing
