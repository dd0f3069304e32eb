// x86-TSO: the known answers, and what only the engine has: threads, wait queues, asymmetric
// fences, blind counts. That it is x86-TSO on all small programs is for the oracle to say
// (tests/model/explore/exhaustive_property_test.cpp).
#include <gtest/gtest.h>

#include <array>
#include <utility>

#include "model/graph/tso.hpp"
#include "tests/model/engine/runs.hpp"
#include "tests/model/graph/drawn_graph.hpp"

namespace suture::testing {
namespace {

using pair = std::pair<int, int>;
using atomic = sync::atomic<int>;

std::set<pair> under_tso(const std::function<pair()>& body) {
  return outcomes<pair>(body, calm, "tso");
}

struct two {
  atomic x{0}, y{0};
};

// Each stores to one place and reads the other's, with `between` done between the two.
std::set<pair> store_buffering(void (*first)(two&), void (*second)(two&),
                               std::memory_order store = rlx, std::memory_order load = rlx) {
  return under_tso([=] {
    two m;
    pair r;
    sync::parallel(
        [&] {
          m.x.store(1, store);
          first(m);
          r.first = m.y.load(load);
        },
        [&] {
          m.y.store(1, store);
          second(m);
          r.second = m.x.load(load);
        });
    return r;
  });
}

void nothing(two&) {}
void light(two&) { sync::asymmetric_thread_fence_light(); }
void heavy(two&) { sync::asymmetric_thread_fence_heavy(); }
template <std::memory_order order>
void fence(two&) {
  sync::fence(order);
}

bool both_blind(void (*first)(two&), void (*second)(two&)) {
  const auto seen = store_buffering(first, second);
  EXPECT_TRUE(seen.contains({1, 1}));
  EXPECT_TRUE(seen.contains({0, 1}));
  EXPECT_TRUE(seen.contains({1, 0}));
  return seen.contains({0, 0});
}

TEST(tso, lets_stores_wait_behind_loads) {
  EXPECT_TRUE(both_blind(nothing, nothing));
  EXPECT_TRUE(both_blind(fence<acq_rel>, fence<acq_rel>));
  EXPECT_TRUE(both_blind(fence<sc>, nothing));
}

TEST(tso, empties_the_buffer_at_fences) { EXPECT_FALSE(both_blind(fence<sc>, fence<sc>)); }

TEST(tso, empties_the_buffer_at_locked_instructions) {
  constexpr auto adds = [](two&) { atomic{0}.fetch_add(1, rlx); };
  constexpr auto fails = [](two&) {
    int expected = 5;
    EXPECT_FALSE(atomic{0}.compare_exchange_strong(expected, 6, rlx, rlx));
  };
  constexpr auto stores_strongly = [](two&) { atomic{0}.store(1, sc); };
  constexpr auto takes_a_lock = [](two&) {
    sync::mutex own;
    const sync::lock_guard<sync::mutex> held(own);
  };
  EXPECT_FALSE(both_blind(adds, adds));
  EXPECT_FALSE(both_blind(fails, fails));
  EXPECT_FALSE(both_blind(stores_strongly, stores_strongly));
  EXPECT_FALSE(both_blind(adds, takes_a_lock));
}

// A seq_cst load is a load; it is the store that is another instruction.
TEST(tso, makes_no_more_of_a_seq_cst_load) {
  EXPECT_TRUE(store_buffering(nothing, nothing, rel, sc).contains({0, 0}));
  EXPECT_FALSE(store_buffering(nothing, nothing, sc, rlx).contains({0, 0}));
}

TEST(tso, hands_messages_over) {
  const auto seen = under_tso([] {
    two m;
    pair r;
    sync::parallel(
        [&] {
          m.x.store(1, rlx);
          m.y.store(1, rlx);
        },
        [&] {
          r.first = m.y.load(rlx);
          r.second = m.x.load(rlx);
        });
    return r;
  });
  EXPECT_EQ(seen, (std::set<pair>{{0, 0}, {0, 1}, {1, 1}}));
}

// R and 2+2W are told apart by the load: stores keep their order.
TEST(tso, allows_r_and_forbids_2_2w) {
  const auto second_thread_ends_with = [](bool load) {
    return under_tso([=] {
      two m;
      int read = 0;
      sync::parallel(
          [&] {
            m.x.store(1, rlx);
            m.y.store(1, rlx);
          },
          [&] {
            m.y.store(2, rlx);
            if (load) {
              read = m.x.load(rlx);
            } else {
              m.x.store(2, rlx);
            }
          });
      return pair{m.y.load(rlx), load ? read : m.x.load(rlx)};
    });
  };
  EXPECT_TRUE(second_thread_ends_with(true).contains({2, 0}));
  EXPECT_FALSE(second_thread_ends_with(false).contains({2, 1}));
}

TEST(tso, takes_every_publication_for_a_release) {
  const auto publish = [] {
    sync::var<int> data{0};
    atomic ready{0};
    sync::parallel(
        [&] {
          data.set(1);
          ready.store(1, rlx);
        },
        [&] {
          if (ready.load(rlx) == 1) sync::check(data.get() == 1, "it is there");
        });
  };
  const exploration e = search(publish, calm, "tso");
  EXPECT_EQ(kind_of(e), "none");
  EXPECT_TRUE(e.exhausted);
}

TEST(tso, empties_the_buffer_where_a_thread_is_made) {
  const auto seen = under_tso([] {
    two m;
    pair r;
    sync::parallel(
        [&] {
          m.x.store(1, rlx);
          sync::thread reader([&] { r.first = m.y.load(rlx); });
          reader.join();
        },
        [&] {
          m.y.store(1, rlx);
          sync::fence(sc);
          r.second = m.x.load(rlx);
        });
    return r;
  });
  EXPECT_FALSE(seen.contains({0, 0}));
}

TEST(tso, empties_the_buffer_where_a_thread_ends) {
  const auto seen = under_tso([] {
    two m;
    pair r;
    sync::parallel(
        [&] {
          sync::thread writer([&] { m.x.store(1, rlx); });
          writer.join();
          r.first = m.y.load(rlx);
        },
        [&] {
          m.y.store(1, rlx);
          sync::fence(sc);
          r.second = m.x.load(rlx);
        });
    return r;
  });
  EXPECT_FALSE(seen.contains({0, 0}));
}

// Who notifies takes the lock of the wait queue here; implementations need not.
TEST(tso, lets_a_notification_order_nothing) {
  EXPECT_TRUE(both_blind([](two& m) { m.x.notify_one(); }, [](two& m) { m.x.notify_one(); }));
}

TEST(tso, makes_no_fence_of_the_lock_of_a_wait_queue) {
  EXPECT_TRUE(both_blind([](two&) { sync::condition_variable{}.notify_one(); },
                         [](two&) { sync::condition_variable{}.notify_one(); }));
}

TEST(tso, lets_heavy_fences_order_what_light_ones_stand_before) {
  EXPECT_FALSE(both_blind(heavy, light));
  EXPECT_FALSE(both_blind(light, heavy));
  EXPECT_FALSE(both_blind(heavy, heavy));
  EXPECT_FALSE(both_blind(heavy, fence<sc>));
  EXPECT_TRUE(both_blind(light, light));
  EXPECT_TRUE(both_blind(light, fence<sc>));
  EXPECT_TRUE(both_blind(heavy, nothing));
}

// Three threads in a ring: two light fences know nothing of each other but what a heavy one does.
TEST(tso, does_not_order_two_light_fences_by_way_of_a_heavy_one) {
  const auto ring = [](void (*a)(two&), void (*b)(two&), void (*c)(two&)) {
    return outcomes<int>(
               [=] {
                 two unused;
                 std::array<atomic, 3> x{};
                 std::array<int, 3> r{};
                 const auto one = [&](std::size_t i, void (*f)(two&)) {
                   return [&, i, f] {
                     x[i].store(1, rlx);
                     f(unused);
                     r[i] = x[(i + 1) % 3].load(rlx);
                   };
                 };
                 sync::parallel(one(0, a), one(1, b), one(2, c));
                 return r[0] + r[1] + r[2];
               },
               calm, "tso")
        .contains(0);
  };
  EXPECT_TRUE(ring(heavy, light, light));
  EXPECT_FALSE(ring(heavy, light, heavy));
}

// A cycle by way of a decrement that is the last, drawn by hand: what the others did before theirs
// is seen behind it.
struct last_of_two : drawn_graph {
  event_id missed = 0;
  explicit last_of_two(std::memory_order order) : drawn_graph(3) {
    const location_id n = location_of(0, 2, 4, 2);
    write(1, x, 1, acq_rel);
    count(1, n, true, order);
    count(2, n, true, order);
    read(2, y, init_event, acq_rel);
    write(3, y, 1, acq_rel);
    fence(3, sc);
    missed = read(3, x, init_event, acq_rel);
  }
};

TEST(tso, lets_the_decrement_that_reaches_zero_come_last) {
  const last_of_two g(acq_rel);
  tso_order order;
  EXPECT_TRUE(order.on_cycle(g, g.missed));
}

TEST(tso, finds_the_events_of_a_cycle_and_no_others) {
  drawn_graph g(2);
  g.write(1, g.x, 1, sc);
  g.read(1, g.y, init_event, acq_rel);
  g.write(2, g.y, 1, sc);
  g.read(2, g.x, init_event, acq_rel);
  const event_id outside = g.write(1, g.location_of(0, 5, 4, 0), 1, acq_rel);
  tso_order order;
  for (event_id e = 0; e < outside; ++e) EXPECT_TRUE(order.on_cycle(g, e)) << e;
  EXPECT_FALSE(order.on_cycle(g, outside));
}

}  // namespace
}  // namespace suture::testing
