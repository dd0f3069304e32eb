#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "model/schedule/token.hpp"
#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json results_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"check", "--json", "-"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return json::parse(suture(all).out).at("results");
}

std::string token_of(const std::string& variant, const std::string& strategy = "portfolio") {
  return results_of({variant, "--strategy", strategy}).at(0).at("finding").at("token");
}

// Each finding once, and every fourth twice more: some three hundred there are of each strategy.
TEST(ReplayCommand, shows_the_same_three_times) {
  std::size_t findings = 0;
  for (const char* strategy : {"exhaustive", "random"}) {
    for (const json& r : results_of({"--strategy", strategy})) {
      if (r.at("finding").is_null()) continue;
      const std::string token = r.at("finding").at("token");
      const finished first = suture({"replay", token});
      EXPECT_EQ(first.status, 0) << first.err;
      EXPECT_EQ(first.err, "");
      EXPECT_THAT(first.out, HasSubstr("FOUND " + r.at("finding").at("kind").get<std::string>()));
      EXPECT_THAT(first.out, HasSubstr(r.at("finding").at("message").get<std::string>()));
      EXPECT_THAT(first.out, HasSubstr("suture replay " + token + "\n"));
      if (++findings % 4 != 0) continue;
      EXPECT_EQ(suture({"replay", token}).out, first.out);
      EXPECT_EQ(suture({"replay", token}).out, first.out);
    }
  }
}

TEST(ReplayCommand, reads_a_token_from_stdin) {
  const std::string token = token_of("str.utf8_cache/lock=none");
  const finished f = suture({"replay", "-"}, token + "\n");
  EXPECT_EQ(f.status, 0);
  EXPECT_EQ(f.out, suture({"replay", token}).out);
  EXPECT_EQ(f.out, suture({"replay", "  " + token + "\r\n"}).out);
}

TEST(ReplayCommand, shows_threads_places_and_locks) {
  const finished f = suture({"replay", token_of("str.utf8_cache/lock=none")});
  EXPECT_THAT(f.out, HasSubstr("(expected: leak)"));
  EXPECT_THAT(f.out, testing::ContainsRegex("main +thread 1 +thread 2"));
  EXPECT_THAT(f.out, testing::ContainsRegex("switch: thread [12] preempted before [a-z_]+.hpp:"));
}

TEST(ReplayCommand, folds_the_set_up_and_opens_it) {
  const std::string token = token_of("list.append_append/lock=none");
  const finished folded = suture({"replay", token});
  EXPECT_THAT(folded.out, HasSubstr("⋮  3 steps of set-up; --all shows them"));
  EXPECT_THAT(folded.out, testing::Not(HasSubstr("\n   1  ")));
  const finished whole = suture({"replay", token, "--all"});
  EXPECT_THAT(whole.out, testing::Not(HasSubstr("set-up")));
  EXPECT_THAT(whole.out, HasSubstr("\n   1  "));
}

TEST(ReplayCommand, keeps_to_the_width_it_is_given) {
  const std::string token = token_of("list.append_append/lock=none");
  const finished wide = suture({"replay", token, "--width", "160"});
  EXPECT_THAT(wide.out, HasSubstr("│ size_.set(wanted);"));
  EXPECT_THAT(suture({"replay", token, "--width", "60"}).out, testing::Not(HasSubstr("│")));
  const finished wrong = suture({"replay", token, "--width", "3"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--width"));
}

// The race is on what a drop should have released: the place to mend is the update.
TEST(ReplayCommand, tells_what_almost_orders_a_race) {
  const finished f = suture({"replay", token_of("refcount.biased/mistake=drops_relaxed")});
  EXPECT_THAT(f.out, HasSubstr("almost ordered: the compare_exchange (relaxed) of shared count at "
                               "update.hpp:20 by thread 1 does not release, the compare_exchange"));
}

// A token from the time when the scenario had other steps.
TEST(ReplayCommand, says_where_a_scenario_has_changed) {
  suture::token t = suture::decode_token(token_of("str.utf8_cache/lock=none"));
  ASSERT_GT(t.shape.steps.size(), 8U);
  t.shape.steps[8] = static_cast<char>(t.shape.steps[8] ^ 0x30);
  const finished f = suture({"replay", encode_token(t)});
  EXPECT_EQ(f.status, 1);
  EXPECT_EQ(f.err, "");
  EXPECT_THAT(f.out, HasSubstr("DIVERGED"));
  EXPECT_THAT(f.out, testing::ContainsRegex("at step [0-9]+ the token has 'thread [12] [a-z]+"));
}

// The recorded run is one of another variant, whose code differs from some step on.
TEST(ReplayCommand, leniently_follows_a_token_as_far_as_it_goes) {
  suture::token t = suture::decode_token(token_of("str.utf8_cache/lock=none"));
  t.scenario = "str.utf8_cache/lock=object";
  EXPECT_EQ(suture({"replay", encode_token(t)}).status, 1);
  const finished f = suture({"replay", "--lenient", encode_token(t)});
  EXPECT_EQ(f.status, 0) << f.out << f.err;
  EXPECT_THAT(f.out, HasSubstr("PASSED"));
  EXPECT_THAT(f.out, testing::ContainsRegex("at step [0-9]+ the token has 'thread [12] [a-z]+"));
  EXPECT_THAT(f.out, HasSubstr("the run followed it up to there and went on with the base policy"));
}

TEST(ReplayCommand, leniently_tells_the_same_of_a_token_that_fits) {
  const std::string token = token_of("str.utf8_cache/lock=none");
  EXPECT_EQ(suture({"replay", "--lenient", token}).out, suture({"replay", token}).out);
}

TEST(ReplayCommand, of_a_finding_that_is_not_expected_is_no_success) {
  suture::token t = suture::decode_token(token_of("str.utf8_cache/lock=none"));
  t.decisions.clear();  // a run of the same scenario that goes well
  EXPECT_EQ(suture({"replay", encode_token(t)}).status, 1);
}

std::string complaint(const std::string& token) {
  const finished f = suture({"replay", token});
  EXPECT_EQ(f.status, 2) << token;
  EXPECT_EQ(f.out, "") << token;
  EXPECT_EQ(std::count(f.err.begin(), f.err.end(), '\n'), 1) << f.err;
  return f.err;
}

TEST(ReplayCommand, refuses_what_is_no_token) {
  EXPECT_EQ(complaint("hello"),
            "suture: this is not a Suture token: a token begins with 'suture1.'\n");
  EXPECT_EQ(complaint(""), "suture: this is not a Suture token: a token begins with 'suture1.'\n");
  EXPECT_EQ(complaint("suture2.a.b.c"),
            "suture: a token of version 2; this Suture reads version 1\n");
  const std::string good = token_of("str.utf8_cache/lock=none");
  EXPECT_THAT(complaint(good.substr(0, good.size() - 5)), HasSubstr("cut short"));
  std::string damaged = good;
  damaged[good.size() - 5] = damaged[good.size() - 5] == 'x' ? 'y' : 'x';
  EXPECT_THAT(complaint(damaged), HasSubstr("damaged"));
}

TEST(ReplayCommand, refuses_a_token_of_a_scenario_there_is_not) {
  suture::token t;
  t.scenario = "str.utf8_cach/lock=none";
  EXPECT_THAT(complaint(encode_token(t)), HasSubstr("did you mean str.utf8_cache/lock=none"));
}

}  // namespace
}  // namespace cli
