// The parts of a check, made apart and joined.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// A folder for reports.
class MergeCommand : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name) const { return folder_ + "/" + name + ".json"; }

  // Checks part `i` of `n` and gives the report's file.
  std::string part(int i, int n, const std::vector<std::string>& arguments) {
    std::string report = file(std::to_string(i) + "-" + std::to_string(n));
    std::vector<std::string> all{"check", "--shard", std::to_string(i) + "/" + std::to_string(n),
                                 "--json", report};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const finished f = suture(all);
    EXPECT_EQ(f.status, 0) << f.err << f.out;
    return report;
  }
  std::vector<std::string> parts(int n, const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"merge"};
    for (int i = 1; i <= n; ++i) all.push_back(part(i, n, arguments));
    return all;
  }

 private:
  const std::string folder_ = testing::TempDir() + "suture-" +
                              testing::UnitTest::GetInstance()->current_test_info()->name();
};

json results(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--json", "-"});
  const finished f = suture(arguments);
  EXPECT_EQ(f.status, 0) << f.err;
  return json::parse(f.out).at("results");
}

TEST_F(MergeCommand, of_all_parts_is_the_whole) {
  const json whole = results({"check", "lock.*", "refcount.*", "--strategy", "exhaustive"});
  for (const int n : {2, 5}) {
    const json merged = results(parts(n, {"lock.*", "refcount.*"}));
    ASSERT_EQ(merged.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      SCOPED_TRACE(whole[i].at("scenario").get<std::string>() + "/" +
                   whole[i].at("variant").get<std::string>());
      for (const char* same : {"scenario", "variant", "expected", "verdict", "as_expected"}) {
        EXPECT_EQ(merged[i].at(same), whole[i].at(same)) << same;
      }
      // Each part looks at random runs of its own first, so it may find it in another run.
      if (!whole[i].at("finding").is_null()) {
        EXPECT_EQ(merged[i].at("finding").at("kind"), whole[i].at("finding").at("kind"));
        continue;
      }
      for (const char* same :
           {"executions", "blocked", "moot", "cut_off", "operations", "longest_run"}) {
        EXPECT_EQ(merged[i].at("coverage").at(same), whole[i].at("coverage").at(same)) << same;
      }
    }
  }
}

TEST_F(MergeCommand, verifies_only_with_every_part) {
  const std::vector<std::string> all = parts(3, {"refcount.last_two_drops/refcount=atomic"});
  const finished whole = suture(all);
  EXPECT_EQ(whole.status, 0);
  EXPECT_THAT(whole.out, HasSubstr("verified"));
  const finished missing = suture({"merge", all[1], all[3]});
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("refcount=atomic: part 2 of 3 is missing"));
  const finished twice = suture({"merge", all[1], all[3], all[3]});
  EXPECT_EQ(twice.status, 2);
  EXPECT_THAT(twice.err, HasSubstr("part 3 is in "));
}

TEST_F(MergeCommand, says_that_a_part_alone_verifies_nothing) {
  const finished f = suture({"check", "lock.futex_recursion/mutant=none", "--shard", "2/2"});
  EXPECT_EQ(f.status, 0);
  EXPECT_THAT(f.out, HasSubstr("part of it"));
  EXPECT_THAT(f.out, testing::Not(HasSubstr("as expected\n")));
}

TEST_F(MergeCommand, is_only_passed_where_a_part_was_not_finished) {
  const std::string first =
      part(1, 2, {"lock.futex_mutual_exclusion/mutant=none", "--budget", "9runs"});
  const std::string second = part(2, 2, {"lock.futex_mutual_exclusion/mutant=none"});
  const finished f = suture({"merge", first, second, "--json", "-"});
  const json r = json::parse(f.out).at("results").at(0);
  EXPECT_EQ(r.at("verdict"), "passed");
  EXPECT_THAT(r.at("guarantee").get<std::string>(), HasSubstr("part 1 of 2: "));
}

TEST_F(MergeCommand, differs_where_no_part_found_what_is_expected) {
  std::vector<std::string> all{"merge"};
  for (int i = 1; i <= 2; ++i) {
    all.push_back(part(i, 2,
                       {"lock.futex_mutual_exclusion/mutant=stale_owner", "--strategy", "random",
                        "--budget", "1run"}));
  }
  const finished f = suture(all);
  EXPECT_EQ(f.status, 1);
  EXPECT_THAT(f.out, HasSubstr("passed instead of race"));
}

TEST_F(MergeCommand, refuses_what_are_no_parts_of_one_check) {
  const std::string one = part(1, 2, {"refcount.last_two_drops"});
  const auto refused = [&](const std::string& other) {
    const finished f = suture({"merge", one, other});
    EXPECT_EQ(f.status, 2) << f.out;
    EXPECT_EQ(f.out, "");
    return f.err;
  };
  EXPECT_THAT(refused(part(2, 2, {"refcount.last_two_drops", "--memory", "sc"})),
              HasSubstr("made with memory sc, not rc11"));
  EXPECT_THAT(refused(part(2, 3, {"refcount.last_two_drops"})), HasSubstr("shards 3, not 2"));
  EXPECT_THAT(refused(part(2, 2, {"refcount.two_owners"})), HasSubstr("is not in it"));
  EXPECT_THAT(refused(file("nothing")), HasSubstr("cannot read"));
  std::ofstream(file("text")) << "no JSON";
  EXPECT_THAT(refused(file("text")), HasSubstr("no results of a check"));
  suture({"check", "refcount.last_two_drops", "--json", file("whole")});
  EXPECT_THAT(refused(file("whole")), HasSubstr("shards 1, not 2"));
  const finished f = suture({"merge", file("whole")});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("it was checked without --shard"));
}

}  // namespace
}  // namespace cli
