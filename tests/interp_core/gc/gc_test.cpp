// The collector under real threads: cycles go, what is held stays, under each way of tracking.
#include <gtest/gtest.h>

#include <atomic>

#include "interp_core/gc/buffered_tracking.hpp"
#include "interp_core/gc/collector.hpp"
#include "interp_core/gc/node.hpp"
#include "interp_core/thread/asking_world.hpp"

namespace {

namespace tracking = interp::tracking;
using interp::attached_thread;

template <class Tracking, class World>
struct policies : interp::gc_policies {
  using tracking = Tracking;
  using world = World;
};

template <class Policies, class Rules = interp::node_rules>
struct interpreter {
  using world = typename Policies::world;
  using node = interp::gc_node<Policies, Rules>;

  node* make() { return node::create(heap); }
  // Two that hold each other; the reference is to the first.
  node* make_cycle() {
    node* const a = make();
    node* const b = make();
    a->set(rt, 0, b);
    b->set(rt, 0, a);
    drop(b);
    return a;
  }
  void drop(node* n) { interp::decref(rt, *n); }

  interp::runtime rt;
  world all;
  interp::gc_heap<Policies> heap{rt, all};
};

template <class Interpreter>
struct running {
  explicit running(Interpreter& in) : me(in.all), here(in.heap, me) {}
  attached_thread<typename Interpreter::world> me;
  typename decltype(Interpreter::heap)::member here;
};

template <class Policies>
class a_collector : public testing::Test {};
using ways = testing::Types<policies<tracking::under_lock<>, interp::world>,
                            policies<tracking::under_lock<>, interp::asking_world<>>,
                            policies<tracking::buffered<>, interp::world>,
                            policies<tracking::buffered<>, interp::asking_world<>>>;
TYPED_TEST_SUITE(a_collector, ways);

TYPED_TEST(a_collector, frees_cycles_and_nothing_else) {
  interpreter<TypeParam> in;
  running<interpreter<TypeParam>> here(in);
  auto* const held = in.make_cycle();
  auto* const beside = in.make();
  held->set(in.rt, 1, beside);
  in.drop(beside);
  in.drop(in.make_cycle());
  in.drop(in.make());
  EXPECT_EQ(in.heap.collect(here.me), 2U);
  EXPECT_TRUE(in.heap.is_whole(3));
  EXPECT_EQ(in.heap.collect(here.me), 0U);
  EXPECT_EQ(held->get(0)->get(0), held);
  EXPECT_EQ(held->get(1), beside);
  in.drop(held);
  EXPECT_EQ(in.heap.collect(here.me), 3U);
  EXPECT_TRUE(in.heap.is_whole(0));
}

TYPED_TEST(a_collector, works_while_threads_make_and_drop) {
  interpreter<TypeParam> in;
  std::atomic<bool> is_over{false};
  std::atomic<std::size_t> collected{0};
  const auto work = [&] {
    running<interpreter<TypeParam>> here(in);
    auto* const held = in.make_cycle();
    for (int i = 0; i < 300; ++i) {
      in.drop(in.make_cycle());
      here.me.safepoint();
      EXPECT_EQ(held->get(0)->get(0), held);
    }
    in.drop(held);
    is_over = true;
  };
  sync::parallel(work, work, [&] {
    running<interpreter<TypeParam>> here(in);
    while (!is_over) {
      collected += in.heap.collect(here.me);
      here.me.safepoint();
    }
  });
  running<interpreter<TypeParam>> main(in);
  collected += in.heap.collect(main.me);
  EXPECT_EQ(collected, 2U * 2 * 301);
  EXPECT_TRUE(in.heap.is_whole(0));
}

struct comes_back : interp::node_rules {
  static constexpr bool resurrects = true;
};

TYPED_TEST(a_collector, runs_a_finalizer_once) {
  interpreter<TypeParam, comes_back> in;
  running<interpreter<TypeParam, comes_back>> here(in);
  auto* const shelf = in.make();
  auto* const object = in.make_cycle();
  object->set(in.rt, 1, shelf);
  in.drop(object);
  EXPECT_EQ(in.heap.collect(here.me), 0U);
  EXPECT_EQ(shelf->get(0), object);
  EXPECT_EQ(object->get(0)->get(0), object);
  shelf->set(in.rt, 0, nullptr);
  EXPECT_EQ(in.heap.collect(here.me), 2U);
  EXPECT_EQ(shelf->get(0), nullptr);
  in.drop(shelf);
}

TEST(tracking_that_is_stubbed, finds_nothing) {
  interpreter<policies<tracking::stubbed, interp::world>> in;
  running<decltype(in)> here(in);
  auto* const cycle = in.make_cycle();
  auto* const other = cycle->get(0);
  in.drop(cycle);
  EXPECT_EQ(in.heap.collect(here.me), 0U);
  other->set(in.rt, 0, nullptr);  // by hand
}

// The talk's 15 percent are a lock for each object that comes, and one for each that goes.
int locked = 0;
struct counted_lock {
  void lock(sync::site = {}) { ++locked; }
  void unlock(sync::site = {}) {}
};
struct counts_locks : tracking::lock_rules {
  using lock = counted_lock;
};

TEST(tracking_under_a_lock, locks_twice_for_each_object) {
  interpreter<policies<tracking::under_lock<counts_locks>, interp::world>> in;
  running<decltype(in)> here(in);
  locked = 0;
  for (int i = 0; i < 10; ++i) in.drop(in.make());
  EXPECT_EQ(locked, 20);
}

TEST(a_gc_list, knows_whether_it_is_whole) {
  interp::gc_list<> list;
  interp::gc_link<> a, b, c;
  EXPECT_TRUE(list.is_whole(0));
  for (auto* each : {&a, &b, &c}) list.add(*each);
  EXPECT_TRUE(list.is_whole(3));
  EXPECT_FALSE(list.is_whole(2));
  EXPECT_FALSE(list.is_whole(4));
  list.take_out(b);
  EXPECT_FALSE(b.is_in_a_list());
  EXPECT_TRUE(list.is_whole(2));
  c.previous.set(&b);
  EXPECT_FALSE(list.is_whole(2));
  c.previous.set(&a);
  a.next.set(nullptr);
  EXPECT_FALSE(list.is_whole(2));
}

}  // namespace
