// The evaluator in several builds: the programs of programs/ print what CPython prints, and end as
// they end there; fib gives the same in threads.
//
// A program says at its end what is expected: `#> ` and a line that it prints, `#! ` and the error
// that ends it with its line. These were taken from CPython.
#include "interp_core/eval/evaluator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/coalesced.hpp"

namespace {

namespace fs = std::filesystem;

struct example {
  std::string name = {}, source = {}, expected = {};
};

std::vector<example> all_examples() {
  std::vector<example> all;
  for (const fs::directory_entry& each : fs::directory_iterator(SUTURE_EVAL_PROGRAMS)) {
    example one{.name = each.path().stem().string()};
    std::ifstream file(each.path());
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("#>")) {
        one.expected += (line.size() > 3 ? line.substr(3) : "") + "\n";
      } else if (line.starts_with("#!")) {
        one.expected += line + "\n";
      } else {
        one.source += line + "\n";
      }
    }
    all.push_back(std::move(one));
  }
  std::ranges::sort(all, {}, &example::name);
  return all;
}

template <class Build>
std::string run(const std::string& source) {
  const interp::program code = interp::compile(source);
  interp::interpreter<Build> all(code);
  interp::evaluator<Build> here(all);
  const interp::uncaught ended = here.run_module();
  if (ended.what == interp::error::none) return here.output();
  std::stringstream text;
  text << here.output() << "#! " << to_string(ended.what) << " " << ended.line << "\n";
  return text.str();
}

template <class Build>
class an_evaluator : public testing::Test {};
using builds = testing::Types<interp::with_gil, interp::without_gil<>,
                              interp::without_gil<interp::refcount::coalesced>,
                              interp::with_lock_free_globals<interp::refcount::biased>>;
TYPED_TEST_SUITE(an_evaluator, builds);

TYPED_TEST(an_evaluator, does_what_cpython_does) {
  const std::vector<example> examples = all_examples();
  EXPECT_GE(examples.size(), 60U);
  for (const example& each : examples)
    EXPECT_EQ(run<TypeParam>(each.source), each.expected) << each.name;
}

constexpr const char* fib_source =
    "def fib(n):\n"
    "    if n < 2:\n"
    "        return 1\n"
    "    return fib(n-1) + fib(n-2)\n";

TYPED_TEST(an_evaluator, runs_fib_in_threads) {
  const interp::program code = interp::compile(fib_source);
  interp::interpreter<TypeParam> all(code, std::chrono::microseconds(50));
  EXPECT_EQ(interp::evaluator<TypeParam>(all).run_module().what, interp::error::none);
  std::vector<std::int64_t> values(3);
  all.in_threads(values.size(), [&](interp::evaluator<TypeParam>& here, std::size_t i) {
    EXPECT_EQ(here.call("fib", {15}, values[i]).what, interp::error::none);
  });
  EXPECT_EQ(values, std::vector<std::int64_t>(3, 987));
}

TEST(a_call_from_outside, says_what_is_not_there) {
  const interp::program code = interp::compile(fib_source);
  interp::interpreter<interp::with_gil> all(code);
  interp::evaluator<interp::with_gil> here(all);
  EXPECT_EQ(here.run_module().what, interp::error::none);
  std::int64_t value = 0;
  EXPECT_EQ(here.call("fob", {1}, value).what, interp::error::name_error);
  EXPECT_EQ(here.call("fib", {1, 2}, value).what, interp::error::name_error);
  EXPECT_EQ(here.call("fib", {10}, value).what, interp::error::none);
  EXPECT_EQ(value, 89);
}

}  // namespace
