// The expected verdicts, held against an independent implementation: Relacy, under its random
// scheduler, which looks further back than its two searches.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "model/sync/relacy/run.hpp"
#include "scenarios/catalog.hpp"

namespace {

using scenarios::variant;

class relacy_verdict : public testing::TestWithParam<const variant*> {};

TEST_P(relacy_verdict, is_the_expected_one) {
  const variant& v = *GetParam();
  suture::relacy::run_options options;
  options.iterations = 3'000;
  suture::relacy::run_result result;
  try {
    result = suture::relacy::run(v.on(scenarios::backend::relacy), v.threads, options);
  } catch (const std::logic_error& error) {
    GTEST_SKIP() << error.what();
  }
  // Which of two owners that both free comes first decides what Relacy calls it.
  if (result.kind == "use-after-free" && v.expected == "double-free") return;
  EXPECT_EQ(result.failed ? result.kind : "verified", v.expected) << result.message;
}

std::vector<const variant*> with_relacy_body() {
  std::vector<const variant*> all;
  for (const variant& v : scenarios::catalog().all())
    if (v.on(scenarios::backend::relacy) != nullptr) all.push_back(&v);
  return all;
}

std::string test_name(const testing::TestParamInfo<const variant*>& info) {
  std::string name = info.param->id;
  for (char& c : name)
    if (std::string_view("./=,").find(c) != std::string_view::npos) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(catalog, relacy_verdict, testing::ValuesIn(with_relacy_body()), test_name);

}  // namespace
