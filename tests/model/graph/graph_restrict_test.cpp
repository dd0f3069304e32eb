// The part of a graph that a revisit keeps.
#include <gtest/gtest.h>

#include "tests/model/graph/drawn_graph.hpp"

namespace suture::testing {
namespace {

struct restricted : graph {
  restricted(const graph& from, std::vector<std::uint8_t> keep, event_id floating = no_event) {
    assign_restricted(from, keep, floating, renamed);
  }
  std::vector<event_id> renamed;
};

TEST(restricted_graph, keeps_orders_and_tells_the_new_names) {
  drawn_graph g(3);
  const event_id a = g.write(1, g.x, 1, rel);
  const event_id dropped = g.write(2, g.x, 2);
  const event_id b = g.write(3, g.x, 3);
  const event_id r = g.read(3, g.y, init_event);
  const restricted part(g, {1, 0, 1, 1});
  EXPECT_EQ(part.renamed[dropped], no_event);
  EXPECT_EQ(part.size(), 3U);
  EXPECT_EQ(part.where(g.x).mo,
            (std::vector<event_id>{init_event, part.renamed[a], part.renamed[b]}));
  EXPECT_EQ(part.mo_place_of(part.renamed[b]), 2U);
  EXPECT_EQ(part.first_reader(init_event, g.y), part.renamed[r]);
  EXPECT_TRUE(part.thread(2).events.empty());
  EXPECT_EQ(part.thread(3).events.size(), 2U);
}

TEST(restricted_graph, keeps_what_the_events_know) {
  drawn_graph g(3);
  g.write(3, g.y, 9);
  const event_id data = g.write(1, g.y, 1);
  const event_id flag = g.write(1, g.x, 1, rel);
  const event_id seen = g.read(2, g.x, flag, acq);
  const restricted part(g, {0, 1, 1, 1});
  EXPECT_TRUE(part.ordered(part[part.renamed[data]], part[part.renamed[seen]]));
  EXPECT_EQ(part.coherence_bound(2, g.y), 1U);
}

TEST(restricted_graph, leaves_a_floating_write_to_be_inserted) {
  drawn_graph g(3);
  const event_id a = g.write(1, g.x, 1);
  const event_id b = g.write(2, g.x, 2);
  const event_id w = g.write(3, g.x, 3);
  restricted part(g, {1, 1, 1}, w);
  EXPECT_EQ(part.where(g.x).mo, (std::vector<event_id>{init_event, a, b}));
  part.insert_write(part.renamed[w], 1);
  EXPECT_EQ(part.where(g.x).mo, (std::vector<event_id>{init_event, w, a, b}));
  EXPECT_EQ(part.mo_place_of(b), 3U);
}

TEST(restricted_graph, lets_a_read_whose_write_is_gone_read_another) {
  drawn_graph g(2);
  const event_id a = g.write(1, g.x, 1, rel);
  const event_id b = g.write(1, g.x, 2, rel);
  const event_id r = g.read(2, g.x, b, acq);
  restricted part(g, {1, 0, 1});
  const event_id kept = part.renamed[r];
  EXPECT_EQ(part[kept].rf, no_event);
  part.redirect(kept, a);
  EXPECT_EQ(part.first_reader(a, g.x), kept);
  EXPECT_TRUE(part.ordered(part[a], part[kept]));
}

TEST(restricted_graph, forgets_what_a_redirected_read_knew_by_its_first_write) {
  drawn_graph g(3);
  const event_id a = g.write(1, g.x, 1, rel);
  const event_id r = g.read(2, g.x, a, acq);
  const event_id w = g.write(3, g.x, 2, rel);
  restricted part(g, {1, 1, 1});
  part.redirect(r, w);
  EXPECT_EQ(part.first_reader(a, g.x), no_event);
  EXPECT_EQ(part.first_reader(w, g.x), r);
  EXPECT_FALSE(part.in_prefix(part[a], part[r]));
  EXPECT_TRUE(part.ordered(part[w], part[r]));
}

TEST(restricted_graph, takes_a_read_that_became_a_poll_out_of_the_accesses) {
  drawn_graph g(2);
  const event_id w = g.write(1, g.x, 1);
  const event_id r = g.read(2, g.x, init_event);
  restricted part(g, {1, 1});
  part.at(r).kind = event_kind::poll;
  part.redirect(r, w);
  EXPECT_EQ(part.coherence_bound(2, g.x), 0U);
  EXPECT_EQ(part.first_reader(w, g.x), no_event);
}

TEST(restricted_graph, knows_who_created_whom) {
  drawn_graph g(0);
  g.write(0, g.x, 1);
  const thread_id child = g.fork(0);
  const restricted part(g, {0, 1, 1});
  EXPECT_EQ(part.thread(child).created_by, 0U);
  EXPECT_EQ(part.thread(child).parent, 0U);
}

// A graph is used again and again: nothing of its former contents may shine through.
TEST(restricted_graph, replaces_whatever_was_there) {
  drawn_graph small(1), large(3);
  small.write(1, small.x, 5);
  for (int k = 0; k < 10; ++k) large.write(3, large.x, 1);
  large.read(2, large.x, large.latest(large.x));
  std::vector<event_id> renamed;
  graph reused;
  reused.assign_restricted(large, std::vector<std::uint8_t>(large.size(), 1), no_event, renamed);
  reused.assign_restricted(small, std::vector<std::uint8_t>(1, 1), no_event, renamed);
  EXPECT_EQ(reused.size(), 1U);
  EXPECT_EQ(reused.thread_count(), 2U);
  EXPECT_EQ(reused.where(small.x).mo.size(), 2U);
  EXPECT_EQ(reused.coherence_bound(1, small.x), 1U);
  EXPECT_EQ(reused.coherence_bound(0, small.x), 0U);
}

}  // namespace
}  // namespace suture::testing
