// Scenarios that misbehave: each is a finding, and the others still run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const json& results() {
  static const json all =
      json::parse(suture_badly({"check", "bad.*", "--json", "-"}).out).at("results");
  return all;
}

const json& result_of(const std::string& scenario) {
  return *std::ranges::find_if(results(), [&](const json& r) { return r["scenario"] == scenario; });
}

TEST(Misbehaviour, is_a_finding_with_a_token_that_replays) {
  for (const char* scenario : {"bad.throws", "bad.aborts", "bad.crashes", "bad.never_ends",
                               "bad.overflows", "bad.exits", "bad.exits_well"}) {
    const json& r = result_of(scenario);
    EXPECT_EQ(r["as_expected"], true) << r;
    const std::string token = r["finding"]["token"];
    const finished replayed = suture_badly({"replay", token});
    EXPECT_EQ(replayed.status, 0) << replayed.out << replayed.err;
    EXPECT_THAT(replayed.out, HasSubstr(r["finding"]["message"].get<std::string>()));
    EXPECT_EQ(suture_badly({"replay", token}).out, replayed.out);
  }
}

TEST(Misbehaviour, that_would_take_its_process_down_is_a_finding) {
  const json& r = result_of("bad.exits");
  EXPECT_EQ(r["verdict"], "found");
  EXPECT_EQ(r["finding"]["kind"], "crash");
  EXPECT_THAT(r["finding"]["message"].get<std::string>(), HasSubstr("exit with status 7"));
}

TEST(Misbehaviour, that_takes_its_process_down_is_a_finding) {
  const json r =
      json::parse(suture_badly({"check", "worse.frees_twice", "--json", "-"}).out)["results"][0];
  EXPECT_EQ(r["verdict"], "found");
  EXPECT_EQ(r["finding"]["kind"], "crash");
  const finished f = suture_badly({"check", "worse.frees_twice"});
  EXPECT_EQ(f.status, 0) << f.out;
}

TEST(Misbehaviour, that_outlives_the_body_is_nondeterminism) {
  EXPECT_EQ(result_of("bad.counts_its_calls")["finding"]["kind"], "nondeterminism");
}

TEST(Misbehaviour, leaves_the_others_alone) {
  EXPECT_EQ(result_of("bad.sound")["verdict"], "verified");
  EXPECT_EQ(result_of("bad.prints")["verdict"], "verified");
}

TEST(Misbehaviour, that_is_not_expected_is_explained) {
  const finished f = suture_badly({"check", "bad.unexpected"});
  EXPECT_EQ(f.status, 1);
  EXPECT_THAT(f.out, HasSubstr("found exception"));
  EXPECT_THAT(f.out, HasSubstr("DIFFERS"));
  EXPECT_THAT(f.out, HasSubstr("no such key"));
  EXPECT_THAT(f.out, HasSubstr("a0.0 = 1"));
  EXPECT_THAT(f.out, HasSubstr("replay  suture replay suture1.bad.unexpected."));
}

TEST(Misbehaviour, that_computes_for_ever_is_cut_short) {
  const json r = json::parse(suture_badly({"check", "worst.*", "--json", "-"}).out)["results"][0];
  EXPECT_EQ(r["finding"]["kind"], "timeout") << r;
  EXPECT_NE(r["finding"]["token"], "") << r;
}

}  // namespace
}  // namespace cli
