#include "model/graph/unit.hpp"

#include <gtest/gtest.h>

#include "tests/model/graph/drawn_graph.hpp"

namespace suture::testing {
namespace {

event update(const drawn_graph& g, thread_id t, rmw_op op, std::uint64_t operand,
             std::uint64_t expected = 0) {
  event e = drawn_graph::proto(event_kind::read, t, acq_rel);
  e.location = g.x;
  e.op = op;
  e.operand = operand;
  e.expected = expected;
  e.failure = rlx;
  return e;
}

TEST(read_unit, of_a_load_is_one_event) {
  drawn_graph g(2);
  const event_id w = g.write(1, g.x, 7);
  const event_id r = add_read_unit(g, update(g, 2, rmw_op::none, 0), w, false);
  EXPECT_EQ(g.size(), 2U);
  EXPECT_EQ(g[r].value, 7U);
  EXPECT_FALSE(g[r].has(event_flag::rmw));
}

TEST(read_unit, of_an_update_is_a_read_and_a_write) {
  drawn_graph g(2);
  const event_id w = g.write(1, g.x, 7);
  const event_id r = add_read_unit(g, update(g, 2, rmw_op::add, 5), w, false);
  EXPECT_EQ(g.size(), 3U);
  EXPECT_EQ(g[r + 1].value, 12U);
  EXPECT_EQ(g.mo_place_of(r + 1), g.mo_place_of(w) + 1);
}

TEST(read_unit, of_a_failed_compare_exchange_has_its_failure_order) {
  drawn_graph g(2);
  const event_id w = g.write(1, g.x, 7);
  const event_id r = add_read_unit(g, update(g, 2, rmw_op::cas_strong, 1, 8), w, false);
  EXPECT_EQ(g.size(), 2U);
  EXPECT_EQ(g[r].order, rlx);
  EXPECT_FALSE(g[r].has(event_flag::rmw));
}

TEST(read_unit, of_a_compare_exchange_that_fails_by_chance_writes_nothing) {
  drawn_graph g(2);
  const event_id w = g.write(1, g.x, 7);
  const event_id r = add_read_unit(g, update(g, 2, rmw_op::cas_weak, 1, 7), w, true);
  EXPECT_EQ(g.size(), 2U);
  EXPECT_TRUE(g[r].has(event_flag::spurious));
  EXPECT_EQ(g[r].order, rlx);
}

TEST(read_unit, goes_as_a_whole) {
  drawn_graph g(2);
  const event_id w = g.write(1, g.x, 7);
  add_read_unit(g, update(g, 2, rmw_op::add, 5), w, false);
  const event proto = pop_unit(g);
  EXPECT_EQ(g.size(), 1U);
  EXPECT_EQ(proto.op, rmw_op::add);
  EXPECT_EQ(proto.operand, 5U);
  EXPECT_TRUE(proto.is_read());
  g.read(2, g.x, w);
  EXPECT_TRUE(pop_unit(g).is_read());
  EXPECT_EQ(g.size(), 1U);
}

TEST(redirected_unit, gains_its_write_where_it_now_succeeds) {
  drawn_graph g(2);
  const event_id r = add_read_unit(g, update(g, 2, rmw_op::cas_strong, 1, 8), init_event, false);
  const event_id w = g.write(1, g.x, 8);
  const event_id write = redirect_unit(g, r, w, false);
  ASSERT_NE(write, no_event);
  EXPECT_EQ(g[write].value, 1U);
  EXPECT_EQ(g.where(g.x).mo, (std::vector<event_id>{init_event, w, write}));
  EXPECT_EQ(g[r].order, acq_rel);
  EXPECT_EQ(g[r].value, 8U);
}

TEST(redirected_unit, stays_a_read_where_it_fails_by_chance) {
  drawn_graph g(2);
  const event_id r = add_read_unit(g, update(g, 2, rmw_op::cas_weak, 1, 8), init_event, false);
  const event_id w = g.write(1, g.x, 8);
  EXPECT_EQ(redirect_unit(g, r, w, true), no_event);
  EXPECT_TRUE(g[r].has(event_flag::spurious));
}

TEST(redirected_unit, is_a_poll_where_the_lock_is_now_taken) {
  drawn_graph g(2);
  event lock = update(g, 2, rmw_op::exchange, 1);
  lock.flags = event_flag::lock;
  lock.condition = await_condition::zero;
  event free = lock;  // as the search finds it after the lock's own write half was dropped
  free.flags |= event_flag::rmw;
  const event_id r = g.add_read(free, init_event);
  const event_id w = g.write(1, g.x, 1);
  EXPECT_EQ(redirect_unit(g, r, w, false), no_event);
  EXPECT_EQ(g[r].kind, event_kind::poll);
  EXPECT_FALSE(g[r].has(event_flag::rmw));
  EXPECT_TRUE(g.where(g.x).lock);
}

}  // namespace
}  // namespace suture::testing
