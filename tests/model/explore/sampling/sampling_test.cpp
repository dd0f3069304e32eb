// What each sampler promises, on programs where it can be counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/sampling/profile.hpp"
#include "model/sync/sync.hpp"

namespace suture::testing {
namespace {

using atomic_int = sync::atomic<int>;

constexpr std::uint64_t runs = 4000;

// How often each order of three additions by two threads came.
std::map<std::string, unsigned> orders_by(std::string_view name) {
  const auto model = make_memory_model("sc");
  execution run(*model, 0);
  std::map<std::string, unsigned> seen;
  const std::function<void()> body = [&seen] {
    atomic_int x{0}, before{0};
    std::string order(6, ' ');
    const auto add = [&](char me) {
      for (int i = 0; i < 3; ++i) order[static_cast<std::size_t>(x.fetch_add(1))] = me;
    };
    sync::parallel([&] { add('a'); }, [&] { add('b'); });
    ++seen[order];
  };
  const auto known = profile_of(run, body, limits{}, 1, 0);
  seen.clear();
  const auto s = make_strategy(name, *model, {.known = known});
  explore(run, body, *s, limits{}, {.runs = runs});
  return seen;
}

// The rarest order, as a part of what it would be if all were alike.
double rarest(const std::map<std::string, unsigned>& orders) {
  constexpr std::size_t all = 20;
  if (orders.size() < all) return 0;
  unsigned least = runs;
  for (const auto& [order, times] : orders) least = std::min(least, times);
  return static_cast<double>(least) * all / runs;
}

TEST(urw, makes_every_interleaving_as_likely_as_the_others) {
  EXPECT_GT(rarest(orders_by("urw")), 0.7);
}

TEST(surw, makes_every_order_at_one_location_as_likely_as_the_others) {
  EXPECT_GT(rarest(orders_by("surw")), 0.7);
}

TEST(random_walk, prefers_orders_in_which_a_thread_is_done_late) {
  EXPECT_LT(rarest(orders_by("random")), 0.6);
}

// Depth 1: priorities that do not change, so threads go one after the other.
TEST(pct, of_depth_one_lets_threads_go_one_by_one) {
  const auto orders = orders_by("pct:1");
  EXPECT_THAT(orders,
              ::testing::UnorderedElementsAre(::testing::Key("aaabbb"), ::testing::Key("bbbaaa")));
}

TEST(pct, of_depth_two_changes_priorities_once) {
  for (const auto& [order, times] : orders_by("pct:2")) {
    const auto switches = std::count_if(order.begin() + 1, order.end(),
                                        [&](const char& c) { return c != *(&c - 1); });
    EXPECT_LE(switches, 2) << order;
  }
}

TEST(burst, makes_long_stretches_likely) {
  const auto orders = orders_by("burst");
  EXPECT_GT(orders.at("aaabbb") + orders.at("bbbaaa"), runs / 4);
}

// Who yields is about to make no event that anybody knows of.
TEST(surw, knows_nothing_of_the_next_event_of_who_yields) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const std::function<void()> body = [] {
    atomic_int x{0}, y{0};
    const auto work = [&] {
      for (int i = 0; i < 4; ++i) {
        x.fetch_add(1);
        sync::yield();
        y.fetch_add(1);
        sync::yield();
      }
    };
    sync::parallel(work, work, work);
  };
  const auto known = profile_of(run, body, limits{}, 1, 0);
  for (const char* name : {"surw", "pos", "mixture"}) {
    const auto s = make_strategy(name, *model, {.known = known});
    const exploration e = explore(run, body, *s, limits{}, {.runs = 300});
    EXPECT_FALSE(e.found.has_value()) << name;
    EXPECT_EQ(e.counts.complete, 300U) << name;
  }
}

TEST(mixture, sees_every_order) { EXPECT_GT(rarest(orders_by("mixture")), 0.3); }

TEST(profile, knows_threads_locations_and_decisions) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const auto known = profile_of(
      run,
      [] {
        atomic_int shared{0}, alone{0};
        sync::parallel([&] { shared.store(1); },
                       [&] {
                         shared.load();
                         alone.store(1);
                       });
      },
      limits{}, 1, 0, 5);
  EXPECT_EQ(known->runs, 5U);
  EXPECT_EQ(known->threads.size(), 3U);
  ASSERT_EQ(known->shared.size(), 1U);
  EXPECT_EQ(known->shared.front().accesses, 10U);
  EXPECT_GE(known->decisions_in_a_run(), 1U);
}

TEST(profile, is_cut_short_by_a_finding_and_is_one_all_the_same) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const auto known = profile_of(
      run, [] { sync::check(false, "always"); }, limits{}, 1, 0);
  EXPECT_EQ(known->runs, 1U);
  EXPECT_GE(known->decisions_in_a_run(), 1U);
}

TEST(strategy_name, says_what_is_wrong_with_it) {
  const auto refused = [](const char* text) -> std::string {
    const auto model = make_memory_model("sc");
    try {
      make_strategy(text, *model, {});
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "accepted";
  };
  EXPECT_EQ(refused("pct:0"),
            "strategy 'pct:0': the number of events that a bug needs in order must be between 1 "
            "and 100, as in pct:3");
  EXPECT_EQ(refused("pct:three").substr(0, 22), "strategy 'pct:three': ");
  EXPECT_EQ(refused("pct"), "strategy 'pct': it needs a number, as in pct:3");
  EXPECT_EQ(refused("pos:3"), "strategy 'pos:3': it takes no argument, as in pos");
  EXPECT_EQ(refused("dfs").substr(0, 44), "unknown strategy 'dfs': use one of exhaustiv");
  for (const std::string& name : strategy_names()) EXPECT_EQ(refused(name.c_str()), "accepted");
}

}  // namespace
}  // namespace suture::testing
