#include "tests/support/counting.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/sync/sync.hpp"

namespace suture::testing {

tally count_executions(std::string_view model, const std::function<void()>& body) {
  const std::unique_ptr<memory_model> rules = make_memory_model(model);
  execution run(*rules, 0);
  exhaustive search(*rules);
  const exploration result = explore(run, body, search, limits{}, budget{});
  EXPECT_TRUE(result.exhausted);
  EXPECT_FALSE(result.found) << result.found->kind << ": " << result.found->message;
  EXPECT_EQ(result.counts.bounded, 0U);
  EXPECT_EQ(result.counts.abandoned, 0U);
  return {result.counts.complete, result.counts.blocked, result.counts.moot};
}

void run_threads(unsigned count, const std::function<void(unsigned)>& body) {
  std::vector<sync::thread> threads;
  for (unsigned t = 0; t < count; ++t) threads.emplace_back([&body, t] { body(t); });
  for (sync::thread& t : threads) t.join();
}

}  // namespace suture::testing
