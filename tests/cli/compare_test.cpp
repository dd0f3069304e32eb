// suture compare, as a reviewer of a locking change runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

finished compare(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "compare");
  return suture(arguments);
}

json json_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--json", "-"});
  return json::parse(compare(arguments).out);
}

std::string written(const temporary_folder& in, const std::string& name, const json& what) {
  std::ofstream(in.path(name)) << what.dump(2);
  return in.path(name);
}

TEST(Compare, sets_verdicts_and_counts_beside_each_other_differences_first) {
  const finished f =
      compare({"str.utf8_cache/*", "lock.platform*", "--axis", "lock=pthread,windows,none,object"});
  EXPECT_EQ(f.err, "");
  EXPECT_EQ(f.status, 0);
  EXPECT_EQ(
      f.out,
      R"(scenario                                       lock     verdict         executions  lock operations  futex calls  longest section  contention
verdicts differ:
str.utf8_cache                                 none     found leak               2              0.0          0.0                0         0.0
                                               object   verified               158              4.0          2.4                8         0.5
counts differ:
lock.platform                                  pthread  verified                17              6.0          0.0                7         1.2
                                               windows  verified                55              6.0          0.0                2         1.1
lock.platform_recursion                        pthread  verified                 6              8.0          0.0               12         0.9
                                               windows  verified                20              8.0          0.0               10         1.0
one value only:
str.utf8_cache/publish=before_fill             object   found race               0              4.0          2.5                8         0.5
str.utf8_cache/publish=relaxed                 object   found race               0              4.0          2.5                8         0.5
lock.platform/mistake=keeps_name               windows  found race               5              6.0          0.0                2         0.6
lock.platform/mistake=keeps_permit             windows  found deadlock           1              6.0          0.0                2         0.0
lock.platform/mistake=relaxed                  windows  found race               0              6.0          0.0                2         1.3
lock.platform_recursion/mistake=forgets_depth  windows  found race               2              8.0          0.0               11         0.9

Lock operations, futex calls, contention: mean of a run; longest section: operations and plain accesses, most in any run. Of 1000 random runs, seed 1.
9 scenarios: verdicts differ in 1, counts in 2
)");
}

TEST(Compare, writes_a_table_for_a_pull_request) {
  const finished f = compare({"str.utf8_cache/*", "--axis", "lock=none,object", "--markdown", "-"});
  EXPECT_EQ(f.status, 0) << f.err;
  EXPECT_EQ(f.out, R"(## Suture: scenarios by lock

3 scenarios: verdicts differ in 1, counts in 0.

| | scenario | lock | verdict | executions | lock operations | futex calls | longest section | contention |
|---|---|---|---|---:|---:|---:|---:|---:|
| verdicts differ | <code>str.utf8&#95;cache</code> | none | found leak | 2 | 0.0 | 0.0 | 0 | 0.0 |
|  | <code>str.utf8&#95;cache</code> | object | verified | 158 | 4.0 | 2.4 | 8 | 0.5 |
| one value only | <code>str.utf8&#95;cache/publish=before&#95;fill</code> | object | found race | 0 | 4.0 | 2.5 | 8 | 0.5 |
| one value only | <code>str.utf8&#95;cache/publish=relaxed</code> | object | found race | 0 | 4.0 | 2.5 | 8 | 0.5 |

Lock operations, futex calls, contention: mean of a run; longest section: operations and plain accesses, most in any run. Of 1000 random runs, seed 1.
)");
}

TEST(Compare, says_the_same_with_any_number_of_processors) {
  const std::vector<std::string> one{"list.append*", "--axis", "lock", "--jobs", "1"};
  const std::vector<std::string> three{"list.append*", "--axis", "lock", "--jobs", "3"};
  EXPECT_EQ(compare(one).out, compare(three).out);
}

TEST(Compare, its_json_is_that_of_a_check_with_the_counts_beside_it) {
  const json j = json_of({"str.utf8_cache/lock=*", "--axis", "lock=object"});
  EXPECT_EQ(j.at("schema"), 1);
  EXPECT_EQ(j.at("axis"), "lock");
  const json& one = j.at("results").at(0);
  EXPECT_EQ(one.at("variant"), "lock=object");
  EXPECT_EQ(one.at("verdict"), "verified");
  EXPECT_EQ(one.at("locks").at("lock_operations").at("most"), 4);
  EXPECT_EQ(one.at("locks").at("complete"), 1000);
}

TEST(Compare, finds_nothing_worse_than_itself) {
  const temporary_folder here;
  const std::vector<std::string> what{"str.*", "--axis", "lock"};
  const std::string file = written(here, "before.json", json_of(what));
  const finished f = compare({"str.*", "--axis", "lock", "--baseline", file});
  EXPECT_EQ(f.status, 0) << f.out << f.err;
  EXPECT_THAT(f.out, HasSubstr("; no regression against " + file));
}

TEST(Compare, finds_what_is_worse_than_in_the_baseline) {
  const temporary_folder here;
  json before = json_of({"str.utf8_cache/*", "--axis", "lock"});
  for (json& r : before.at("results")) {
    if (r.at("variant") == "lock=none") {  // as if it had been right
      r["verdict"] = "verified";
      r["finding"] = nullptr;
    }
    if (r.at("variant") == "lock=object") r["locks"]["lock_operations"]["total"] = 3000;
  }
  json gone = before.at("results").at(0);
  gone["variant"] = "lock=striped";
  before["results"].push_back(gone);
  const std::string file = written(here, "before.json", before);
  const finished f = compare({"str.utf8_cache/*", "--axis", "lock", "--baseline", file});
  EXPECT_EQ(f.status, 1) << f.err;
  EXPECT_THAT(f.out, HasSubstr("worse than before:\nstr.utf8_cache "));
  EXPECT_THAT(f.out, HasSubstr("REGRESSION str.utf8_cache/lock=none: verified before, found leak "
                               "now\n"));
  EXPECT_THAT(f.out, HasSubstr("REGRESSION str.utf8_cache/lock=object: lock operations 3 before, "
                               "3.964 now\n"));
  EXPECT_THAT(f.out, HasSubstr("REGRESSION str.utf8_cache/lock=striped: in the baseline, and there "
                               "no more\n"));
  EXPECT_THAT(f.out, HasSubstr("3 regressions against " + file));
  const finished lenient = compare(
      {"str.utf8_cache/*", "--axis", "lock=object", "--baseline", file, "--tolerance", "40"});
  EXPECT_EQ(lenient.status, 0) << lenient.out;
}

TEST(Compare, takes_a_check_for_a_baseline_and_says_that_it_has_no_counts) {
  const temporary_folder here;
  const std::string file = here.path("check.json");
  ASSERT_EQ(suture({"check", "str.wstr_cache/*", "--json", file}).status, 0);
  const finished f = compare({"str.wstr_cache/*", "--axis", "lock", "--baseline", file});
  EXPECT_EQ(f.status, 0) << f.out << f.err;
  EXPECT_THAT(f.out, HasSubstr("no counts of the same runs for 4 of 4 variants"));
}

TEST(Compare, refuses_what_makes_no_sense) {
  const temporary_folder here;
  std::ofstream(here.path("no.json")) << "{}";
  const auto error = [](const std::vector<std::string>& arguments) {
    const finished f = compare(arguments);
    EXPECT_EQ(f.status, 2) << f.out;
    EXPECT_EQ(f.out, "");
    return f.err;
  };
  EXPECT_THAT(error({"str.*"}), HasSubstr("--axis"));
  EXPECT_THAT(error({"str.*", "--axis", "luck"}),
              HasSubstr("has an axis 'luck'; there are hash, lock, publish"));
  EXPECT_THAT(error({"str.*", "--axis", "lock=object,biased"}),
              HasSubstr("has lock=biased; there are global, none, object"));
  EXPECT_THAT(error({"str.*", "--axis", "lock="}), HasSubstr("as in lock=object"));
  EXPECT_THAT(error({"str.*", "--axis", "lock=none,none"}), HasSubstr("none is there twice"));
  EXPECT_THAT(error({"nothing.*", "--axis", "lock"}), HasSubstr("no scenario matches"));
  EXPECT_THAT(error({"str.*", "--axis", "lock", "--baseline", here.path("no.json")}),
              HasSubstr("no.json: no results"));
  EXPECT_THAT(error({"str.*", "--axis", "lock", "--baseline", here.path("none.json")}),
              HasSubstr("none.json"));
  EXPECT_THAT(error({"str.*", "--axis", "lock", "--json", "-", "--markdown", "-"}),
              HasSubstr("both go to stdout"));
  EXPECT_THAT(error({"str.*", "--axis", "lock", "--sample", "0"}), HasSubstr("--sample is 0"));
}

TEST(Compare, refuses_a_baseline_of_another_memory_model) {
  const temporary_folder here;
  const std::string file =
      written(here, "sc.json", json_of({"str.wstr_cache/*", "--axis", "lock", "--memory", "sc"}));
  const finished f = compare({"str.wstr_cache/*", "--axis", "lock", "--baseline", file});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("give --memory sc"));
}

}  // namespace
}  // namespace cli
