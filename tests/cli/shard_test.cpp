// --shard, from the command line and from the environment.
#include "cli/shard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "cli/exit_status.hpp"

namespace cli {
namespace {

using testing::HasSubstr;

constexpr const char* all_variables[] = {
    "GTEST_SHARD_INDEX",         "GTEST_TOTAL_SHARDS",      "TEST_SHARD_INDEX",
    "TEST_TOTAL_SHARDS",         "CI_NODE_INDEX",           "CI_NODE_TOTAL",
    "CIRCLE_NODE_INDEX",         "CIRCLE_NODE_TOTAL",       "BUILDKITE_PARALLEL_JOB",
    "SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", "BUILDKITE_PARALLEL_JOB_COUNT"};

std::string words(const shard& s) {
  return std::to_string(s.index) + "/" + std::to_string(s.count);
}

std::string complaint(const std::string& text) {
  try {
    return words(parse_shard(text));
  } catch (const wrong_use& e) {
    return e.what();
  }
}

// With exactly these variables set.
std::string in(const std::map<std::string, std::string>& environment) {
  for (const char* v : all_variables) unsetenv(v);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  std::string said = complaint("env");
  for (const char* v : all_variables) unsetenv(v);
  return said;
}

TEST(Shard, is_a_part_of_so_many) {
  EXPECT_EQ(complaint("1/1"), "1/1");
  EXPECT_EQ(complaint("2/5"), "2/5");
  EXPECT_EQ(complaint("10000/10000"), "10000/10000");
}

TEST(Shard, refuses_what_is_no_part) {
  for (const char* wrong : {"", "/", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1.5/2",
                            " 1/2", "99999999999/99999999999"}) {
    EXPECT_THAT(complaint(wrong), HasSubstr("it must be a part and how many there are")) << wrong;
  }
}

TEST(Shard, is_read_from_the_variables_of_each_service) {
  EXPECT_EQ(in({{"GTEST_SHARD_INDEX", "0"}, {"GTEST_TOTAL_SHARDS", "3"}}), "1/3");
  EXPECT_EQ(in({{"TEST_SHARD_INDEX", "2"}, {"TEST_TOTAL_SHARDS", "3"}}), "3/3");
  EXPECT_EQ(in({{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "3"}}), "1/3");
  EXPECT_EQ(in({{"CIRCLE_NODE_INDEX", "1"}, {"CIRCLE_NODE_TOTAL", "3"}}), "2/3");
  EXPECT_EQ(in({{"BUILDKITE_PARALLEL_JOB", "0"}, {"BUILDKITE_PARALLEL_JOB_COUNT", "2"}}), "1/2");
  EXPECT_EQ(in({{"SYSTEM_JOBPOSITIONINPHASE", "2"}, {"SYSTEM_TOTALJOBSINPHASE", "2"}}), "2/2");
}

TEST(Shard, takes_two_services_that_agree) {
  EXPECT_EQ(in({{"GTEST_SHARD_INDEX", "0"},
                {"GTEST_TOTAL_SHARDS", "3"},
                {"CI_NODE_INDEX", "1"},
                {"CI_NODE_TOTAL", "3"}}),
            "1/3");
}

TEST(Shard, refuses_an_environment_that_says_nothing_or_two_things) {
  EXPECT_THAT(in({}), HasSubstr("none of GTEST_SHARD_INDEX, "));
  EXPECT_THAT(in({{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "3"}}), HasSubstr("from 1 to"));
  EXPECT_THAT(in({{"CIRCLE_NODE_INDEX", "3"}, {"CIRCLE_NODE_TOTAL", "3"}}),
              HasSubstr("one less than the second"));
  EXPECT_THAT(in({{"CI_NODE_INDEX", "2"}}), HasSubstr("CI_NODE_INDEX and CI_NODE_TOTAL"));
  EXPECT_THAT(in({{"GTEST_SHARD_INDEX", "0"},
                  {"GTEST_TOTAL_SHARDS", "3"},
                  {"CI_NODE_INDEX", "2"},
                  {"CI_NODE_TOTAL", "3"}}),
              HasSubstr("say 1/3, but CI_NODE_INDEX and CI_NODE_TOTAL say 2/3"));
}

}  // namespace
}  // namespace cli
