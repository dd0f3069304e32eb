// Each variant's verdict under each memory model is the expected one: found by random walks from
// several seeds, never in their place another kind, and confirmed by a complete search.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "checkers/standard.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "scenarios/catalog.hpp"

namespace {

using scenarios::variant;

struct try_out {
  const variant* v;
  const char* memory;
};

class verdict : public testing::TestWithParam<try_out> {
 protected:
  std::string expected() const {
    return std::string(GetParam().v->expected_under(GetParam().memory));
  }

  suture::exploration explore(const char* strategy, std::uint64_t seed, std::uint64_t runs) {
    suture::strategy_options options;
    options.seed = seed;
    const auto chosen = suture::make_strategy(strategy, *model_, options);
    return suture::explore(run_, GetParam().v->on(scenarios::backend::engine), *chosen, {},
                           {.runs = runs});
  }
  static std::string kind(const suture::exploration& e) {
    return e.found ? e.found->kind : "verified";
  }
  static std::string message(const suture::exploration& e) {
    return e.found ? e.found->message : "nothing found";
  }

  void SetUp() override { checkers_.attach(run_); }

 private:
  std::unique_ptr<suture::memory_model> model_ = suture::make_memory_model(GetParam().memory);
  suture::standard_checkers checkers_;
  suture::execution run_{*model_, 0};
};

// Two loads in a row must take values that are just old enough, or three threads just miss each
// other: a random walk may try in vain. What it finds, if it does, must still be what is expected.
bool is_rare(const variant& v) {
  return v.id == "list.lock_free_get_new/mistake=trusts_size" ||
         v.id == "list.lock_free_mark/mistake=relaxed_mark" ||
         v.id == "refcount.tallies/mistake=keeps_difference";
}

TEST_P(verdict, is_the_expected_one_at_random) {
  const bool fails = expected() != "verified";
  for (std::uint64_t seed = 1; seed <= (fails ? 8U : 1U); ++seed) {
    const auto result = explore("random", seed, 5'000);
    if (!result.found && is_rare(*GetParam().v)) continue;
    ASSERT_EQ(kind(result), expected()) << "seed " << seed << ": " << message(result);
  }
}

TEST_P(verdict, is_the_expected_one_of_all_executions) {
  const auto result = explore("exhaustive", 1, 20'000);
  EXPECT_EQ(kind(result), expected()) << message(result);
  if (expected() == "verified") {
    EXPECT_TRUE(result.exhausted) << "too many executions for a scenario";
  }
}

// What is searched only: what a walk sees under these lies between what it sees under the others.
class searched_verdict : public verdict {};

TEST_P(searched_verdict, is_the_expected_one) {
  const auto result = explore("exhaustive", 1, 20'000);
  EXPECT_EQ(kind(result), expected()) << message(result);
  EXPECT_TRUE(result.exhausted || result.found);
}

std::vector<try_out> everything(std::initializer_list<const char*> models) {
  std::vector<try_out> all;
  for (const variant& v : scenarios::catalog().all()) {
    if (v.on(scenarios::backend::engine) == nullptr) continue;
    for (const char* memory : models) all.push_back({&v, memory});
  }
  return all;
}

std::string test_name(const testing::TestParamInfo<try_out>& info) {
  std::string name = info.param.v->id + "_" + info.param.memory;
  for (char& c : name)
    if (std::string_view("./=,").find(c) != std::string_view::npos) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(catalog, verdict, testing::ValuesIn(everything({"rc11", "sc"})),
                         test_name);
INSTANTIATE_TEST_SUITE_P(catalog, searched_verdict, testing::ValuesIn(everything({"tso"})),
                         test_name);

}  // namespace
