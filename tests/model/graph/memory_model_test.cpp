// What the memory models allow, on executions drawn by hand.
#include "model/graph/memory_model.hpp"

#include <gtest/gtest.h>

#include "model/graph/cycle_search.hpp"
#include "tests/model/graph/drawn_graph.hpp"

namespace suture::testing {
namespace {

bool allows(std::string_view model, const graph& g) {
  const event_id newest[] = {g.size() - 1};
  return make_memory_model(model)->consistent(g, newest);
}

// Both threads store to one and read 0 from the other's; between them fences, where asked for.
drawn_graph store_buffering(std::memory_order write, std::memory_order read, bool fence_1 = false,
                            bool fence_2 = false) {
  drawn_graph g(2);
  g.write(1, g.x, 1, write);
  if (fence_1) g.fence(1, sc);
  g.read(1, g.y, init_event, read);
  g.write(2, g.y, 1, write);
  if (fence_2) g.fence(2, sc);
  g.read(2, g.x, init_event, read);
  return g;
}

TEST(sc_model, forbids_store_buffering) { EXPECT_FALSE(allows("sc", store_buffering(sc, sc))); }

TEST(memory_models, are_known_by_their_names) {
  for (const known_memory_model& m : memory_models()) {
    const auto made = make_memory_model(m.name);
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(made->name(), m.name);
    EXPECT_NE(about_memory_models().find(m.about), std::string::npos);
  }
  EXPECT_EQ(make_memory_model("alpha"), nullptr);
}

// The strongest first: what one allows, so do those after it.
TEST(memory_models, are_listed_by_what_they_allow) {
  drawn_graph wrc(3);  // the message is handed on by relaxed accesses
  const event_id data = wrc.write(1, wrc.x, 1);
  wrc.read(2, wrc.x, data);
  const event_id flag = wrc.write(2, wrc.y, 1);
  wrc.read(3, wrc.y, flag);
  wrc.read(3, wrc.x, init_event);
  int graph_of[2] = {0, 0};  // how many of the models allow it
  for (const std::string& name : memory_model_names()) {
    graph_of[0] += allows(name, store_buffering(rlx, rlx)) ? 1 : 0;
    graph_of[1] += allows(name, wrc) ? 1 : 0;
  }
  EXPECT_EQ(graph_of[0], 2);
  EXPECT_EQ(graph_of[1], 1);
  EXPECT_TRUE(allows(memory_model_names().back(), wrc));
  EXPECT_FALSE(allows(memory_model_names().front(), store_buffering(rlx, rlx)));
}

TEST(sc_model, makes_every_order_sequentially_consistent) {
  EXPECT_EQ(make_memory_model("sc")->effective(rlx), sc);
  EXPECT_EQ(make_memory_model("rc11")->effective(rlx), rlx);
}

TEST(sc_model, forbids_a_cycle_through_modification_order) {
  drawn_graph g(2);  // 2+2W: each thread's first write comes last
  g.write(1, g.x, 1, sc);
  g.write(1, g.y, 2, sc);
  g.write_at(2, g.y, 1, 2, sc);
  g.write_at(2, g.x, 2, 1, sc);
  EXPECT_FALSE(allows("sc", g));
}

TEST(sc_model, forbids_a_cycle_through_a_join) {
  drawn_graph g(0);
  const thread_id child = g.fork(0);
  g.write(child, g.x, 1, sc);
  g.add_other(drawn_graph::proto(event_kind::end, child, sc));
  g.join(0, child);
  g.read(0, g.x, init_event, sc);
  EXPECT_FALSE(allows("sc", g));
}

TEST(rc11_model, allows_store_buffering_unless_all_of_it_is_sc) {
  EXPECT_TRUE(allows("rc11", store_buffering(rlx, rlx)));
  EXPECT_TRUE(allows("rc11", store_buffering(rel, acq)));
  EXPECT_TRUE(allows("rc11", store_buffering(sc, acq)));
  EXPECT_FALSE(allows("rc11", store_buffering(sc, sc)));
}

TEST(rc11_model, forbids_store_buffering_between_two_sc_fences_only) {
  EXPECT_FALSE(allows("rc11", store_buffering(rlx, rlx, true, true)));
  EXPECT_TRUE(allows("rc11", store_buffering(rlx, rlx, true, false)));
  EXPECT_FALSE(allows("rc11", store_buffering(sc, sc, true, false)));
}

// Lahav and others, PLDI 2017, figure 1: C11 forbade what compilers to POWER do.
TEST(rc11_model, allows_z6_u) {
  drawn_graph g(3);
  g.write(1, g.x, 1, sc);
  const event_id first = g.write(1, g.y, 1, rel);
  const event_id added = g.increment(2, g.y, first, sc) + 1;
  const event_id third = g.write(3, g.y, 3, sc);
  g.read(2, g.y, third, rlx);
  EXPECT_EQ(g.mo_place_of(third), g.mo_place_of(added) + 1);
  g.read(3, g.x, init_event, sc);
  EXPECT_TRUE(allows("rc11", g));
  EXPECT_FALSE(allows("sc", g));
}

TEST(rc11_model, forbids_readers_between_sc_fences_to_disagree) {  // IRIW
  drawn_graph g(4);
  const event_id wx = g.write(1, g.x, 1);
  const event_id wy = g.write(2, g.y, 1);
  g.read(3, g.x, wx);
  g.fence(3, sc);
  g.read(3, g.y, init_event);
  g.read(4, g.y, wy);
  g.fence(4, sc);
  g.read(4, g.x, init_event);
  EXPECT_FALSE(allows("rc11", g));
}

TEST(rc11_model, allows_readers_with_acquire_loads_to_disagree) {
  drawn_graph g(4);
  const event_id wx = g.write(1, g.x, 1, sc);
  const event_id wy = g.write(2, g.y, 1, sc);
  g.read(3, g.x, wx, acq);
  g.read(3, g.y, init_event, sc);
  g.read(4, g.y, wy, acq);
  g.read(4, g.x, init_event, sc);
  EXPECT_TRUE(allows("rc11", g));
}

// Flag, handover, second write: P0's second read comes after the flag only by way of another place.
struct handover : drawn_graph {
  event_id second;
  explicit handover(bool choice_between) : drawn_graph(3) {
    write(3, x, 1, sc);
    const event_id first = write(3, y, 1, rel);
    read(1, y, first, acq);
    if (choice_between) add_other(proto(event_kind::choice, 1, sc));
    second = read(1, y, first, sc);
    write(2, y, 2, sc);
    read(2, x, init_event, sc);
  }
};

TEST(rc11_model, takes_plain_data_between_for_another_place) {
  handover g(false);
  EXPECT_TRUE(allows("rc11", g));
  g.at(g.second).plain_before = elsewhere;
  EXPECT_FALSE(allows("rc11", g));
}

TEST(rc11_model, takes_a_plain_access_for_one_of_its_place) {
  handover g(false);
  g.at(g.second).plain_before = g.y;
  EXPECT_TRUE(allows("rc11", g));
  g.at(g.second).plain_before = g.x;
  EXPECT_FALSE(allows("rc11", g));
}

TEST(rc11_model, does_not_take_a_choice_for_another_place) {
  EXPECT_TRUE(allows("rc11", handover(true)));
}

TEST(cycle_search, finds_the_events_of_a_cycle_and_no_others) {
  drawn_graph g = store_buffering(rlx, rlx);
  const event_id outside = g.write(1, g.location_of(0, 5, 4, 0), 1);
  cycle_search search;
  for (event_id e = 0; e < outside; ++e) EXPECT_TRUE(search.on_cycle(g, e)) << e;
  EXPECT_FALSE(search.on_cycle(g, outside));
}

}  // namespace
}  // namespace suture::testing
