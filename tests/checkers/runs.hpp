// A body under test run many times with the standard checkers, for the checkers' tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "checkers/standard.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/portfolio.hpp"
#include "model/sync/sync.hpp"

namespace suture::testing {

inline constexpr std::uint32_t many = 2000;

inline std::string kind_of(const exploration& e) { return e.found ? e.found->kind : "verified"; }
inline std::string message_of(const exploration& e) { return e.found ? e.found->message : ""; }

// At most `many` runs, up to the first finding, which is replayed (see explorer.hpp).
inline exploration run_many(std::string_view model_name, const std::function<void()>& body,
                            const limits& l = {}, std::string_view strategy = "random") {
  const auto model = make_memory_model(model_name);
  execution run(*model, 0);
  standard_checkers checkers;
  checkers.attach(run);
  const auto runs = make_strategy(strategy, *model, {});
  budget b;
  b.runs = many;
  return explore(run, body, *runs, l, b);
}

// The same by the portfolio of strategies.
inline exploration run_portfolio(std::string_view model_name, const std::function<void()>& body,
                                 const limits& l = {}) {
  const auto model = make_memory_model(model_name);
  execution run(*model, 0);
  standard_checkers checkers;
  checkers.attach(run);
  budget b;
  b.runs = many;
  return explore_portfolio(run, body, l, b).explored;
}

// What both models and both strategies come to.
template <class Look>
void each_way(const std::function<void()>& body, const limits& l, Look look) {
  for (const std::string_view model : {"sc", "rc11"}) {
    for (const std::string_view strategy : {"random", "exhaustive"}) {
      SCOPED_TRACE(std::string(model) + ", " + std::string(strategy));
      look(run_many(model, body, l, strategy));
    }
  }
}

// Nothing is wrong with `body`, and runs of it end.
inline void expect_verified(const std::function<void()>& body, const limits& l = {}) {
  each_way(body, l, [](const exploration& e) {
    EXPECT_EQ(kind_of(e), "verified") << message_of(e);
    EXPECT_GT(e.counts.complete, 0U);
    EXPECT_EQ(e.counts.blocked, 0U);
  });
}

// The same is always wrong with `body`: by its kind, and by one of the messages given.
template <class... Messages>
void expect_finding(std::string_view kind, const std::function<void()>& body,
                    const Messages&... messages) {
  each_way(body, {}, [&](const exploration& e) {
    EXPECT_EQ(kind_of(e), kind) << message_of(e);
    EXPECT_THAT(message_of(e), ::testing::AnyOf(std::string(messages)...));
  });
}

// A made-up place, so that messages do not depend on the lines of the test.
constexpr sync::site line(std::uint32_t number, const char* function = "f") {
  return {"/src/str.cpp", function, number};
}

}  // namespace suture::testing
