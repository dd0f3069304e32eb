// Shards: every execution in exactly one of them.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/model/explore/parallel/programs.hpp"
#include "tests/model/explore/parallel/searches.hpp"

namespace suture::testing {
namespace {

std::vector<divided_exploration> all_shards(const program& p, std::uint32_t count, unsigned jobs,
                                            const budget& b = {}) {
  std::vector<divided_exploration> parts;
  for (std::uint32_t i = 0; i < count; ++i) {
    division d;
    d.jobs = jobs;
    d.part = {i, count};
    parts.push_back(search_divided(
        "rc11", [&] { p.body(); }, d, b));
  }
  return parts;
}

TEST(shards, are_the_whole_together) {
  for (const program& p : sound_programs()) {
    const exploration alone = search_alone("rc11", [&] { p.body(); });
    for (const std::uint32_t count : {2U, 3U, 5U}) {
      SCOPED_TRACE(fmt::format("{}, {} shards", p.name, count));
      statistics all;
      for (const divided_exploration& part : all_shards(p, count, count == 3 ? 2 : 1)) {
        EXPECT_TRUE(part.result.exhausted);
        all.add(part.result.counts);
      }
      EXPECT_EQ(text_of(all), text_of(alone.counts));
    }
  }
}

TEST(shards, agree_on_the_cut) {
  for (const program& p : sound_programs()) {
    const auto parts = all_shards(p, 3, 1);
    for (const divided_exploration& part : parts) {
      EXPECT_EQ(part.state.depth, parts[0].state.depth) << p.name;
      EXPECT_EQ(part.state.refused, parts[0].state.refused) << p.name;
    }
  }
}

TEST(shards, have_the_first_finding_in_the_lowest_item) {
  for (const program& p : failing_programs()) {
    const exploration alone = search_alone("rc11", [&] { p.body(); });
    for (const std::uint32_t count : {2U, 3U, 5U}) {
      SCOPED_TRACE(fmt::format("{}, {} shards", p.name, count));
      const auto parts = all_shards(p, count, 1);
      const divided_exploration* first = nullptr;
      for (const divided_exploration& part : parts) {
        if (!part.result.found) continue;
        if (first == nullptr || part.item < first->item) first = &part;
      }
      ASSERT_NE(first, nullptr);
      EXPECT_EQ(first->result.decisions, alone.decisions);
      EXPECT_EQ(first->result.found->message, alone.found->message);
    }
  }
}

}  // namespace
}  // namespace suture::testing
