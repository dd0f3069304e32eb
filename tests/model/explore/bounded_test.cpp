// The bounded search against counts by hand, and against the definition.
#include "model/explore/bounded.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <stdexcept>

#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/sync/sync.hpp"
#include "tests/oracle/enumerate.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/support/all_runs.hpp"
#include "tests/support/counting.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;

exploration search(std::string_view model, std::uint32_t preemptions,
                   const std::function<void()>& body) {
  const auto rules = make_memory_model(model);
  execution run(*rules, 0);
  bounded strategy(preemptions, *rules);
  return explore(run, body, strategy, limits{}, budget{0, 0, false});
}

// Sequences of `left[t]` steps of each thread t with at most so many switches away from a thread
// that has steps left.
std::uint64_t schedules(std::vector<unsigned> left, int running, unsigned preemptions) {
  std::uint64_t count = 0;
  bool over = true;
  for (int t = 0; t < static_cast<int>(left.size()); ++t) {
    const auto i = static_cast<std::size_t>(t);
    if (left[i] == 0) continue;
    over = false;
    const bool preempts =
        running >= 0 && t != running && left[static_cast<std::size_t>(running)] > 0;
    if (preempts && preemptions == 0) continue;
    std::vector<unsigned> next = left;
    --next[i];
    count += schedules(next, t, preemptions - (preempts ? 1 : 0));
  }
  return over ? 1 : count;
}

class bounded_search : public ::testing::TestWithParam<const char*> {};

TEST_P(bounded_search, makes_each_schedule_within_the_bound_once) {
  for (const auto& [threads, steps] : {std::pair{2U, 1U}, {2U, 2U}, {2U, 4U}, {3U, 2U}}) {
    for (std::uint32_t preemptions = 0; preemptions < 4; ++preemptions) {
      const exploration seen = search(GetParam(), preemptions, [threads = threads, steps = steps] {
        sync::atomic<unsigned> x{0};
        run_threads(threads, [&](unsigned) {
          for (unsigned i = 0; i < steps; ++i) x.fetch_add(1, rlx);
        });
      });
      EXPECT_TRUE(seen.exhausted);
      EXPECT_EQ(seen.counts.complete,
                schedules(std::vector<unsigned>(threads, steps), -1, preemptions))
          << threads << " threads, " << steps << " steps, " << preemptions << " preemptions";
      EXPECT_EQ(seen.counts.runs(), seen.counts.complete);
    }
  }
}

// Under rc11 the second thread may read the older value though it runs after the first.
TEST_P(bounded_search, finds_a_lost_update_with_one_preemption_and_not_by_order_alone) {
  const auto lost = [] {
    sync::atomic<int> x{0};
    run_threads(2, [&](unsigned) { x.store(x.load() + 1); });
    sync::check(x.load() == 2, "an increment is lost");
  };
  EXPECT_EQ(search(GetParam(), 0, lost).found.has_value(), GetParam() == std::string("rc11"));
  EXPECT_TRUE(search(GetParam(), 1, lost).found);
}

TEST_P(bounded_search, counts_no_switch_at_a_wait_as_a_preemption) {
  // The taker of b waits for the other one, which takes a and b; the order of the two threads, and
  // the preemption between the locks, are all there is.
  const auto crossed = [] {
    sync::mutex a, b;
    sync::parallel(
        [&] {
          const sync::lock_guard outer(a);
          const sync::lock_guard inner(b);
        },
        [&] {
          const sync::lock_guard outer(b);
          const sync::lock_guard inner(a);
        });
  };
  EXPECT_EQ(search(GetParam(), 0, crossed).counts.blocked, 0U);
  EXPECT_EQ(search(GetParam(), 1, crossed).counts.blocked, 2U);
}

// A write is seen some day: that the run goes on for ever with the old value says nothing.
TEST_P(bounded_search, does_not_blame_a_thread_that_reads_an_old_value_for_ever) {
  limits few;
  few.events = 2'000;
  const auto rules = make_memory_model(GetParam());
  execution run(*rules, 0);
  bounded strategy(1, *rules);
  const auto body = [] {
    sync::atomic<int> flag{0}, rounds{0};
    sync::parallel(
        [&] {
          while (flag.load() == 0) rounds.fetch_add(1);
        },
        [&] { flag.store(1); });
  };
  const exploration e = explore(run, body, strategy, few, budget{.runs = 100});
  EXPECT_EQ(e.found ? e.found->message : "", "");
  EXPECT_GT(e.counts.bounded, 0U);
}

TEST_P(bounded_search, leaves_loops_that_wait) {
  const auto once_set = [](auto wait) {
    return [wait] {
      sync::atomic<int> flag{0};
      sync::parallel([&] { wait(flag); }, [&] { flag.store(1); });
    };
  };
  const auto loads = [](sync::atomic<int>& flag) {
    while (flag.load() == 0) {
    }
  };
  const auto yields = [](sync::atomic<int>& flag) {
    while (flag.load(rlx) == 0) sync::yield();
  };
  const auto spins = [](sync::atomic<int>& flag) {
    sync::spin_until([&] { return flag.load(rlx) != 0; });
  };
  const auto exchanges = [](sync::atomic<int>& flag) {
    while (flag.exchange(2) == 2) {
    }
  };
  const auto weak = [](sync::atomic<int>& flag) {
    int seen = flag.load();
    while (!flag.compare_exchange_weak(seen, seen + 1)) {
    }
  };
  for (const std::uint32_t preemptions : {0U, 1U, 2U}) {
    for (const auto& body :
         {std::function<void()>(once_set(loads)), std::function<void()>(once_set(yields)),
          std::function<void()>(once_set(spins)), std::function<void()>(once_set(weak)),
          std::function<void()>(once_set([&](auto& flag) {
            exchanges(flag);
            flag.store(0);
          }))}) {
      const exploration seen = search(GetParam(), preemptions, body);
      EXPECT_TRUE(seen.exhausted);
      EXPECT_FALSE(seen.found) << seen.found->message;
      EXPECT_EQ(seen.counts.runs(), seen.counts.complete);
      EXPECT_LT(seen.counts.longest, 200U);
    }
  }
}

// Who yields before its first operation is not the running thread when it is first asked who goes
// on.
TEST_P(bounded_search, lets_a_new_thread_that_yields_go_first_at_a_price) {
  for (std::uint32_t preemptions = 0; preemptions < 2; ++preemptions) {
    std::set<unsigned> first;
    search(GetParam(), preemptions, [&] {
      sync::atomic<unsigned> x{0};
      run_threads(2, [&](unsigned t) {
        if (t == 1) sync::yield();
        if (x.fetch_add(1, rlx) == 0) first.insert(t);
      });
    });
    EXPECT_EQ(first.contains(1), preemptions != 0);
    EXPECT_TRUE(first.contains(0));
  }
}

INSTANTIATE_TEST_SUITE_P(models, bounded_search, ::testing::Values("sc", "rc11"));

class bounded_property : public ::testing::TestWithParam<const char*> {
 protected:
  program_runner runner{GetParam()};
};

const oracle::shape little{
    .per_thread = 3, .total = 5, .locations = 2, .lock = 1, .await = 1, .choose = 1};

TEST_P(bounded_property, sees_with_many_preemptions_what_there_is_and_nothing_else) {
  check_property(
      [&] {
        const oracle::program p = *oracle::programs(little);
        const oracle::outcome_set all = oracle::enumerate(p, oracle::model_named(GetParam()));
        bounded strategy(bounded::most_preemptions, runner.model());
        const runs_seen seen = runner.run(p, strategy, 200'000);
        RC_ASSERT(seen.trouble == "");
        RC_PRE(seen.exhausted);
        RC_ASSERT(seen.outcomes == all.outcomes);
        RC_ASSERT(seen.blocked_outcomes == all.blocked_outcomes);
        RC_ASSERT(seen.complete.size() == all.complete.size());
      },
      300);
}

TEST_P(bounded_property, sees_no_less_with_one_preemption_more) {
  check_property(
      [&] {
        const oracle::program p = *oracle::programs(little);
        std::set<oracle::outcome> before;
        std::uint64_t runs = 0;
        for (const std::uint32_t preemptions : {0U, 1U, 2U}) {
          bounded strategy(preemptions, runner.model());
          const runs_seen seen = runner.run(p, strategy, 50'000);
          RC_PRE(seen.exhausted);
          RC_ASSERT(seen.trouble == "");
          RC_ASSERT(seen.runs >= runs);
          RC_ASSERT(std::includes(seen.outcomes.begin(), seen.outcomes.end(), before.begin(),
                                  before.end()));
          before = seen.outcomes;
          runs = seen.runs;
        }
      },
      200);
}

INSTANTIATE_TEST_SUITE_P(models, bounded_property, ::testing::Values("sc", "tso", "rc11"));

TEST(bounded_name, carries_the_number_of_preemptions) {
  const auto model = make_memory_model("sc");
  const auto strategy = make_strategy("bounded:12", *model, {});
  EXPECT_EQ(strategy->name(), "bounded:12");
  EXPECT_EQ(strategy->bound(), "at most 12 preemptions");
  EXPECT_EQ(make_strategy("bounded:1", *model, {})->bound(), "at most 1 preemption");
}

TEST(bounded_name, is_refused_without_a_sensible_number) {
  const auto model = make_memory_model("sc");
  for (const char* text : {"bounded:", "bounded:-1", "bounded:two", "bounded:2x", "bounded: 2",
                           "bounded:1001", "bounded:99999999999"}) {
    try {
      make_strategy(text, *model, {});
      ADD_FAILURE() << text << " is accepted";
    } catch (const std::invalid_argument& e) {
      EXPECT_EQ(std::string(e.what()),
                std::string("strategy '") + text +
                    "': the number of preemptions must be between 0 and 1000, as in bounded:2, "
                    "or ∞");
    }
  }
  EXPECT_THROW(make_strategy("bounded", *model, {}), std::invalid_argument);
}

}  // namespace
}  // namespace suture::testing
