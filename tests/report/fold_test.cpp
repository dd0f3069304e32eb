#include "report/fold.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace suture::report {
namespace {

// A trace in which each letter is an action.
trace trace_of(const std::string& actions) {
  trace t;
  for (const char c : actions) t.steps.push_back({1, {"a.cpp", "f", 1}, {c}, {c}, {}});
  return t;
}

// What is shown, with (rounds×period) for what is not.
std::string folded(const std::string& actions) {
  std::string text;
  for (const stretch& s : fold(trace_of(actions))) {
    if (s.period == 0) {
      text += actions.substr(s.first, s.last - s.first);
    } else {
      text += "(" + std::to_string(s.rounds) + "x" + std::to_string(s.period) + ")";
    }
  }
  return text;
}

TEST(Fold, shows_the_first_and_the_last_round) {
  EXPECT_EQ(folded("aaaaaaaa"), "a(6x1)a");
  EXPECT_EQ(folded("xababababababy"), "xab(4x2)aby");
}

TEST(Fold, leaves_short_loops_as_they_are) {
  EXPECT_EQ(folded("aaaa"), "aaaa");
  EXPECT_EQ(folded("abababab"), "abababab");
  EXPECT_EQ(folded(""), "");
}

TEST(Fold, leaves_the_set_up_out_but_for_what_is_needed) {
  trace t = trace_of("abcdexxy");
  t.setup = 5;
  t.steps[2].needed = true;
  EXPECT_EQ(fold(t).size(), 1U);  // unless asked for
  const auto all = fold(t, true);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_TRUE(all[0].setup && all[2].setup);
  EXPECT_FALSE(all[1].hidden() || all[3].hidden());
  EXPECT_EQ(all[1].first, 2U);
  EXPECT_EQ(all[2].first, 3U);
  EXPECT_EQ(all[3].first, 5U);
  EXPECT_EQ(all[3].last, 8U);
}

TEST(Fold, leaves_a_short_set_up_as_it_is) {
  trace t = trace_of("abx");
  t.setup = 2;
  EXPECT_EQ(fold(t, true).size(), 1U);
}

TEST(Fold, folds_one_loop_after_the_other) { EXPECT_EQ(folded("aaaaaabbbbbb"), "a(4x1)ab(4x1)b"); }

TEST(Fold, keeps_steps_of_other_threads_and_places_apart) {
  trace t = trace_of("aaaaaaaa");
  t.steps[3].thread = 2;
  t.steps[6].where.line = 2;
  EXPECT_EQ(fold(t).size(), 1U);
}

RC_GTEST_PROP(Fold, covers_every_step_once, ()) {
  const auto actions = *rc::gen::container<std::string>(rc::gen::element('a', 'b'));
  std::size_t next = 0;
  for (const stretch& s : fold(trace_of(actions))) {
    RC_ASSERT(s.first == next);
    RC_ASSERT(s.last > s.first);
    RC_ASSERT(s.period * s.rounds == (s.period == 0 ? 0 : s.last - s.first));
    next = s.last;
  }
  RC_ASSERT(next == actions.size());
}

}  // namespace
}  // namespace suture::report
