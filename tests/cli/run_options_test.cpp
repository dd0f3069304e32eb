// What may happen in a run, on the command line, of a variant, and in a token.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json result(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "check");
  arguments.insert(arguments.end(), {"--json", "-"});
  const finished f = suture_badly(arguments);
  EXPECT_NE(f.status, 2) << f.err;
  return json::parse(f.out).at("results").at(0);
}

TEST(RunOptions, of_a_variant_are_its_own) {
  EXPECT_EQ(result({"bad.allocates"})["verdict"], "verified");
  const json failing = result({"bad.allocates/with=failures"});
  EXPECT_EQ(failing["finding"]["kind"], "check") << failing;
  EXPECT_EQ(failing["as_expected"], true);
}

TEST(RunOptions, of_the_command_line_come_before_those_of_a_variant) {
  EXPECT_EQ(result({"bad.allocates", "--allocation-failures", "1"})["finding"]["kind"], "check");
  EXPECT_EQ(result({"bad.allocates/with=failures", "--allocation-failures", "0"})["verdict"],
            "verified");
}

TEST(RunOptions, are_in_the_token) {
  const json r = result({"bad.allocates", "--allocation-failures", "1", "--stack", "512"});
  const finished replayed = suture_badly({"replay", r["finding"]["token"]});
  EXPECT_THAT(replayed.out, HasSubstr("there is memory"));
  EXPECT_EQ(replayed.status, 1);  // the variant is expected to be verified
}

TEST(RunOptions, change_how_many_executions_there_are) {
  const auto estimated = [](const std::vector<std::string>& more) {
    std::vector<std::string> all{"estimate", "bad.allocates", "--json"};
    all.insert(all.end(), more.begin(), more.end());
    return json::parse(suture_badly(all).out)[0]["executions"].get<double>();
  };
  EXPECT_GT(estimated({"--allocation-failures", "1"}), estimated({}));
}

TEST(RunOptions, that_make_no_sense_are_refused) {
  for (const auto& [option, value, name] : {std::tuple("--reuse", "fifo", "reuse"),
                                            {"--stack", "1", "stack_bytes"},
                                            {"--max-events", "0", "max_events"},
                                            {"--clock-jumps", "-1", "--clock-jumps"}}) {
    for (const char* command : {"check", "estimate"}) {
      const finished f = suture_badly({command, "bad.allocates", option, value});
      EXPECT_EQ(f.status, 2) << option << f.out;
      EXPECT_THAT(f.err, HasSubstr(name));
    }
  }
}

}  // namespace
}  // namespace cli
