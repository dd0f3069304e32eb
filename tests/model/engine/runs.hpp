// Bodies run under the engine, with no checker but the engine itself.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "model/sync/sync.hpp"

namespace suture::testing {

// No spurious wake-up and no clock that jumps, where a test is not about them.
inline constexpr limits calm{.spurious_wakeups = 0, .clock_jumps = 0};

inline exploration search(const std::function<void()>& body, const limits& l = calm,
                          std::string_view model = "rc11", observer* watcher = nullptr) {
  const auto rules = make_memory_model(model);
  execution run(*rules, 0);
  if (watcher != nullptr) run.observe(*watcher);
  exhaustive strategy(*rules);
  return explore(run, body, strategy, l, budget{.runs = 100'000});
}

// Some runs, at random: for what could go on for ever.
inline exploration sample(const std::function<void()>& body, const limits& l = calm,
                          std::uint64_t runs = 50) {
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  random_walk strategy(1, *rules);
  return explore(run, body, strategy, l, budget{.runs = runs});
}

inline std::string kind_of(const exploration& e) { return e.found ? e.found->kind : "none"; }
inline std::string message_of(const exploration& e) { return e.found ? e.found->message : ""; }

// What the body returns in the runs that come to its end. Nothing may be found.
template <class Result>
std::set<Result> outcomes(const std::function<Result()>& body, const limits& l = calm,
                          std::string_view model = "rc11") {
  std::set<Result> all;
  const exploration e = search([&] { all.insert(body()); }, l, model);
  EXPECT_EQ(kind_of(e), "none") << message_of(e);
  EXPECT_TRUE(e.exhausted);
  return all;
}

using texts = std::set<std::string>;

inline texts texts_of(const std::function<std::string()>& body, const limits& l = calm,
                      std::string_view model = "rc11") {
  return outcomes<std::string>(body, l, model);
}

}  // namespace suture::testing
