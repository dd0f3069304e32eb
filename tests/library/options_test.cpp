// Options that make no sense, and what is said about them.
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "library/suture.hpp"
#include "tests/library/bodies.hpp"

namespace suture {
namespace {

std::string complaint(const options& how) {
  try {
    check(atomic_increments, how);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "";
}

TEST(Options, are_refused_by_name_with_what_would_be_right) {
  EXPECT_EQ(complaint({.strategy = "rndom"}).substr(0, 41),
            "strategy is 'rndom'; it must be one of ex");
  EXPECT_EQ(complaint({.memory = "power"}), "memory is 'power'; it must be one of sc, tso, rc11");
  EXPECT_EQ(complaint({.reuse = "fifo"}), "reuse is 'fifo'; it must be one of none, lifo");
  EXPECT_EQ(complaint({.max_seconds = -1}),
            "max_seconds is -1; it must be 0 (no limit) or a positive number of seconds");
  EXPECT_EQ(complaint({.jobs = 0}), "jobs is 0; it must be between 1 and 32");
  EXPECT_EQ(complaint({.jobs = 1000}), "jobs is 1000; it must be between 1 and 32");
  EXPECT_EQ(complaint({.max_events = 0}), "max_events is 0; it must be at least 1");
}

TEST(Options, refuse_what_is_no_number) {
  EXPECT_NE(complaint({.max_seconds = std::numeric_limits<double>::quiet_NaN()}), "");
  EXPECT_NE(complaint({.max_seconds = std::numeric_limits<double>::infinity()}), "");
}

TEST(Options, have_defaults_that_are_right) { EXPECT_EQ(complaint({}), ""); }

TEST(Options, cannot_do_without_a_body) {
  EXPECT_THROW(check(nullptr), std::invalid_argument);
  EXPECT_THROW(replay(nullptr, "suture1.a.b.c"), std::invalid_argument);
}

}  // namespace
}  // namespace suture
