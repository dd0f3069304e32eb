// Choices, the virtual clock, names, assumptions.
#include <gtest/gtest.h>

#include "tests/model/execution/runs.hpp"

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
  void on_event(execution& run, event_id id) override {
    const event& e = run.events()[id];
    if (e.kind == event_kind::choice && !e.has(event_flag::internal)) all.insert("a choice");
  }
  void on_note(execution&, std::string_view text, sync::site) override { all.emplace(text); }
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

TEST(virtual_clock, begins_anew_in_every_run) {
  const auto seen = outcomes<std::int64_t>([] {
    sync::choose(4);
    return sync::clock::now().count();
  });
  EXPECT_EQ(seen, std::set<std::int64_t>{1});
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

}  // namespace
}  // namespace suture::testing
