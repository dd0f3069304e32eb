#include "tests/oracle/interleavings.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/oracle/generate.hpp"
#include "tests/oracle/litmus.hpp"

namespace suture::oracle {
namespace {

void expect_same(const outcome_set& axiomatic, const outcome_set& operational) {
  RC_ASSERT(axiomatic.complete == operational.complete);
  RC_ASSERT(axiomatic.blocked == operational.blocked);
  RC_ASSERT(axiomatic.outcomes == operational.outcomes);
  RC_ASSERT(axiomatic.blocked_outcomes == operational.blocked_outcomes);
}

void expect_same(const program& p) {
  expect_same(enumerate(p, model::sc), enumerate_interleavings(p));
}

void expect_same_buffered(const program& p) {
  expect_same(enumerate(p, model::tso), enumerate_store_buffers(p));
}

RC_GTEST_PROP(interleavings, are_the_sc_executions_of_accesses_and_choices, ()) {
  expect_same(*programs({.choose = 1, .branch = 2, .refcount = 1}));
}

RC_GTEST_PROP(interleavings, are_the_sc_executions_of_locks_and_awaits, ()) {
  expect_same(*programs({.lock = 4, .await = 2}));
}

RC_GTEST_PROP(interleavings, are_the_sc_executions_of_updates_of_one_location, ()) {
  expect_same(*programs({.total = 7, .locations = 1, .update = 6, .cas = 6, .fence = 0}));
}

RC_GTEST_PROP(store_buffers, give_the_tso_executions_of_accesses_and_choices, ()) {
  expect_same_buffered(*programs({.choose = 1, .branch = 2, .refcount = 1}));
}

RC_GTEST_PROP(store_buffers, give_the_tso_executions_of_two_locations, ()) {
  expect_same_buffered(*programs({.per_thread = 5, .locations = 2, .load = 8, .store = 8}));
}

RC_GTEST_PROP(store_buffers, give_the_tso_executions_of_locks_and_awaits, ()) {
  expect_same_buffered(*programs({.lock = 4, .await = 2}));
}

RC_GTEST_PROP(store_buffers, give_the_tso_executions_of_updates_of_one_location, ()) {
  expect_same_buffered(*programs({.total = 7, .locations = 1, .update = 6, .cas = 6, .fence = 0}));
}

TEST(interleavings, are_the_sc_executions_of_the_literature) {
  for (const litmus& l : classic_litmus())
    EXPECT_EQ(enumerate_interleavings(l.code).complete.size(), l.sc) << l.name;
}

}  // namespace
}  // namespace suture::oracle
