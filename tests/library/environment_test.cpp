// SUTURE_REPLAY, SUTURE_BUDGET, SUTURE_STRATEGY and SUTURE_SEED: in this process, and of a test
// program as a user runs it.
#include "library/environment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <regex>

#include "tests/library/bodies.hpp"

namespace suture {
namespace {

using testing::HasSubstr;
using testing::Not;

// Set as long as the object lives.
class variable {
 public:
  variable(const char* name, const std::string& value) : name_(name) {
    setenv(name, value.c_str(), 1);
  }
  ~variable() { unsetenv(name_); }
  variable(const variable&) = delete;
  variable& operator=(const variable&) = delete;

 private:
  const char* name_;
};

std::string complaint(const char* name, const std::string& value) {
  const variable set(name, value);
  try {
    check(atomic_increments);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "no complaint";
}

TEST(Environment, names_the_variable_whose_value_makes_no_sense) {
  EXPECT_EQ(complaint("SUTURE_SEED", "soon"),
            "SUTURE_SEED is 'soon'; it must be a number, not below 0");
  EXPECT_THAT(complaint("SUTURE_SEED", "-1"), HasSubstr("SUTURE_SEED is '-1'"));
  EXPECT_THAT(complaint("SUTURE_SEED", "18446744073709551616"), HasSubstr("SUTURE_SEED is '1844"));
  for (const char* bad : {"0", "-1", "1m", "inf", "nan", " 1", "1e999"}) {
    EXPECT_THAT(complaint("SUTURE_BUDGET", bad), HasSubstr("a positive number of seconds")) << bad;
  }
  EXPECT_THAT(complaint("SUTURE_STRATEGY", "rndom"),
              testing::AllOf(HasSubstr("SUTURE_STRATEGY: strategy is 'rndom'"), HasSubstr("pos")));
  EXPECT_THAT(complaint("SUTURE_STRATEGY", "pct:0"), HasSubstr("SUTURE_STRATEGY: "));
  EXPECT_THAT(complaint("SUTURE_REPLAY", "nonsense"), HasSubstr("SUTURE_REPLAY: "));
}

TEST(Environment, that_is_empty_asks_for_nothing) {
  for (const char* name : {"SUTURE_SEED", "SUTURE_BUDGET", "SUTURE_STRATEGY", "SUTURE_REPLAY"}) {
    EXPECT_EQ(complaint(name, ""), "no complaint") << name;
  }
}

TEST(Environment, reaches_the_options) {
  const variable strategy("SUTURE_STRATEGY", "random");
  const variable seed("SUTURE_SEED", "77");
  const result r = check(atomic_increments, {.max_executions = 20});
  EXPECT_EQ(r.verdict, verdict::passed);
  EXPECT_THAT(r.guarantee, HasSubstr("random, seed 77"));
}

TEST(Environment, has_a_budget_that_is_used) {
  const variable strategy("SUTURE_STRATEGY", "random");
  const variable budget("SUTURE_BUDGET", "0.3");
  const result r = check(atomic_increments);
  EXPECT_GE(r.seconds, 0.25);
  EXPECT_LT(r.seconds, 5);
}

TEST(Environment, replays_the_check_that_the_token_is_of) {
  const result found = check(racy_increments, {.name = "mine"});
  const variable replay("SUTURE_REPLAY", "\n" + found.findings.at(0).token + "\n");
  const result again = check(racy_increments, {.name = "mine"});
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.findings.at(0).token, found.findings[0].token);
  EXPECT_FALSE(check(racy_increments, {.name = "other"}).replayed);
}

TEST(Environment, takes_the_token_from_a_file) {
  const std::string token = check(racy_increments, {.name = "mine"}).findings.at(0).token;
  const std::string file = testing::TempDir() + "suture-token";
  std::ofstream(file) << token << "\n";
  {
    const variable replay("SUTURE_REPLAY", "@" + file);
    EXPECT_TRUE(check(racy_increments, {.name = "mine"}).replayed);
  }
  std::remove(file.c_str());
  EXPECT_THAT(complaint("SUTURE_REPLAY", "@" + file), HasSubstr("@ and a file that holds one"));
}

// What the sample prints, under these variables.
std::string sample(const std::string& variables, const std::string& arguments, bool passes) {
  const std::string line = variables + " " SUTURE_SAMPLE " " + arguments + " 2>&1";
  std::string output;
  FILE* const pipe = popen(line.c_str(), "r");
  std::array<char, 4096> part{};
  while (const std::size_t n = fread(part.data(), 1, part.size(), pipe)) {
    output.append(part.data(), n);
  }
  EXPECT_EQ(pclose(pipe) == 0, passes) << line << "\n" << output;
  return output;
}

// The command that a failing test prints behind "replay".
std::string replay_in(const std::string& output) {
  std::smatch m;
  EXPECT_TRUE(std::regex_search(output, m,
                                std::regex("replay +(SUTURE_REPLAY=\\S+) \\./sample_test (\\S+)")))
      << output;
  return m.empty() ? std::string() : m[1].str() + "|" + m[2].str();
}

TEST(Sample, fails_with_the_explanation_and_the_command_that_shows_it_again) {
  const std::string output = sample("", "--gtest_filter=Counter.loses", false);
  EXPECT_THAT(output, HasSubstr("not verified: found: found in run"));
  EXPECT_THAT(output, HasSubstr("memory model sc"));
  EXPECT_THAT(output, HasSubstr("Counter.loses"));
  EXPECT_THAT(output, HasSubstr("both increments count"));
  const std::string replay = replay_in(output);
  const std::size_t bar = replay.find('|');
  EXPECT_EQ(replay.substr(bar + 1), "--gtest_filter=Counter.loses");
  const std::string again = sample(replay.substr(0, bar), replay.substr(bar + 1), false);
  EXPECT_THAT(again, HasSubstr("replayed from its token; memory model sc"));
}

TEST(Sample, replays_the_one_of_several_checks_that_the_token_is_of) {
  const std::string both = sample("", "--gtest_filter=Counter.is_checked_twice", false);
  std::string replay = replay_in(both);
  replay = replay.substr(0, replay.find('|'));
  const std::string again = sample(replay, "--gtest_filter=Counter.is_checked_twice", false);
  EXPECT_THAT(again, HasSubstr("replayed from its token"));
  EXPECT_THAT(again, HasSubstr("not verified: found: replayed from its token"));
  EXPECT_THAT(again, Not(HasSubstr("no finding of kind race")));
}

TEST(Sample, says_that_the_test_of_the_token_did_not_run) {
  const std::string replay = replay_in(sample("", "--gtest_filter=Counter.loses", false));
  const std::string output =
      sample(replay.substr(0, replay.find('|')), "--gtest_filter=Counter.adds", false);
  EXPECT_THAT(output, HasSubstr("the token is for 'Counter.loses', and no test that ran"));
}

TEST(Sample, takes_strategy_and_seed_from_the_environment) {
  EXPECT_THAT(sample("", "--gtest_filter=Counter.adds", true), Not(HasSubstr("FAILED")));
  const std::string output =
      sample("SUTURE_STRATEGY=pos SUTURE_SEED=5", "--gtest_filter=Counter.loses", false);
  EXPECT_THAT(output, HasSubstr("by pos, seed 5; memory model sc"));
  EXPECT_THAT(sample("SUTURE_SEED=x", "--gtest_filter=Counter.adds", false),
              HasSubstr("SUTURE_SEED is 'x'; it must be a number"));
}

}  // namespace
}  // namespace suture
