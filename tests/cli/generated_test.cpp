// suture check 'generated.*': cases are drawn, a failing one is shrunk, and its token replays it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string token_in(const std::string& text) {
  const std::string before = "suture replay ";
  const std::size_t at = text.find(before);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + before.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

TEST(Generated, what_is_right_passes_all_that_is_drawn) {
  const finished f = suture({"check", "generated.*", "--seed", "5", "--cases", "10"});
  EXPECT_EQ(f.status, 0) << f.out << f.err;
  EXPECT_THAT(f.out, AllOf(HasSubstr("generated.list: 10 cases of seed 5: "),
                           HasSubstr("generated.dict: 10 cases of seed 5: "),
                           HasSubstr("2 variants: 2 as expected")));
}

TEST(Generated, the_same_seed_draws_the_same_cases) {
  const auto out = [](const char* seed) {
    return suture({"check", "generated.list", "--seed", seed, "--cases", "5", "--json", "-",
                   "--jobs", "1"})
        .out;
  };
  const auto runs = [](const std::string& json) { return json.substr(json.find("\"runs\""), 20); };
  EXPECT_EQ(runs(out("3")), runs(out("3")));
}

TEST(Generated, a_missing_lock_is_found_shrunk_and_replayed) {
  const finished f = suture({"check", "generated.dict/without=get", "--seed", "4"});
  EXPECT_EQ(f.status, 1) << f.out << f.err;
  EXPECT_THAT(f.out, AllOf(HasSubstr("FOUND race"), HasSubstr("drawn with --seed 4 as case "),
                           HasSubstr("shrunk in "), HasSubstr("get0")));
  const std::string token = token_in(f.out);
  EXPECT_THAT(token, AllOf(HasSubstr("suture1.generated.dict~"), HasSubstr("~without-get")));
  EXPECT_THAT(token, Not(HasSubstr("~c-"))) << "two threads are enough";
  const finished again = suture({"replay", token});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.out, AllOf(HasSubstr("FOUND race"), HasSubstr("without=get")));
}

TEST(Generated, one_case_can_be_asked_for) {
  const std::string right = "generated.list/prefix=append1,a=pop,b=append2_len";
  finished f = suture({"check", right});
  EXPECT_EQ(f.status, 0) << f.out;
  EXPECT_THAT(f.out, HasSubstr(right));
  f = suture({"check", right + ",without=pop"});
  EXPECT_EQ(f.status, 1) << f.out;
}

TEST(Generated, goes_with_other_scenarios) {
  const finished f = suture({"check", "generated.list", "str.hash_cache*", "--cases", "3"});
  EXPECT_EQ(f.status, 0) << f.out << f.err;
  EXPECT_THAT(f.out, AllOf(HasSubstr("str.hash_cache"), HasSubstr("generated.list")));
}

TEST(Generated, wrong_use_is_told) {
  const auto complaint = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "check");
    const finished f = suture(arguments);
    EXPECT_EQ(f.status, 2) << f.out;
    return f.err;
  };
  EXPECT_THAT(complaint({"generated.tree"}), HasSubstr("generated.list and generated.dict"));
  EXPECT_THAT(complaint({"generated.list/without=push"}), HasSubstr("no entry point 'push'"));
  EXPECT_THAT(complaint({"generated.list/a=len"}), HasSubstr("two threads"));
  EXPECT_THAT(complaint({"generated.list/a=len,b=pusk1"}), HasSubstr("no such operation"));
  EXPECT_THAT(complaint({"generated.list", "--backend", "native"}), HasSubstr("engine only"));
  EXPECT_THAT(complaint({"generated.list", "--cases", "0"}), HasSubstr("--cases"));
  const finished f = suture({"replay", "suture1.generated.list~a-len.1b9a1a73.AAAA"});
  EXPECT_EQ(f.status, 2);
}

}  // namespace
}  // namespace cli
