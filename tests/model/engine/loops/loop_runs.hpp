// What the tests of loops without effect share: verdicts of the search and of samples.
#pragma once

#include <functional>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {

// Every execution was run, none was cut off, and each that could came to its end.
inline void expect_verified(const std::function<void()>& body) {
  for (const char* model : {"sc", "rc11"}) {
    const exploration e = search(body, calm, model);
    EXPECT_EQ(kind_of(e), "none") << model << ": " << message_of(e);
    EXPECT_TRUE(e.exhausted);
    EXPECT_EQ(e.counts.bounded + e.counts.blocked, 0U);
    EXPECT_GT(e.counts.complete, 0U);
  }
}

// The search and a sample both see that the check fails.
inline void expect_seen(const std::function<void()>& body, std::uint64_t runs = 20'000) {
  EXPECT_EQ(kind_of(search(body)), "check");
  EXPECT_EQ(kind_of(sample(body, calm, runs)), "check");
}

// No execution ends, and none was cut off by a bound.
inline void expect_stuck(const std::function<void()>& body) {
  const exploration all = search(body);
  EXPECT_GT(all.counts.blocked, 0U);
  EXPECT_EQ(all.counts.complete + all.counts.bounded, 0U);
  const exploration some = sample(body);
  EXPECT_EQ(some.counts.blocked, 50U);
  EXPECT_LT(some.counts.longest, 200U);
}

}  // namespace suture::testing
