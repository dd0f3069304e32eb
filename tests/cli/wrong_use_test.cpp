// Wrong use: exit status 2, one clear line on stderr, and nothing run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string complaint(const std::vector<std::string>& arguments) {
  const finished f = suture(arguments);
  EXPECT_EQ(f.status, 2) << testing::PrintToString(arguments);
  EXPECT_EQ(f.out, "") << testing::PrintToString(arguments);
  EXPECT_TRUE(f.err.starts_with("suture: ")) << f.err;
  EXPECT_EQ(std::count(f.err.begin(), f.err.end(), '\n'), 1) << f.err;
  return f.err;
}

TEST(WrongUse, of_a_scenario_offers_the_nearest_names) {
  EXPECT_EQ(complaint({"check", "str.utf8_cash"}).substr(0, 59),
            "suture: no scenario 'str.utf8_cash'; did you mean str.utf8_");
  EXPECT_THAT(complaint({"check", "refcount.two_owner"}), HasSubstr("refcount.two_owners"));
  EXPECT_THAT(complaint({"list", "str.utf8_cash"}), HasSubstr("did you mean"));
  EXPECT_THAT(complaint({"check", "qqqqqqqqqqqqqqqqqqqqqqqqq"}), HasSubstr("see 'suture list'"));
}

TEST(WrongUse, of_a_pattern_says_what_is_wrong_with_it) {
  EXPECT_THAT(complaint({"check", "str.[ab"}), HasSubstr("bad pattern 'str.[ab'"));
  EXPECT_THAT(complaint({"check", ""}), HasSubstr("bad pattern ''"));
  EXPECT_THAT(complaint({"check", "zzz.*"}), HasSubstr("no scenario matches 'zzz.*'"));
  // One good pattern does not make up for a bad one.
  EXPECT_THAT(complaint({"check", "str.*", "zzz.*"}), HasSubstr("zzz"));
}

TEST(WrongUse, of_an_option_says_what_would_be_right) {
  EXPECT_THAT(complaint({"check", "--strategy", "rndom"}),
              AllOf(HasSubstr("'rndom'"), HasSubstr("exhaustive"), HasSubstr("random")));
  EXPECT_THAT(complaint({"check", "--memory", "pso"}), HasSubstr("one of sc, tso, rc11"));
  EXPECT_THAT(complaint({"check", "--backend", "pthreads"}), HasSubstr("engine, relacy or native"));
  EXPECT_THAT(complaint({"check", "--budget", "soon"}), HasSubstr("such as 30s"));
  EXPECT_THAT(complaint({"check", "--budget", "-5s"}), HasSubstr("'-5s'"));
  EXPECT_THAT(complaint({"check", "--jobs", "0"}), HasSubstr("--jobs is 0"));
  EXPECT_THAT(complaint({"check", "--jobs", "many"}), HasSubstr("--jobs"));
  EXPECT_THAT(complaint({"check", "--jobs", "-1"}), HasSubstr("--jobs"));
  EXPECT_THAT(complaint({"check", "--seed", "abc"}), HasSubstr("--seed"));
  EXPECT_THAT(complaint({"check", "--seed", "-3"}), HasSubstr("--seed"));
  EXPECT_THAT(complaint({"check", "--json", "/no/such/folder/x.json"}), HasSubstr("--json"));
  EXPECT_THAT(complaint({"check", "--backend", "relacy", "--memory", "sc"}),
              HasSubstr("for the engine"));
  complaint({"check", "--no-such-option"});
  complaint({"check", "--budget"});
}

TEST(WrongUse, of_the_command_itself) {
  complaint({});
  complaint({"chekc"});
  complaint({"replay"});
  complaint({"replay", "suture1.a.b.c", "suture1.a.b.c"});
}

TEST(WrongUse, is_not_to_ask_for_help) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"--help"}, {"check", "--help"}, {"list", "-h"}, {"replay", "-h"}}) {
    const finished f = suture(arguments);
    EXPECT_EQ(f.status, 0);
    EXPECT_THAT(f.out, HasSubstr("Usage"));
    EXPECT_EQ(f.err, "");
  }
}

}  // namespace
}  // namespace cli
