#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "scenarios/catalog.hpp"
#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

json results_of(const std::vector<std::string>& arguments, int status = 0) {
  std::vector<std::string> all{"check", "--json", "-"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const finished f = suture(all);
  EXPECT_EQ(f.status, status) << f.err;
  EXPECT_EQ(f.err, "");
  return json::parse(f.out).at("results");
}

TEST(CheckCommand, finds_every_variant_as_expected) {
  const json all = results_of({});
  ASSERT_EQ(all.size(), scenarios::catalog().all().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const scenarios::variant& v = scenarios::catalog().all()[i];
    const json& r = all[i];
    EXPECT_EQ(r.at("scenario"), v.situation());
    EXPECT_EQ(r.at("variant"), v.axes());
    EXPECT_EQ(r.at("expected"), v.expected);
    EXPECT_EQ(r.at("as_expected"), true) << r;
    EXPECT_TRUE(r.at("runs").is_number_unsigned());
    EXPECT_TRUE(r.at("blocked").is_number_unsigned());
    EXPECT_TRUE(r.at("seconds").is_number());
    if (v.expected == "verified") {
      EXPECT_EQ(r.at("verdict"), "verified") << r;
      EXPECT_TRUE(r.at("finding").is_null());
    } else {
      EXPECT_EQ(r.at("verdict"), "found") << r;
      EXPECT_EQ(r.at("finding").at("kind"), v.expected);
      EXPECT_THAT(r.at("finding").at("message").get<std::string>(), Not(testing::IsEmpty()));
      EXPECT_THAT(r.at("finding").at("token").get<std::string>(),
                  testing::StartsWith("suture1." + std::string(v.situation())));
    }
  }
}

// A sample may miss a few, but what it finds is what there is.
TEST(CheckCommand, finds_them_as_expected_at_random_too) {
  std::size_t missed = 0;
  const json all = results_of({"--strategy", "random", "--seed", "5", "--budget", "3000runs"}, 1);
  for (const json& r : all) {
    if (r.at("as_expected")) continue;
    EXPECT_TRUE(r.at("finding").is_null()) << r;
    ++missed;
  }
  EXPECT_LT(missed, all.size() / 50);
}

TEST(CheckCommand, expects_other_verdicts_under_sc) {
  const json all = results_of({"--memory", "sc"});
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].at("expected"), scenarios::catalog().all()[i].expected_under("sc"));
  }
}

TEST(CheckCommand, prints_a_line_for_each_variant_and_a_sum) {
  const finished f = suture({"check", "str.utf8_cache", "--jobs", "1"});
  EXPECT_EQ(f.status, 0);
  EXPECT_EQ(f.err, "");
  EXPECT_THAT(f.out, HasSubstr("str.utf8_cache/lock=none"));
  EXPECT_THAT(f.out, HasSubstr("found leak"));
  EXPECT_THAT(f.out, HasSubstr("    suture replay suture1.str.utf8_cache~lock-none."));
  EXPECT_THAT(f.out, HasSubstr("6 variants: 6 as expected (portfolio, rc11)\n"));
  EXPECT_THAT(f.out, Not(HasSubstr("──")));  // what is expected is not explained
}

TEST(CheckCommand, prints_the_same_whatever_the_number_of_jobs) {
  const std::string one = suture({"check", "--jobs", "1"}).out;
  EXPECT_EQ(suture({"check", "--jobs", "1"}).out, one);
  EXPECT_EQ(suture({"check", "--jobs", "7"}).out, one);
}

TEST(CheckCommand, says_where_a_verdict_differs) {
  const finished f =
      suture({"check", "str.utf8_cache/lock=none", "--strategy", "exhaustive", "--budget", "1run"});
  EXPECT_EQ(f.status, 1);
  EXPECT_THAT(f.out, HasSubstr("DIFFERS"));
  EXPECT_THAT(f.out, HasSubstr("bounded instead of leak"));
  EXPECT_THAT(f.out, HasSubstr("1 variant: 0 as expected, 1 not: see above"));
}

TEST(CheckCommand, takes_no_sample_for_a_search) {
  const finished f = suture(
      {"check", "str.utf8_cache/lock=object", "--strategy", "exhaustive", "--budget", "5runs"});
  EXPECT_EQ(f.status, 1);
}

TEST(CheckCommand, keeps_to_its_budget) {
  const json r =
      results_of({"str.utf8_cache/lock=object", "--strategy", "random", "--budget", "123runs"});
  EXPECT_EQ(r.at(0).at("runs").get<int>() + r.at(0).at("blocked").get<int>(), 123);
  const json timed =
      results_of({"str.utf8_cache/lock=object", "--strategy", "random", "--budget", "300ms"});
  EXPECT_GT(timed.at(0).at("seconds").get<double>(), 0.2);
}

TEST(CheckCommand, writes_json_to_a_file_beside_the_table) {
  const std::string file = testing::TempDir() + "suture-results.json";
  const finished f = suture({"check", "refcount.two_owners", "--json", file});
  EXPECT_EQ(f.status, 0);
  EXPECT_THAT(f.out, HasSubstr("8 variants: 8 as expected"));
  std::ifstream in(file);
  EXPECT_EQ(json::parse(in).at("results").size(), 8U);
  std::filesystem::remove(file);
}

TEST(CheckCommand, agrees_with_relacy) {
  const finished f = suture({"check", "refcount.*", "lock.*", "--backend", "relacy"});
  if (f.out.find("ThreadSanitizer") != std::string::npos) GTEST_SKIP();
  EXPECT_EQ(f.status, 0) << f.out;
  EXPECT_THAT(f.out, HasSubstr("found lost-wakeup"));
  EXPECT_THAT(f.out, Not(HasSubstr("DIFFERS")));
}

// The other backends are in a program of their own, which stands beside the command.
TEST(CheckCommand, says_which_program_has_the_backend_and_is_not_there) {
  const std::string alone = testing::TempDir() + "suture-alone";
  std::filesystem::copy_file(SUTURE_COMMAND, alone,
                             std::filesystem::copy_options::overwrite_existing);
  const finished f = run_program(alone, {"check", "lock.*", "--backend", "relacy"});
  std::filesystem::remove(alone);
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("suture-backends: No such file or directory; build its target"));
}

TEST(CheckCommand, runs_what_is_sound_on_real_threads) {
  const finished f = suture({"check", "--backend", "native", "--budget", "200runs"});
  EXPECT_EQ(f.status, 0) << f.out;
  EXPECT_THAT(f.out, HasSubstr("(real threads)"));
  EXPECT_THAT(f.out, HasSubstr("more do not run on the native backend"));
}

TEST(CheckSince, says_how_many_clean_runs_make_a_fix_credible) {
  const std::string found = suture({"check", "str.utf8_cache/lock=none", "--json", "-"}).out;
  const std::string token =
      nlohmann::json::parse(found).at("results").at(0).at("finding").at("token");
  const std::vector<std::string> fixed{"check", "str.utf8_cache/lock=object", "--since", token};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), fixed.begin(), fixed.end());
    return suture(more);
  };
  const finished enough = with({"--failure-rate", "1/100"});
  EXPECT_EQ(enough.status, 0) << enough.err;
  EXPECT_THAT(enough.out, testing::HasSubstr("299 clean runs; a bug that failed 1 % of them would "
                                             "be missed with 5 %: the fix is credible\n"));
  const finished few = with({"--failure-rate", "1%", "--budget", "100runs"});
  EXPECT_EQ(few.status, 1);
  EXPECT_THAT(few.out, testing::HasSubstr("not credible before 299 runs"));
  // Without a name it is the token's scenario, which here has its bug still.
  const finished still = suture({"check", "--since", token, "--failure-rate", "0.01"});
  EXPECT_THAT(still.out, testing::HasSubstr("found leak"));
  for (const char* wrong : {"0", "2", "1/0", "often", "-1%"}) {
    EXPECT_EQ(with({"--failure-rate", wrong}).status, 2) << wrong;
  }
  EXPECT_THAT(with({}).err, testing::HasSubstr("--since and --failure-rate go together"));
  EXPECT_EQ(with({"--failure-rate", "0.1", "--strategy", "exhaustive"}).status, 2);
}

TEST(CheckTable, says_what_a_pass_means) {
  const finished f = suture(
      {"check", "str.utf8_cache/lock=object", "--strategy", "random", "--budget", "3000runs"});
  EXPECT_THAT(f.out, testing::HasSubstr("\n    78 partial orders in the first 2000 complete runs, "
                                        "10 seen once; unseen is about 0.5 %"));
}

}  // namespace
}  // namespace cli
