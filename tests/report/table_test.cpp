#include "report/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/width.hpp"
#include "tests/report/golden.hpp"

namespace suture::report {
namespace {

constexpr sync::site at(std::uint32_t line) { return {"/some/where/str.cpp", "f", line}; }

trace_step step(thread_id t, std::uint32_t line, std::string text, std::string switched = {}) {
  return {t, line == 0 ? sync::site{} : at(line), text, text, std::move(switched)};
}

// The picture of the design.
explanation leak() {
  explanation e;
  e.name = "str.utf8_cache/lock=none";
  e.verdict = "FOUND leak";
  e.expected = "leak";
  e.what.message = "7 bytes allocated at str.cpp:118 by thread 1 are never freed";
  e.what.places = {{"thread 1 allocates", at(118)}, {"nobody knows where", {}}};
  e.how.threads = 3;
  e.how.steps = {step(0, 0, "make str \"héllo\""),
                 step(1, 112, "utf8 is null"),
                 step(2, 112, "utf8 is null", "thread 1 preempted before str.cpp:118"),
                 step(2, 118, "allocate 7 bytes: b2.0"),
                 step(2, 121, "utf8 = b2.0 (release)"),
                 step(1, 118, "allocate 7 bytes: b1.0", "thread 2 finished"),
                 step(1, 121, "utf8 = b1.0 (release), and more than fits into any column")};
  e.how.stuck = {"main waits for ever"};
  e.summary = "found in run 4 by exhaustive; memory model rc11";
  e.replay = "suture replay suture1.str.utf8_cache~lock-none.7f3a.Q1x9c";
  return e;
}

TEST(Table, shows_a_finding) { expect_golden("table", to_text(leak())); }

TEST(Table, is_the_same_each_time) { EXPECT_EQ(to_text(leak()), to_text(leak())); }

TEST(Table, has_no_trailing_spaces) {
  EXPECT_THAT(to_text(leak()), testing::Not(testing::HasSubstr(" \n")));
}

TEST(Table, leaves_out_what_is_empty) {
  explanation e;
  e.name = "check";
  EXPECT_EQ(to_text(e), "check\n");
}

TEST(Table, survives_any_text) {
  explanation e = leak();
  e.name = "a\nb";
  e.what.message = "\x1b[31mred\xFF";
  e.how.steps[0].text = "line\nbreak";
  expect_golden("table_of_odd_texts", to_text(e));
}

TEST(Table, of_a_very_long_trace_shows_its_ends) {
  trace t;
  for (std::uint32_t i = 1; i <= 5000; ++i) {
    t.steps.push_back(step(i % 2 + 1, i, "n", i % 2 != 0 ? "" : "thread 1 preempted"));
  }
  const std::string text = to_table(t);
  EXPECT_THAT(text, testing::HasSubstr("4800 steps left out"));
  EXPECT_THAT(text, testing::HasSubstr("  60"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr(":61  ")));
  EXPECT_THAT(text, testing::HasSubstr(":4861  "));
  EXPECT_LT(text.size(), 40'000U);
}

TEST(Table, has_a_column_for_every_thread) {
  trace t;
  t.threads = 5;
  t.steps = {step(4, 1, "n")};
  EXPECT_THAT(to_table(t), testing::HasSubstr("main  thread 1  thread 2  thread 3  thread 4"));
}

trace of_threads(std::uint32_t n) {
  trace t;
  t.threads = n + 1;
  for (thread_id i = 1; i <= n; ++i) {
    t.steps.push_back(step(i, 100 + i, "count: 1 → 2 (fetch_add)", i == 1 ? "" : "preempted"));
  }
  return t;
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    widest = std::max(widest, width(text.substr(at, end - at)));
    at = end + 1;
  }
  return widest;
}

TEST(Table, has_room_for_five_threads_in_120_columns_and_three_in_80) {
  EXPECT_LE(widest_line(to_table(of_threads(5), {.width = 120})), 120U);
  EXPECT_LE(widest_line(to_table(of_threads(3), {.width = 80})), 80U);
  expect_golden("table_of_five_threads", to_table(of_threads(5), {.width = 120}));
}

TEST(Table, cuts_no_step_short_where_there_is_no_room) {
  const std::string text = to_table(of_threads(9), {.width = 40});
  for (int line = 101; line <= 109; ++line) {
    EXPECT_THAT(
        text, testing::HasSubstr("str.cpp:" + std::to_string(line) + "  count: 1 → 2 (fetch_add)"));
  }
}

TEST(Table, folds_the_set_up_unless_asked_for) {
  trace t = of_threads(2);
  for (std::uint32_t i = 0; i < 12; ++i) t.steps.insert(t.steps.begin(), step(0, i + 1, "made"));
  t.setup = 12;
  const std::string folded = to_table(t, {.all = false, .unfold = "--all shows them"});
  EXPECT_THAT(folded, testing::HasSubstr("⋮  12 steps of set-up; --all shows them\n"));
  EXPECT_THAT(folded, testing::Not(testing::HasSubstr("made")));
  EXPECT_THAT(folded, testing::HasSubstr("  13  "));  // the numbers are those of all steps
  EXPECT_THAT(to_table(t), testing::HasSubstr("   1  str.cpp:12  made"));
}

TEST(Table, shows_the_source_beside_the_step_where_it_is_there) {
  trace t = of_threads(1);
  t.steps[0].where = sync::site::current();
  t.steps.push_back(step(1, 9, "n"));
  const std::string text = to_table(t, {.width = 140, .sources = true});
  EXPECT_THAT(text, testing::HasSubstr("│ t.steps[0].where = sync::site::current();"));
  EXPECT_THAT(text, testing::HasSubstr("str.cpp:9  n\n"));  // there is no such file
  EXPECT_THAT(to_table(t, {.width = 44, .sources = true}), testing::Not(testing::HasSubstr("│")));
}

TEST(Table, of_no_steps_is_empty) { EXPECT_EQ(to_table({}), ""); }

}  // namespace
}  // namespace suture::report
