// The containers as they are pass every generated case; with the lock of any one entry point left
// out, some case fails, and small.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "checkers/lockset.hpp"
#include "library/suture.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "scenarios/generated/body.hpp"
#include "scenarios/generated/draw.hpp"

namespace {

using namespace scenarios::generated;  // NOLINT: the names are what is under test

suture::result explored(const test_case& c, std::uint64_t most = 5'000) {
  suture::options how;
  how.name = id_of(c);
  how.max_executions = most;
  how.max_seconds = 0;
  return suture::check(body_of(c), how);
}

class locked : public testing::TestWithParam<const container*> {};

TEST_P(locked, passes_all_cases_of_two_by_two) {
  const range from{GetParam(), 2, 2, 2};
  std::uint64_t verified = 0;
  for (std::uint64_t number = 0; number < 100; ++number) {
    const test_case c = draw(from, 1, number);
    const suture::result r = explored(c);
    ASSERT_NE(r.verdict, suture::verdict::found) << r.to_string();
    verified += r.verdict == suture::verdict::verified ? 1 : 0;
  }
  EXPECT_GE(verified, 75U) << "too few of them were searched to the end";
}

TEST_P(locked, passes_larger_cases) {
  for (std::uint64_t number = 0; number < 40; ++number) {
    const test_case c = draw({GetParam()}, 2, number);
    const suture::result r = explored(c, 2'000);
    ASSERT_NE(r.verdict, suture::verdict::found) << r.to_string();
  }
}

// An allocation may fail in each run, wherever there is one: the operation then has changed
// nothing, keeps no lock and leaks nothing.
TEST_P(locked, keeps_its_promises_when_memory_runs_out) {
  const range from{GetParam(), 2, 2, 2, false};
  std::uint64_t runs = 0;
  for (std::uint64_t number = 0; number < 60; ++number) {
    const test_case c = draw(from, 3, number);
    suture::options how;
    how.name = id_of(c);
    how.strategy = "random";
    how.max_executions = 2'000;
    how.max_seconds = 0;
    how.allocation_failures = 1;
    const suture::result r = suture::check(body_of(c), how);
    ASSERT_NE(r.verdict, suture::verdict::found) << r.to_string();
    runs += r.executions;
  }
  EXPECT_GE(runs, 2'000U) << "too many were given up for want of memory of their own";
}

// What the containers keep is plain data, all of it under the lock. (A table or an array that has
// been taken out under the lock is its thread's own: cases in which that happens are not for this.)
TEST(locked_data, has_one_lock) {
  const auto model = suture::make_memory_model("rc11");
  const auto verdict_of = [&](const std::string& id) {
    suture::execution run(*model, 1);
    suture::lockset_checker locks;
    locks.attach(run);
    const auto strategy = suture::make_strategy("exhaustive", *model, {});
    const auto e = suture::explore(run, body_of(parse_id(id)), *strategy, {}, {});
    return e.found ? e.found->kind : e.exhausted ? "verified" : "unfinished";
  };
  for (const std::string id :
       {"generated.list/prefix=append0_append1,a=append1_get0,b=set0x2_len",
        "generated.list/prefix=append0_append1,a=pop_reverse,b=contains1_copy",
        "generated.dict/prefix=set0x0_set1x1,a=set0x1_get0,b=del1_len",
        "generated.dict/prefix=set0x0_set1x1,a=popitem_copy,b=setdefault0x1_contains1"}) {
    EXPECT_EQ(verdict_of(id), "verified") << id;
  }
  for (const std::string id : {"generated.list/prefix=append0,a=set0x1,b=get0,without=get",
                               "generated.list/prefix=append0,a=pop,b=len,without=pop",
                               "generated.dict/prefix=set0x0,a=set0x1,b=get0,without=get",
                               "generated.dict/prefix=set0x0,a=popitem,b=len,without=popitem"}) {
    EXPECT_EQ(verdict_of(id), "no-common-lock") << id;
  }
}

INSTANTIATE_TEST_SUITE_P(generated, locked, testing::Values(&list_container(), &dict_container()),
                         [](const auto& tested) { return std::string(tested.param->name); });

struct left_out {
  const container* of;
  const char* entry;
};

class unlocked : public testing::TestWithParam<left_out> {};

TEST_P(unlocked, is_found_and_shrunk) {
  range from{GetParam().of};
  from.without = GetParam().entry;
  const auto fails = [](const test_case& c) {
    return explored(c, 500).verdict == suture::verdict::found;
  };
  for (const std::uint64_t seed : std::initializer_list<std::uint64_t>{1, 2, 3}) {
    std::uint64_t number = 0;
    while (number < 200 && !fails(draw(from, seed, number))) ++number;
    ASSERT_LT(number, 200U) << "nothing found, seed " << seed;
    const shrunk s = shrink(draw(from, seed, number), fails);
    EXPECT_EQ(s.smallest.threads.size(), 2U) << id_of(s.smallest);
    for (const auto& thread : s.smallest.threads) EXPECT_LE(thread.size(), 2U) << id_of(s.smallest);
    // Its token replays the shrunk case.
    const suture::result r = explored(s.smallest, 500);
    ASSERT_EQ(r.verdict, suture::verdict::found);
    const suture::token t = suture::decode_token(r.findings.front().token);
    const suture::result again =
        suture::replay(body_of(parse_id(t.scenario)), r.findings.front().token);
    EXPECT_EQ(again.verdict, suture::verdict::found);
    EXPECT_EQ(again.findings.front().kind, r.findings.front().kind);
    RecordProperty("seed_" + std::to_string(seed), id_of(s.smallest));
  }
}

std::vector<left_out> every_entry() {
  std::vector<left_out> all;
  for (const container* of : all_containers()) {
    for (const char* entry : of->entries) all.push_back({of, entry});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(generated, unlocked, testing::ValuesIn(every_entry()),
                         [](const auto& tested) {
                           return std::string(tested.param.of->name) + "_" + tested.param.entry;
                         });

}  // namespace
