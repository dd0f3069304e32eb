// Which strategies find which planted bugs, in how many runs. Seeds are fixed, so nothing here
// depends on luck; the programs and what they are modelled on: scenarios/planted/program.hpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/planted/find.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/sampling/profile.hpp"

namespace planted {
namespace {

constexpr std::uint64_t seeds = 5;

// In how many of the seeds it is found.
unsigned found(std::string_view program, std::string_view strategy, std::uint64_t runs) {
  unsigned times = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const search_result r = find(program_named(program), strategy, seed, runs);
    if (r.found) {
      EXPECT_EQ(r.kind, program_named(program).finding) << program << " by " << strategy;
      ++times;
    }
  }
  return times;
}

class by_mixture : public ::testing::TestWithParam<const char*> {};

// Whatever some strategy finds soon, all of them together find.
TEST_P(by_mixture, is_found) { EXPECT_EQ(found(GetParam(), "mixture", 4000), seeds); }

INSTANTIATE_TEST_SUITE_P(program, by_mixture,
                         ::testing::Values("account", "bluetooth", "bounded_buffer", "carter",
                                           "circular_buffer", "fib_turns", "inodes", "lazy",
                                           "lost_signal", "phase", "philosophers_3",
                                           "philosophers_5", "reorder_5", "reorder_10",
                                           "stringbuffer", "twostage_2", "twostage_20",
                                           "work_stealing", "wronglock_3"),
                         [](const auto& one) { return std::string(one.param); });

// What the papers show: orders at one location, drawn evenly, reach what others hardly do.
TEST(surw, finds_the_reader_between_two_stores_of_many) {
  EXPECT_EQ(found("reorder_100", "surw", 1000), seeds);
  EXPECT_LT(found("reorder_100", "random", 1000), seeds);
}

TEST(pct, finds_what_must_go_on_for_long) {
  EXPECT_EQ(found("token_ring", "pct:3", 2000), seeds);
  EXPECT_EQ(found("token_ring", "random", 2000), 0U);
}

}  // namespace
}  // namespace planted
