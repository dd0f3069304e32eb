// Blind refcount changes in the graph.
#include <gtest/gtest.h>

#include "tests/model/graph/drawn_graph.hpp"

namespace suture::testing {
namespace {

TEST(graph_counts, tell_the_decrement_that_reaches_zero) {
  drawn_graph g(2);
  const location_id count = g.location_of(0, 2, 4, 1);
  g.count(1, count, false);
  const event_id first = g.count(1, count, true);
  const event_id last = g.count(2, count, true);
  EXPECT_FALSE(g[first].has(event_flag::zero));
  EXPECT_TRUE(g[last].has(event_flag::zero));
  EXPECT_EQ(g.sum_of_counts(count), 0U);
  g.pop();
  EXPECT_EQ(g.sum_of_counts(count), 1U);
}

TEST(graph_counts, order_the_last_after_what_the_others_released) {
  drawn_graph g(2);
  const location_id count = g.location_of(0, 2, 4, 2);
  const event_id used = g.write(1, g.x, 1);
  g.count(1, count, true, rel);
  const event_id last = g.count(2, count, true, acq);
  EXPECT_TRUE(g.before(used, last));
}

TEST(graph_counts, leave_what_does_not_acquire_to_a_fence) {
  drawn_graph g(2);
  const location_id count = g.location_of(0, 2, 4, 2);
  const event_id used = g.write(1, g.x, 1);
  g.count(1, count, true, rel);
  const event_id last = g.count(2, count, true, rel);
  EXPECT_TRUE(g.needs(last, used));
  EXPECT_FALSE(g.before(used, last));
  EXPECT_TRUE(g.before(used, g.fence(2, acq)));
}

TEST(graph_counts, do_not_order_those_that_are_not_last) {
  drawn_graph g(2);
  const location_id count = g.location_of(0, 2, 4, 3);
  const event_id first = g.count(1, count, true, acq_rel);
  const event_id second = g.count(2, count, true, acq_rel);
  EXPECT_FALSE(g.needs(second, first));
}

TEST(graph_counts, wrap_at_the_size_of_the_word) {
  drawn_graph g(1);
  const location_id byte = g.location_of(0, 2, 1, 255);
  g.count(1, byte, false);
  EXPECT_EQ(g.sum_of_counts(byte), 0U);
}

TEST(graph_counts, are_no_accesses) {
  drawn_graph g(1);
  g.count(1, g.x, false);
  EXPECT_FALSE(g.accessed(g.x));
  g.read(1, g.x, init_event);
  EXPECT_TRUE(g.accessed(g.x));
}

}  // namespace
}  // namespace suture::testing
