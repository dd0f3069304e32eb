// A search that ended early goes on from what it had written down, to the same end.
#include <gtest/gtest.h>

#include "tests/model/explore/parallel/programs.hpp"
#include "tests/model/explore/parallel/searches.hpp"

namespace suture::testing {
namespace {

// All that a search with `d` writes down on its way.
std::vector<search_state> states_of(const program& p, division d, const budget& b) {
  std::vector<search_state> kept;
  d.keep = [&](const search_state& s) { kept.push_back(s); };
  d.keep_seconds = 0;
  const auto slow = [&] {
    std::this_thread::sleep_for(std::chrono::microseconds(50));
    p.body();
  };
  search_divided("rc11", slow, d, b);
  return kept;
}

void expect_same_end(const program& p, const budget& b) {
  const std::string alone = text_of(search_alone(
      "rc11", [&] { p.body(); }, b));
  division d;
  d.jobs = 2;
  const std::vector<search_state> states = states_of(p, d, b);
  ASSERT_FALSE(states.empty());
  for (std::size_t i = 0; i < states.size(); ++i) {
    for (const unsigned jobs : {1U, 3U}) {
      SCOPED_TRACE(fmt::format("{}, {} runs, state {} of {}, {} jobs", p.name, b.runs, i,
                               states.size(), jobs));
      division later;
      later.jobs = jobs;
      later.from = &states[i];
      EXPECT_EQ(text_of(search_divided(
                            "rc11", [&] { p.body(); }, later, b)
                            .result),
                alone);
    }
  }
}

TEST(resume, ends_as_without_the_break) {
  for (const std::size_t which : {9U, 10U, 11U, 15U, 16U, 19U, 21U}) {
    expect_same_end(sound_programs()[which], {});
  }
}

TEST(resume, reports_the_same_finding) {
  for (const program& p : failing_programs()) expect_same_end(p, {});
}

TEST(resume, keeps_to_the_budget) {
  for (const std::uint64_t runs : {1U, 500U, 1679U, 1680U}) {
    expect_same_end(sound_programs()[10], {runs, 0, true});
  }
}

TEST(resume, goes_on_with_more_budget) {
  const program& p = sound_programs()[10];
  const std::string alone = text_of(search_alone("rc11", [&] { p.body(); }));
  search_state state;
  for (const std::uint64_t runs : {10U, 200U, 1000U, 5000U}) {
    division d;
    d.from = &state;
    d.depth = state.depth == 0 ? 3 : 0;
    divided_exploration part = search_divided("rc11", [&] { p.body(); }, d, {runs, 0, true});
    state = std::move(part.state);
    if (runs == 5000) {
      EXPECT_EQ(text_of(part.result), alone);
    }
  }
}

// As after a kill between two writes: every item but those at hand is passed by.
TEST(resume, does_not_do_again_what_was_done) {
  const program& p = sound_programs()[10];
  std::atomic<unsigned> calls{0};
  const auto body = [&] {
    calls.fetch_add(1);
    p.body();
  };
  division d;
  d.depth = 3;
  std::vector<search_state> kept;
  d.keep = [&](const search_state& s) { kept.push_back(s); };
  search_divided("rc11", body, d);
  calls = 0;
  division later;
  later.from = &kept.back();
  const auto again = search_divided("rc11", body, later);
  EXPECT_TRUE(again.result.exhausted);
  EXPECT_EQ(again.result.counts.complete, 1680U);
  EXPECT_EQ(calls, 0U);
}

}  // namespace
}  // namespace suture::testing
