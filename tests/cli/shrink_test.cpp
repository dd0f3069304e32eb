// suture shrink, over findings of the catalogue as a random walk meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

int switches(const std::string& out, const std::string& when) {
  std::smatch m;
  const std::regex line(when + " +([0-9]+) switch");
  return std::regex_search(out, m, line) ? std::stoi(m[1]) : -1;
}

std::string token_in(const std::string& out) {
  std::smatch m;
  return std::regex_search(out, m, std::regex("suture1\\.[^ \n]+")) ? m.str() : "";
}

TEST(ShrinkCommand, shrinks_findings_of_the_catalogue_and_each_replays) {
  const finished all = suture({"check", "lock.*", "qsbr.*", "cpython.*", "--strategy", "random",
                               "--seed", "7", "--budget", "300runs", "--json", "-"});
  std::size_t findings = 0;
  const json results = json::parse(all.out).at("results");
  for (const json& r : results) {
    if (r.at("finding").is_null()) continue;
    const std::string token = r.at("finding").at("token");
    const finished f = suture({"shrink", token});
    EXPECT_EQ(f.status, 0) << f.err;
    EXPECT_LE(switches(f.out, "after"), switches(f.out, "before")) << f.out;
    EXPECT_GE(switches(f.out, "after"), 0) << f.out;
    EXPECT_THAT(f.out, HasSubstr("FOUND " + r.at("finding").at("kind").get<std::string>()));
    const std::string shrunk = token_in(f.out);
    const finished again = suture({"replay", shrunk});
    EXPECT_EQ(again.status, 0) << token;
    EXPECT_TRUE(f.out.starts_with(again.out)) << f.out << again.out;
    if (++findings == 60) break;
  }
  EXPECT_GE(findings, 40U);
}

TEST(ShrinkCommand, refuses_what_is_no_number_of_runs) {
  const finished f = suture({"shrink", "suture1.x", "--runs", "none"});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("--runs"));
  EXPECT_EQ(suture({"shrink", "hello"}).status, 2);
}

}  // namespace
}  // namespace cli
