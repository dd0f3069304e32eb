// Choices, the virtual clock, names, assumptions.
#include <gtest/gtest.h>

#include <algorithm>
#include <new>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

TEST(choose, tries_every_number_and_nothing_else) {
  const auto seen = outcomes<std::uint32_t>([] { return sync::choose(5); });
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(search([] { sync::choose(1); }).counts.complete, 1U);
}

TEST(choose, goes_together_with_every_order) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::parallel([&] { x.store(static_cast<int>(sync::choose(3))); }, [&] { x.load(); });
  });
  EXPECT_EQ(e.counts.complete, 6U);
}

// What a trace would show: choices that the code made, and notes.
struct shown : observer {
  texts all;
  void on_event(run_view& run, event_id id) override {
    const event& e = run.events()[id];
    if (e.kind == event_kind::choice && !e.has(event_flag::internal)) all.insert("a choice");
  }
  void on_note(run_view&, std::string_view text, sync::site) override { all.emplace(text); }
};

texts shown_of(const std::function<void()>& body, const limits& l) {
  shown watcher;
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  run.observe(watcher);
  run.observe_events(watcher);
  exhaustive strategy(*rules);
  explore(run, body, strategy, l, budget{});
  return watcher.all;
}

// As std's: without memory for its state it is not made.
TEST(environment, lets_a_stop_source_fail_loudly) {
  limits l = calm;
  l.allocation_failures = 1;
  const auto seen = outcomes<bool>(
      [] {
        try {
          return sync::stop_source().stop_possible();
        } catch (const std::bad_alloc&) {
          return false;
        }
      },
      l);
  EXPECT_EQ(seen, (std::set<bool>{false, true}));
  EXPECT_EQ(kind_of(search([] { sync::stop_source source; }, l)), "exception");
}

// What the environment decides is told by what happens, not as a choice that nobody wrote.
TEST(environment, is_told_of_by_what_it_does) {
  limits l = calm;
  EXPECT_EQ(shown_of([] { sync::choose(2); }, l), texts{"a choice"});
  l.clock_jumps = l.allocation_failures = l.spurious_wakeups = 1;
  EXPECT_EQ(shown_of([] { sync::clock::now(); }, l), texts{"the clock jumps"});
  EXPECT_EQ(shown_of([] { sync::deallocate(sync::allocate(8)); }, l),
            texts{"the allocation fails"});
  const auto sleep = [] {
    sync::atomic<std::uint32_t> word{0};
    sync::futex_wait(word, 0);
  };
  EXPECT_EQ(shown_of(sleep, l),
            (texts{"falls asleep", "wakes up for no reason", "is interrupted"}));
}

TEST(virtual_clock, goes_forward_by_a_nanosecond_a_look) {
  const auto seen = outcomes<std::int64_t>([] {
    const auto first = sync::clock::now();
    return (sync::clock::now() - first).count();
  });
  EXPECT_EQ(seen, std::set<std::int64_t>{1});
}

TEST(virtual_clock, may_jump_but_only_so_often) {
  limits one_jump = calm;
  one_jump.clock_jumps = 1;
  const auto seen = outcomes<std::int64_t>(
      [] {
        sync::clock::now();
        sync::clock::now();
        return sync::clock::now().count();
      },
      one_jump);
  EXPECT_EQ(seen, (std::set<std::int64_t>{3, 1'000'003}));
}

TEST(virtual_clock, is_later_after_whatever_another_thread_has_told) {
  limits one_jump = calm;
  one_jump.clock_jumps = 1;
  const exploration e = search(
      [] {
        sync::atomic<std::int64_t> told{0};
        sync::parallel(
            [&] {
              for (int k = 0; k < 3; ++k) sync::clock::now();
              told.store(sync::clock::now().count(), std::memory_order_relaxed);
            },
            [&] {
              const std::int64_t then = told.load(std::memory_order_relaxed);
              sync::check(sync::clock::now().count() > then, "time goes back");
            });
      },
      one_jump);
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 2U * 6U);  // what is read, and who jumps, if anybody
}

// What two threads see of chance must depend on the graph alone, else the search, which goes along
// a graph in another order than it was made in, would take them to be nondeterministic.
TEST(environment, is_the_same_in_whichever_order_a_graph_is_followed) {
  limits once = calm;
  once.spurious_wakeups = once.clock_jumps = once.allocation_failures = 1;
  std::set<std::string> seen;
  const exploration e = search(
      [&] {
        sync::atomic<std::uint32_t> words[2]{0U, 0U};
        std::string logs[2];
        const auto use = [&](std::size_t t) {
          return [&, t] {
            std::string& log = logs[t];
            log += sync::clock::now().count() > 100'000 ? "J" : "-";
            void* p = sync::allocate(8);
            log += p == nullptr ? "N" : "-";
            sync::deallocate(p);
            words[1 - t].store(1);
            log += std::to_string(static_cast<int>(sync::futex_wait(words[t], 0)));
          };
        };
        sync::parallel(use(0), use(1));
        seen.insert(logs[0] + logs[1]);
      },
      once);
  EXPECT_EQ(message_of(e), "");
  EXPECT_TRUE(e.exhausted);
  EXPECT_TRUE(seen.contains("J-1-N1"));
  EXPECT_TRUE(seen.contains("-N1J-1"));
  EXPECT_TRUE(seen.contains("JN1--1"));
  for (const std::string& log : seen) {
    EXPECT_LE(std::count(log.begin(), log.end(), 'J'), 1) << log;
    EXPECT_LE(std::count(log.begin(), log.end(), 'N'), 1) << log;
  }
}

// Along some graphs the second thread looks at the clock before the run has come to where the first
// one's clock jumps: that waits for the fourth thread, which waits for the fifth.
TEST(environment, counts_what_the_graph_says_will_happen) {
  limits once = calm;
  once.clock_jumps = 1;
  const auto jumps = [] { return sync::clock::now().count() > 100'000; };
  const texts seen = texts_of(
      [&] {
        sync::atomic<int> a{0}, b{0}, c{0};
        std::string log = "..";
        sync::parallel(
            [&] {
              b.load(std::memory_order_relaxed);
              if (jumps()) log[0] = 'J';
            },
            [&] {
              a.load(std::memory_order_relaxed);
              if (jumps()) log[1] = 'J';
            },
            [&] { a.store(1, std::memory_order_relaxed); },
            [&] {
              c.load(std::memory_order_relaxed);
              b.store(1, std::memory_order_relaxed);
            },
            [&] { c.store(1, std::memory_order_relaxed); });
        return log;
      },
      once);
  EXPECT_EQ(seen, (texts{"..", "J.", ".J"}));
}

TEST(check, that_fails_is_a_finding_with_its_words) {
  const exploration e = search([] { sync::check(sync::choose(2) == 0, "one is one too many"); });
  EXPECT_EQ(kind_of(e), "check");
  EXPECT_EQ(message_of(e), "one is one too many");
}

TEST(assume, that_fails_abandons_the_run) {
  const exploration e = search([] {
    const std::uint32_t n = sync::choose(4);
    sync::assume(n != 1);
    sync::check(n != 1, "comes after an assumption that does not hold");
  });
  EXPECT_EQ(kind_of(e), "none");
  EXPECT_EQ(e.counts.complete, 3U);
  EXPECT_EQ(e.counts.abandoned, 1U);
}

// The thread reads the old value first; that it should have read another one, it learns from a
// write that is made after its assumption has failed.
TEST(assume, that_fails_leaves_what_others_write_to_be_read) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::thread reader([&] {
      const int seen = x.load();
      sync::assume(seen == 1);
      sync::check(seen == 0, "reached");
    });
    sync::thread writer([&] { x.store(1); });
    reader.join();
    writer.join();
  });
  EXPECT_EQ(message_of(e), "reached");
}

TEST(assume, that_fails_is_no_deadlock_of_those_who_wait) {
  const exploration e = search([] {
    sync::mutex m;
    sync::thread holder([&] {
      const std::lock_guard<sync::mutex> lock(m);
      sync::assume(sync::choose(2) == 0);
    });
    m.lock();
    m.unlock();
    holder.join();
  });
  EXPECT_EQ(kind_of(e), "none");
  EXPECT_GT(e.counts.abandoned, 0U);
  EXPECT_GT(e.counts.complete, 0U);
}

}  // namespace
}  // namespace suture::testing
