#include "tests/oracle/enumerate.hpp"

#include <gtest/gtest.h>

namespace suture::oracle {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto acq = std::memory_order_acquire;
constexpr auto rel = std::memory_order_release;
constexpr auto sc = std::memory_order_seq_cst;

TEST(enumerate, knows_the_empty_program) {
  for (const model m : {model::sc, model::rc11}) {
    EXPECT_EQ(enumerate({}, m).complete, std::set<std::string>{""});
    EXPECT_EQ(enumerate({.threads = {{fence(sc)}}}, m).complete, std::set<std::string>{"T0: F"});
  }
}

TEST(enumerate, starts_from_the_initial_values) {
  const outcome_set found =
      enumerate({.locations = {7}, .threads = {{load(0, 0, rlx)}}}, model::sc);
  EXPECT_EQ(found.outcomes, (std::set<outcome>{{{{7}}, {7}}}));
}

TEST(enumerate, wraps_values_at_32_bits) {
  const program p{.locations = {0}, .threads = {{sub_and_test(0, 0, 1, rlx)}}};
  EXPECT_EQ(enumerate(p, model::rc11).outcomes, (std::set<outcome>{{{{0}}, {0xffffffff}}}));
}

TEST(enumerate, takes_final_memory_from_modification_order) {
  const program p{.locations = {0}, .threads = {{store(0, 1, rlx)}, {store(0, 2, rlx)}}};
  EXPECT_EQ(enumerate(p, model::rc11).outcomes,
            (std::set<outcome>{{{{}, {}}, {1}}, {{{}, {}}, {2}}}));
}

TEST(enumerate, await_reads_only_what_it_waits_for) {
  const program p{
      .locations = {0, 0},
      .threads = {{store(0, 1, rlx), store(1, 1, rel)}, {await(1, 1, acq), load(0, 0, rlx)}}};
  const outcome_set found = enumerate(p, model::rc11);
  EXPECT_EQ(found.complete.size(), 1u);
  EXPECT_EQ(found.outcomes, (std::set<outcome>{{{{}, {1}}, {1, 1}}}));
  EXPECT_TRUE(found.blocked.empty());
}

TEST(enumerate, await_may_read_a_value_that_does_not_last) {
  const program p{.locations = {0},
                  .threads = {{store(0, 1, rlx), store(0, 2, rlx)}, {await(0, 1, rlx)}}};
  const outcome_set found = enumerate(p, model::rc11);
  EXPECT_EQ(found.complete.size(), 1u);
  EXPECT_EQ(found.blocked,
            std::set<std::string>{"T0: W x=1; W x=2 | T1: blocked x | mo x: T0:0 T0:1"});
}

TEST(enumerate, await_blocks_by_the_value_that_is_last_in_modification_order) {
  const program p{.locations = {0},
                  .threads = {{store(0, 1, rlx)}, {store(0, 2, rlx)}, {await(0, 1, rlx)}}};
  const outcome_set found = enumerate(p, model::rc11);
  EXPECT_EQ(found.complete.size(), 2u);
  EXPECT_EQ(found.blocked,
            std::set<std::string>{"T0: W x=1 | T1: W x=2 | T2: blocked x | mo x: T0:0 T1:0"});
}

TEST(enumerate, counts_each_graph_of_a_deadlock) {
  // Three philosophers: all hold their left fork in one graph only.
  program p{.mutexes = 3};
  for (unsigned t = 0; t < 3; ++t) {
    const unsigned left = t;
    const unsigned right = (t + 1) % 3;
    p.threads.push_back({lock(left), lock(right), unlock(right), unlock(left)});
  }
  const outcome_set found = enumerate(p, model::rc11);
  EXPECT_EQ(found.blocked.size(), 1u);
  EXPECT_EQ(found.complete.size(), 6u);
}

TEST(enumerate, a_lock_held_for_ever_blocks_the_others) {
  const program p{.mutexes = 1, .threads = {{lock(0)}, {lock(0), unlock(0)}}};
  const outcome_set found = enumerate(p, model::rc11);
  EXPECT_EQ(found.complete.size(), 1u);
  EXPECT_EQ(found.blocked.size(), 1u);
}

TEST(enumerate, locks_pass_on_what_was_written) {
  const program p{
      .locations = {0},
      .mutexes = 1,
      .threads = {{lock(0), store(0, 1, rlx), unlock(0)}, {lock(0), load(0, 0, rlx), unlock(0)}}};
  const outcome_set found = enumerate(p, model::rc11);
  EXPECT_EQ(found.complete.size(), 2u);  // the order of the locks decides the read
}

TEST(enumerate, cas_fails_with_its_failure_order) {
  const auto reader = [](std::memory_order failure) {
    return program{.locations = {0, 0},
                   .threads = {{store(0, 1, rlx), store(1, 1, rel)},
                               {cas_strong(0, 1, 1, 5, 6, sc, failure), load(2, 0, rlx)}}};
  };
  const outcome stale{{{}, {1, 0, 0}}, {1, 1}};
  EXPECT_TRUE(enumerate(reader(rlx), model::rc11).outcomes.contains(stale));
  EXPECT_FALSE(enumerate(reader(acq), model::rc11).outcomes.contains(stale));
}

TEST(enumerate, spurious_failure_does_not_consume_the_write) {
  const program p{.locations = {0},
                  .threads = {{cas_weak(0, 1, 0, 0, 1, rlx, rlx, true)},
                              {cas_weak(0, 1, 0, 0, 1, rlx, rlx, true)}}};
  // Both fail; or one succeeds and the other reads what was there before, failing spuriously, or
  // what is there now, failing for good.
  EXPECT_EQ(enumerate(p, model::rc11).complete.size(), 5u);
}

TEST(enumerate, refuses_more_events_than_it_can_relate) {
  program p{.locations = {0}, .threads = {{}}};
  for (int k = 0; k < 64; ++k) p.threads[0].push_back(store(0, 1, rlx));
  EXPECT_THROW(enumerate(p, model::sc), std::length_error);
}

TEST(enumerate, tells_a_race_of_plain_accesses) {
  const program racy{.locations = {0}, .threads = {{plain_store(0, 1)}, {plain_load(0, 0)}}};
  EXPECT_TRUE(enumerate(racy, model::rc11).race);
  const program locked{
      .locations = {0},
      .mutexes = 1,
      .threads = {{lock(0), plain_store(0, 1), unlock(0)}, {lock(0), plain_load(0, 0), unlock(0)}}};
  const outcome_set all = enumerate(locked, model::rc11);
  EXPECT_FALSE(all.race);
  EXPECT_EQ(all.complete.size(), 2U);
  const program reads{.locations = {0}, .threads = {{plain_load(0, 0)}, {plain_load(0, 0)}}};
  EXPECT_FALSE(enumerate(reads, model::rc11).race);
}

}  // namespace
}  // namespace suture::oracle
