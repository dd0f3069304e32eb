#include "model/explore/shrinking/shrink.hpp"

#include <gtest/gtest.h>

#include "checkers/standard.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "model/sync/sync.hpp"

namespace suture {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

// Each thread does much that has nothing to do with the update that is lost.
void lost_update() {
  sync::atomic<int> n{0}, noise{0};
  const auto increment = [&] {
    for (int i = 0; i < 6; ++i) noise.fetch_add(1);
    n.store(n.load() + 1);
    for (int i = 0; i < 6; ++i) noise.fetch_add(1);
  };
  sync::parallel(increment, increment, [&] {
    for (int i = 0; i < 12; ++i) noise.fetch_add(1);
  });
  sync::check(n.load() == 2, "both increments count");
}

void message_passing() {
  sync::atomic<int> data{0}, flag{0}, noise{0};
  sync::parallel(
      [&] {
        for (int i = 0; i < 4; ++i) noise.fetch_add(1, relaxed);
        data.store(1, relaxed);
        flag.store(1, relaxed);
      },
      [&] {
        for (int i = 0; i < 4; ++i) noise.load(relaxed);
        if (flag.load(relaxed) == 1) sync::check(data.load(relaxed) == 1, "the data is there");
      });
}

void crossed_locks() {
  sync::mutex a, b;
  sync::atomic<int> noise{0};
  const auto both = [&](sync::mutex& first, sync::mutex& second) {
    for (int i = 0; i < 5; ++i) noise.fetch_add(1);
    const sync::lock_guard<sync::mutex> one(first);
    const sync::lock_guard<sync::mutex> other(second);
  };
  sync::parallel([&] { both(a, b); }, [&] { both(b, a); });
}

// The run with an unneeded spurious wake-up, or without.
void sleeper() {
  sync::atomic<std::uint32_t> word{0};
  sync::atomic<int> n{0};
  sync::parallel(
      [&] {
        sync::futex_wait(word, 0);
        n.store(n.load() + 1);
      },
      [&] {
        n.store(n.load() + 1);
        word = 1;
        sync::futex_wake(word, 1);
      },
      [&] { n.store(n.load() + 1); });
  sync::check(n.load() == 3, "all increments count");
}

class Shrink : public testing::TestWithParam<void (*)()> {
 protected:
  Shrink() { checkers_.attach(run_); }

  exploration find(std::uint64_t seed) {
    random_walk walk(seed, *model_);
    return explore(run_, GetParam(), walk, limits_, {.runs = 5000}, {});
  }
  std::optional<finding> replayed(const schedule& s) {
    replay again(s);
    run_.run(GetParam(), *again.next_run(), again, limits_);
    EXPECT_EQ(again.diverged(), replay::never);
    return run_.found();
  }

  std::unique_ptr<memory_model> model_ = make_memory_model("rc11");
  execution run_{*model_, 0};
  standard_checkers checkers_;
  limits limits_;
};

TEST_P(Shrink, keeps_the_finding_and_never_has_more_switches) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const exploration made = find(seed);
    ASSERT_TRUE(made.found) << "seed " << seed;
    const shrunk s = shrink(run_, GetParam(), limits_, made.decisions);
    EXPECT_LE(s.after.switches, s.before.switches);
    EXPECT_LE(s.after.switches, 5U)
        << "seed " << seed;  // what a person needs for the worst of them
    EXPECT_FALSE(simpler(s.before, s.after));
    EXPECT_LE(s.runs, shrink_budget{}.runs + 2);
    const auto found = replayed(s.decisions);
    ASSERT_TRUE(found);
    EXPECT_TRUE(same_bug(*found, *made.found));
    EXPECT_EQ(found->message, s.what.message);
  }
}

TEST_P(Shrink, is_the_same_each_time_and_has_an_end) {
  const exploration made = find(3);
  ASSERT_TRUE(made.found);
  const shrunk once = shrink(run_, GetParam(), limits_, made.decisions);
  EXPECT_EQ(shrink(run_, GetParam(), limits_, made.decisions).decisions, once.decisions);
  const shrunk twice = shrink(run_, GetParam(), limits_, once.decisions);
  EXPECT_FALSE(simpler(once.after, twice.after));
}

TEST_P(Shrink, keeps_to_its_budget) {
  const exploration made = find(4);
  ASSERT_TRUE(made.found);
  EXPECT_LE(shrink(run_, GetParam(), limits_, made.decisions, {.runs = 7}).runs, 8U);
  const shrunk none = shrink(run_, GetParam(), limits_, made.decisions, {.events = 1});
  EXPECT_EQ(none.decisions, made.decisions);
}

TEST_P(Shrink, gives_the_schedule_back_where_it_takes_too_long) {
  const exploration made = find(4);
  ASSERT_TRUE(made.found);
  const shrunk late = shrink(run_, GetParam(), limits_, made.decisions, {.seconds = 0});
  EXPECT_EQ(late.decisions, made.decisions);
  EXPECT_EQ(late.after, late.before);
}

INSTANTIATE_TEST_SUITE_P(Bodies, Shrink,
                         testing::Values(lost_update, message_passing, crossed_locks, sleeper));

class ShrinkOdd : public Shrink {};

TEST_P(ShrinkOdd, leaves_out_what_is_odd_for_nothing) {
  const exploration made = find(5);
  ASSERT_TRUE(made.found);
  EXPECT_EQ(shrink(run_, GetParam(), limits_, made.decisions).after.odd, 0U);
}

INSTANTIATE_TEST_SUITE_P(Sleeper, ShrinkOdd, testing::Values(sleeper, lost_update));

TEST(ShrinkNothing, gives_a_run_without_finding_back) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const schedule s{{0, 1}};
  const shrunk none = shrink(
      run, [] { sync::parallel([] {}, [] {}); }, limits{}, s);
  EXPECT_EQ(none.decisions, s);
  EXPECT_EQ(none.runs, 1U);
}

TEST(SameBug, is_told_by_kind_and_places) {
  const sync::site here{"a.cpp", "f", 1}, there{"a.cpp", "g", 2};
  const finding one{"race", "thread 1 …", {{"x", here}, {"y", there}}, {}};
  const finding other_way{"race", "thread 2 …", {{"y", there}, {"x", here}}, {}};
  const finding elsewhere{"race", "thread 1 …", {{"x", here}}, {}};
  EXPECT_TRUE(same_bug(one, other_way));
  EXPECT_FALSE(same_bug(one, elsewhere));
  const finding kind{"leak", "thread 1 …", one.places, {}};
  EXPECT_FALSE(same_bug(one, kind));
}

}  // namespace
}  // namespace suture
