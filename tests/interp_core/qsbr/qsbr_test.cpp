// QSBR and delayed freeing under real threads: readers find what is there, all of it is freed, and
// threads come until slots must grow.
#include "interp_core/qsbr/qsbr.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

#include "interp_core/qsbr/delayed_free.hpp"
#include "interp_core/thread/asking_world.hpp"
#include "interp_core/thread/unstoppable_world.hpp"

namespace {

using interp::attached_thread;
namespace slots = interp::qsbr_slots;

// Counts those that live.
struct counted {
  explicit counted(std::atomic<int>& n) : live(n), value(42) { ++live; }
  ~counted() {
    value = 0;
    --live;
  }
  std::atomic<int>& live;
  int value;
};

template <class World, template <class> class Slots>
struct way {
  using world = World;
  using qsbr = interp::basic_qsbr<World, Slots>;
};

template <class Way>
class a_qsbr : public testing::Test {};
using ways = testing::Types<way<interp::world, slots::moving>, way<interp::world, slots::linked>,
                            way<interp::asking_world<>, slots::moving>,
                            way<interp::unstoppable_world, slots::linked>>;
TYPED_TEST_SUITE(a_qsbr, ways);

TYPED_TEST(a_qsbr, frees_what_readers_have_let_go_of) {
  using world = typename TypeParam::world;
  using qsbr = typename TypeParam::qsbr;
  using delayed = interp::basic_delayed_free<qsbr>;
  std::atomic<int> live{0};
  {
    world all;
    qsbr periods(all);
    delayed later(periods);
    sync::atomic<counted*> place{sync::make<counted>(live)};
    std::atomic<bool> is_over{false};
    const auto read = [&] {
      while (!is_over) {
        attached_thread<world> me(all);
        typename qsbr::member here(periods, me);
        for (int i = 0; i < 100; ++i) {
          EXPECT_EQ(place.load(std::memory_order_acquire)->value, 42);
          me.safepoint();
        }
      }
    };
    const auto write = [&] {
      attached_thread<world> me(all);
      typename qsbr::member here(periods, me);
      typename delayed::member frees(later, here);
      for (int i = 0; i < 2'000; ++i) {
        counted* const fresh = sync::make<counted>(live);
        interp::destroy_later(frees, place.exchange(fresh, std::memory_order_acq_rel));
        me.safepoint();
      }
      is_over = true;
    };
    sync::parallel(read, read, write);
    sync::destroy(place.load(std::memory_order_relaxed));
  }
  EXPECT_EQ(live, 0);
}

TYPED_TEST(a_qsbr, has_room_for_any_number_of_threads) {
  using world = typename TypeParam::world;
  using qsbr = typename TypeParam::qsbr;
  world all;
  qsbr periods(all);
  std::atomic<int> begun{0};
  const auto live = [&] {
    attached_thread<world> me(all);
    typename qsbr::member here(periods, me);
    ++begun;
    while (begun < 6) me.safepoint();
  };
  sync::parallel(live, live, live, live, live, live);
  attached_thread<world> me(all);
  typename qsbr::member here(periods, me);
  const auto goal = periods.advance();
  EXPECT_FALSE(periods.poll(goal));
  me.safepoint();
  EXPECT_TRUE(periods.poll(goal));
}

using simple_qsbr = interp::basic_qsbr<interp::unstoppable_world, slots::linked>;

// Two threads' worth of a QSBR, used by one.
class delayed_freeing : public testing::Test {
 protected:
  using delayed = interp::basic_delayed_free<simple_qsbr>;

  void take_away(std::size_t bytes) {
    frees.free_later(
        nullptr, [](void*) {}, bytes);
  }

  interp::unstoppable_world all;
  simple_qsbr periods{all};
  delayed later{periods};
  attached_thread<interp::unstoppable_world> me{all};
  simple_qsbr::member here{periods, me};
  delayed::member frees{later, here};
};

TEST_F(delayed_freeing, waits_for_a_hundred_small_items) {
  for (int i = 1; i < 128; ++i) {
    take_away(16);
    me.safepoint();
    EXPECT_EQ(frees.waiting(), static_cast<std::size_t>(i));
  }
  take_away(16);
  me.safepoint();
  EXPECT_EQ(frees.waiting(), 0U);
}

TEST_F(delayed_freeing, does_not_wait_with_a_large_one) {
  take_away(16);
  take_away(std::size_t{1} << 20);
  me.safepoint();
  EXPECT_EQ(frees.waiting(), 0U);
}

TEST_F(delayed_freeing, waits_for_who_is_on_line_and_for_nobody_else) {
  attached_thread<interp::unstoppable_world> other(all);
  simple_qsbr::member reader(periods, other);
  take_away(std::size_t{1} << 20);
  me.safepoint();
  EXPECT_EQ(frees.waiting(), 1U);
  other.detach();
  me.safepoint();
  EXPECT_EQ(frees.waiting(), 0U);
  other.attach();
}

TEST_F(delayed_freeing, goes_on_when_its_thread_has_ended) {
  attached_thread<interp::unstoppable_world> other(all);
  {
    simple_qsbr::member reader(periods, other);
    delayed::member its(later, reader);
    its.free_later(
        nullptr, [](void*) {}, std::size_t{1} << 20);
  }
  EXPECT_EQ(later.waiting(), 1U);
  me.safepoint();
  EXPECT_EQ(later.waiting(), 0U);
}

TEST(delayed_freeing_in_a_stopped_world, happens_at_once) {
  interp::world all;
  interp::qsbr periods(all);
  interp::basic_delayed_free<> later(periods);
  attached_thread<interp::world> me(all);
  interp::qsbr::member here(periods, me);
  interp::basic_delayed_free<>::member frees(later, here);
  std::atomic<int> live{0};
  counted* const object = sync::make<counted>(live);
  const interp::stopped_world stopped(all, me);
  interp::destroy_later(frees, object);
  EXPECT_EQ(live, 0);
}

}  // namespace
