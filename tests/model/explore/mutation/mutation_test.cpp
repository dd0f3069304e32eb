// Do the tests notice when the engine breaks one of its rules? This program is linked with an
// engine that breaks the rule it is told to, one at a time, and holds it to what the other tests
// hold it to: small programs of which all is known, counts, and the oracle's list of the executions
// of random programs.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cctype>
#include <iostream>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/sync/engine/mutation.hpp"
#include "tests/model/explore/agreement.hpp"
#include "tests/model/explore/blind_agreement.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"
#include "tests/oracle/litmus.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
// Of the random programs that the search is held to elsewhere, one in so many is tried here.
constexpr int one_in = 16;
constexpr rlim_t seconds_allowed = 20;  // of processor time; what is broken takes far less

// An update that a revisit completes is seen by a read that was there before. It takes four
// threads: the read must have had something later than the revisiting store to read.
oracle::litmus completed_update() {
  return {"an update between two stores",
          {.locations = {0},
           .threads = {{oracle::store(0, 1, rlx)},
                       {oracle::load(0, 0, rlx)},
                       {oracle::fetch_add(0, 0, 1, rlx)},
                       {oracle::store(0, 5, rlx)}}},
          24,
          24};
}

bool counts_differ(program_runner& runner, const oracle::litmus& l) {
  const bool sc = runner.model().name() == "sc";
  const runs_seen seen = runner.search(l.code, 10'000);
  return !seen.trouble.empty() || !seen.exhausted || seen.complete.size() != (sc ? l.sc : l.rc11) ||
         seen.blocked.size() != l.blocked ||
         seen.runs != seen.complete.size() + seen.blocked.size();
}

// Three references dropped, one of them after a look at what another thread writes: blind it has
// 2 · 3 executions, and there is no cause to count one by one.
bool blind_counts_differ(program_runner& runner) {
  const oracle::program p{.locations = {0, 3},
                          .threads = {{oracle::sub_and_test(0, 1, 1, rlx)},
                                      {oracle::load(1, 0, rlx), oracle::sub_and_test(0, 1, 1, rlx)},
                                      {oracle::sub_and_test(0, 1, 1, rlx)},
                                      {oracle::store(0, 1, rlx)}}};
  exhaustive s(runner.model(), true);
  const runs_seen seen = runner.run(p, s, 1000, refcounts::blind);
  return !s.refusals().empty() || seen.runs != 6 || seen.complete.size() != 6;
}

std::string noticed_by_counts(program_runner& runner) {
  std::vector<oracle::litmus> all = oracle::classic_litmus();
  for (oracle::litmus& l : oracle::family_litmus()) all.push_back(std::move(l));
  all.push_back(completed_update());
  for (const oracle::litmus& l : all) {
    if (counts_differ(runner, l)) return "the counts of " + l.name;
  }
  return blind_counts_differ(runner) ? "blind counts" : "";
}

std::string noticed_by_programs(program_runner& runner) {
  for (const family& f : families()) {
    const auto property = [&] { sees_what_the_oracle_lists(runner, f.shape); };
    if (!property_holds(property, f.programs / one_in)) return std::string("programs of ") + f.name;
  }
  for (void (*property)(program_runner&) : {counts_blind_as_one_by_one, counts_blind_none_twice}) {
    if (!property_holds([&] { property(runner); }, 4000 / one_in)) return "blind programs";
  }
  return "";
}

std::string noticed_by_cases() {
  for (const engine_case& one : all_cases()) {
    if (std::string wrong = difference(one); !wrong.empty()) return wrong;
  }
  for (const engine_answer& one : all_answers()) {
    if (std::string wrong = difference(one); !wrong.empty()) return wrong;
  }
  return "";
}

// What noticed, for a person to read; empty if nothing did.
std::string noticed() {
  if (std::string by = noticed_by_cases(); !by.empty()) return by;
  program_runner sc("sc"), tso("tso"), rc11("rc11");
  for (auto* check : {noticed_by_counts, noticed_by_programs}) {
    for (program_runner* runner : {&rc11, &sc}) {
      if (std::string by = check(*runner); !by.empty()) return by;
    }
  }
  return noticed_by_programs(tso);
}

// In a process of its own: what is broken may crash or never end, which is noticed too.
bool is_noticed(std::size_t r) {
  const pid_t child = fork();
  if (child == 0) {
    broken_rule = r;
    const rlimit limit{seconds_allowed, seconds_allowed};
    setrlimit(RLIMIT_CPU, &limit);
    const std::string by = noticed();
    if (!by.empty()) std::cout << "noticed by " << by << std::endl;
    _exit(by.empty() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) std::cout << "noticed by signal " << WTERMSIG(status) << std::endl;
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

class breaking : public ::testing::TestWithParam<std::size_t> {};

TEST_P(breaking, is_noticed) { EXPECT_TRUE(is_noticed(GetParam())); }

INSTANTIATE_TEST_SUITE_P(the_rule, breaking, ::testing::Range(std::size_t{0}, std::size(rules)),
                         [](const auto& one) { return std::string(rules[one.param]); });

TEST(breaking, nothing_is_not_noticed) { EXPECT_FALSE(is_noticed(std::size(rules))); }

class cases : public ::testing::TestWithParam<engine_case> {};

TEST_P(cases, come_to_what_they_must) { EXPECT_EQ(difference(GetParam()), ""); }

class answers : public ::testing::TestWithParam<engine_answer> {};

TEST_P(answers, are_right) { EXPECT_EQ(difference(GetParam()), ""); }

constexpr auto name_of = [](const auto& one) {
  std::string name = one.param.name;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
};

INSTANTIATE_TEST_SUITE_P(, cases, ::testing::ValuesIn(all_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(, answers, ::testing::ValuesIn(all_answers()), name_of);

}  // namespace
}  // namespace suture::testing
