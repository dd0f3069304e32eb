// A body under test run many times at random with the standard checkers, for the checkers' tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "checkers/standard.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/sync/sync.hpp"

namespace suture::testing {

// What a number of runs came to. The first finding ends them.
struct outcome {
  std::optional<finding> found;
  std::uint32_t runs = 0;
  std::array<std::uint32_t, 6> ends{};  // by run_end

  std::string kind() const { return found ? found->kind : "verified"; }
  std::string message() const { return found ? found->message : ""; }
  std::uint32_t ended(run_end e) const { return ends[static_cast<std::size_t>(e)]; }
};

inline constexpr std::uint32_t many = 2000;

inline outcome run_many(std::string_view model_name, const std::function<void()>& body,
                        const limits& l = {}, std::uint32_t runs = many) {
  const auto model = make_memory_model(model_name);
  execution run(*model, 0);
  standard_checkers checkers;
  checkers.attach(run);
  const auto walk = make_strategy("random", *model, {});
  outcome result;
  while (result.runs < runs && !result.found) {
    ++result.runs;
    const run_end end = run.run(body, *walk->next_run(), *walk, l);
    ++result.ends[static_cast<std::size_t>(end)];
    result.found = run.found();
  }
  return result;
}

// Neither model shows anything wrong with `body`, and runs of it end.
inline void expect_verified(const std::function<void()>& body, const limits& l = {}) {
  for (const std::string_view model : {"sc", "rc11"}) {
    const outcome o = run_many(model, body, l);
    EXPECT_EQ(o.kind(), "verified") << model << ": " << o.message();
    EXPECT_GT(o.ended(run_end::complete), 0U) << model;
    EXPECT_EQ(o.ended(run_end::blocked), 0U) << model;
  }
}

// Both models show the same finding, by its kind and one of the messages given.
template <class... Messages>
void expect_finding(std::string_view kind, const std::function<void()>& body,
                    const Messages&... messages) {
  for (const std::string_view model : {"sc", "rc11"}) {
    const outcome o = run_many(model, body);
    EXPECT_EQ(o.kind(), kind) << model << ": " << o.message();
    EXPECT_THAT(o.message(), ::testing::AnyOf(std::string(messages)...)) << model;
  }
}

// A made-up place, so that messages do not depend on the lines of the test.
constexpr sync::site line(std::uint32_t number, const char* function = "f") {
  return {"/src/str.cpp", function, number};
}

}  // namespace suture::testing
