#include "model/graph/graph.hpp"

#include <gtest/gtest.h>

#include "tests/model/graph/drawn_graph.hpp"

namespace suture::testing {
namespace {

TEST(graph, orders_after_a_release_what_acquires_it) {
  drawn_graph g(2);
  const event_id data = g.write(1, g.y, 1);
  const event_id flag = g.write(1, g.x, 1, rel);
  const event_id seen = g.read(2, g.x, flag, acq);
  EXPECT_TRUE(g.before(data, seen));
  EXPECT_TRUE(g.before(flag, seen));
  EXPECT_FALSE(g.before(seen, data));
}

TEST(graph, makes_a_relaxed_read_need_the_writers_past_but_not_happen_after_it) {
  drawn_graph g(2);
  const event_id data = g.write(1, g.y, 1);
  const event_id flag = g.write(1, g.x, 1, rel);
  const event_id seen = g.read(2, g.x, flag, rlx);
  EXPECT_TRUE(g.needs(seen, data));
  EXPECT_FALSE(g.before(data, seen));
  EXPECT_FALSE(g.before(flag, seen));
}

TEST(graph, lets_an_acquire_fence_order_what_was_read_before_it) {
  drawn_graph g(2);
  const event_id data = g.write(1, g.y, 1);
  const event_id flag = g.write(1, g.x, 1, rel);
  g.read(2, g.x, flag, rlx);
  EXPECT_FALSE(g.before(data, g.fence(2, rel)));
  EXPECT_TRUE(g.before(data, g.fence(2, acq)));
}

TEST(graph, lets_a_release_fence_publish_by_a_relaxed_write) {
  drawn_graph g(2);
  const event_id before = g.write(1, g.y, 1);
  g.fence(1, rel);
  const event_id after = g.write(1, g.y, 2);
  const event_id flag = g.write(1, g.x, 1, rlx);
  const event_id seen = g.read(2, g.x, flag, acq);
  EXPECT_TRUE(g.before(before, seen));
  EXPECT_FALSE(g.before(after, seen));
}

TEST(graph, continues_a_release_sequence_by_updates_only) {
  drawn_graph g(3);
  const event_id data = g.write(1, g.y, 1);
  const event_id flag = g.write(1, g.x, 1, rel);
  const event_id added = g.increment(2, g.x, flag, rlx) + 1;
  EXPECT_TRUE(g.before(data, g.read(3, g.x, added, acq)));
  drawn_graph h(2);
  const event_id hidden = h.write(1, h.y, 1);
  h.write(1, h.x, 1, rel);
  const event_id later = h.write(1, h.x, 2, rlx);  // the same thread: no longer since C++20
  EXPECT_FALSE(h.before(hidden, h.read(2, h.x, later, acq)));
}

TEST(graph, orders_a_thread_after_its_creation_and_before_its_join) {
  drawn_graph g(0);
  const event_id early = g.write(0, g.x, 1);
  const thread_id child = g.fork(0);
  const event_id late = g.write(0, g.x, 2);
  const event_id inside = g.write(child, g.y, 1);
  EXPECT_TRUE(g.before(early, inside));
  EXPECT_FALSE(g.before(late, inside));
  EXPECT_FALSE(g.before(inside, late));
  EXPECT_TRUE(g.before(inside, g.join(0, child)));
}

TEST(graph, bounds_what_may_be_read_by_what_is_known) {
  drawn_graph g(3);
  const event_id first = g.write(1, g.x, 1);
  g.write(1, g.x, 2, rel);
  EXPECT_EQ(g.coherence_bound(1, g.x), 2U);  // its own write
  EXPECT_EQ(g.coherence_bound(2, g.x), 0U);
  g.read(2, g.x, first);
  EXPECT_EQ(g.coherence_bound(2, g.x), 1U);  // what it has read
  const event_id flag = g.write(2, g.y, 1, rel);
  EXPECT_EQ(g.coherence_bound(3, g.x), 0U);
  g.read(3, g.y, flag, acq);
  EXPECT_EQ(g.coherence_bound(3, g.x), 1U);  // what a read that happens before it has read
  EXPECT_EQ(g.coherence_bound_at(3, 0, g.x), 0U);
  EXPECT_EQ(g.coherence_bound_at(1, 1, g.x), 1U);
}

TEST(graph, puts_a_write_between_others_and_moves_those_behind) {
  drawn_graph g(3);
  const event_id a = g.write(1, g.x, 1);
  const event_id b = g.write(2, g.x, 2);
  const event_id between = g.write_at(3, g.x, 3, 2);
  EXPECT_EQ(g.where(g.x).mo, (std::vector<event_id>{init_event, a, between, b}));
  EXPECT_EQ(g.mo_place_of(b), 3U);
  EXPECT_EQ(g.latest(g.x), b);
  g.pop();
  EXPECT_EQ(g.where(g.x).mo, (std::vector<event_id>{init_event, a, b}));
  EXPECT_EQ(g.mo_place_of(b), 2U);
}

TEST(graph, adds_the_write_of_an_update_directly_after_what_it_read) {
  drawn_graph g(2);
  const event_id a = g.write(1, g.x, 1);
  const event_id b = g.write(1, g.x, 9);
  const event_id read = g.increment(2, g.x, a);
  EXPECT_EQ(g.where(g.x).mo, (std::vector<event_id>{init_event, a, read + 1, b}));
  EXPECT_EQ(g[read + 1].value, 2U);
  EXPECT_EQ(g[read + 1].index, 1U);
}

TEST(graph, knows_who_has_consumed_a_write) {
  drawn_graph g(3);
  const event_id a = g.write(1, g.x, 1);
  g.read(2, g.x, a);
  EXPECT_EQ(g.consumer(a, g.x), no_event);
  const event_id read = g.increment(3, g.x, a);
  EXPECT_EQ(g.consumer(a, g.x), read);
  EXPECT_EQ(g.consumer(a, g.x, read), no_event);
  EXPECT_EQ(g.consumer(init_event, g.x), no_event);
}

TEST(graph, is_as_it_was_after_popping_what_was_added) {
  drawn_graph g(2);
  const event_id a = g.write(1, g.x, 1, rel);
  const std::uint32_t rows = g.clocks().size();
  g.read(2, g.x, a, acq);
  g.increment(2, g.x, a, acq_rel);
  g.read(2, g.y, init_event);
  g.fence(2, sc);
  while (g.size() > 1) g.pop();
  EXPECT_EQ(g.clocks().size(), rows);
  EXPECT_EQ(g.where(g.x).mo, (std::vector<event_id>{init_event, a}));
  EXPECT_EQ(g.first_reader(a, g.x), no_event);
  EXPECT_EQ(g.first_reader(init_event, g.y), no_event);
  EXPECT_TRUE(g.thread(2).events.empty());
  EXPECT_EQ(g.coherence_bound(2, g.x), 0U);
  const event_id again = g.read(2, g.x, init_event);
  EXPECT_EQ(g[again].index, 0U);
  EXPECT_FALSE(g.needs(again, a));
}

TEST(graph, leaves_a_poll_out_of_every_order) {
  drawn_graph g(2);
  const event_id held = g.write(1, g.x, 1, rel);
  event poll = drawn_graph::proto(event_kind::poll, 2, acq);
  poll.location = g.x;
  const event_id id = g.add_read(poll, held);
  EXPECT_EQ(g.first_reader(held, g.x), no_event);
  EXPECT_FALSE(g.needs(id, held));
  EXPECT_EQ(g.coherence_bound(2, g.x), 0U);
}

TEST(graph, knows_threads_and_locations_by_identity) {
  drawn_graph g(2);
  EXPECT_EQ(g.child_of(0, 1), 2U);
  const thread_id grandchild = g.child_of(1, 0);
  EXPECT_EQ(grandchild, 3U);
  EXPECT_EQ(g.child_of(1, 0), grandchild);
  EXPECT_EQ(g.location_of(0, 1, 4, 0), g.y);
  const location_id other = g.location_of(1, 0, 8, 77);
  EXPECT_NE(other, g.x);
  EXPECT_EQ(g.value_of(init_event, other), 77U);
  EXPECT_EQ(g.bucket_of(g.x), g.bucket_of(g.x));
  EXPECT_NE(g.bucket_of(g.x), g.bucket_of(g.y));
  EXPECT_NE(g.bucket_of(g.x), g.x);
}

TEST(graph, finds_the_thread_of_another_graph_by_its_path) {
  drawn_graph a(2), b(1);
  const thread_id of_a = a.child_of(1, 0);
  const thread_id of_b = b.child_of(1, 0);
  EXPECT_EQ(of_a, 3U);
  EXPECT_EQ(of_b, 2U);
  EXPECT_EQ(counterpart(a, b, of_a), of_b);
  EXPECT_EQ(counterpart(a, b, 2), no_thread);
  EXPECT_EQ(counterpart(a, b, 0), 0U);
}

TEST(graph, forgets_everything_when_cleared) {
  drawn_graph g(3);
  g.write(1, g.x, 1);
  g.read(2, g.y, init_event);
  g.clear();
  EXPECT_EQ(g.size(), 0U);
  EXPECT_EQ(g.thread_count(), 1U);
  EXPECT_EQ(g.location_count(), 0U);
  const location_id fresh = g.location_of(0, 0, 4, 0);
  EXPECT_EQ(g.where(fresh).mo.size(), 1U);
  EXPECT_EQ(g.first_reader(init_event, fresh), no_event);
}

}  // namespace
}  // namespace suture::testing
