// The GIL under real threads: it excludes, it is handed over, and it goes when somebody blocks.
#include "interp_core/gil/gil.hpp"

#include <gtest/gtest.h>

namespace {

using interp::thread_state;
using interp::with_gil_held;

template <class Waiting>
class gil_that_waits : public testing::Test {};
using ways = testing::Types<interp::gil_waiting::on_condition<>, interp::gil_waiting::assumed>;
TYPED_TEST_SUITE(gil_that_waits, ways);

TYPED_TEST(gil_that_waits, lets_one_thread_run_at_a_time) {
  interp::basic_gil<TypeParam> gil;
  int turns = 0;
  const auto work = [&] {
    thread_state me;
    for (int i = 0; i < 2'000; ++i) {
      const with_gil_held held(gil, me);
      ++turns;
    }
  };
  sync::parallel(work, work, work);
  EXPECT_EQ(turns, 6'000);
}

// Neither thread ever lets go but at its checkpoints, and each waits for the other's next step.
TYPED_TEST(gil_that_waits, is_handed_over_between_two_that_compute) {
  interp::basic_gil<TypeParam> gil(std::chrono::nanoseconds{0});
  int steps[2] = {};
  const auto work = [&](int mine) {
    thread_state me;
    const with_gil_held held(gil, me);
    for (; steps[mine] < 20; ++steps[mine])
      while (steps[1 - mine] < steps[mine]) gil.checkpoint(me);
  };
  sync::parallel([&] { work(0); }, [&] { work(1); });
  EXPECT_EQ(steps[0], 20);
  EXPECT_EQ(steps[1], 20);
}

TYPED_TEST(gil_that_waits, is_kept_for_its_interval) {
  interp::basic_gil<TypeParam> gil(std::chrono::hours(1));
  thread_state me;
  gil.take(me);
  bool has_begun = false;
  sync::thread other([&] {
    thread_state its;
    const with_gil_held held(gil, its);
    has_begun = true;
  });
  for (int i = 0; i < 10'000; ++i) gil.checkpoint(me);
  EXPECT_FALSE(has_begun);
  gil.without(me, [&] { other.join(); });
  EXPECT_TRUE(has_begun);
  EXPECT_EQ(gil.current(), &me);
  gil.drop(me);
  EXPECT_EQ(gil.current(), nullptr);
}

TEST(no_gil, excludes_nobody) {
  interp::no_gil none;
  thread_state me;
  none.take(me);
  EXPECT_EQ(none.current(), &me);
  sync::thread other([&] {
    thread_state its;
    const with_gil_held held(none, its);
    EXPECT_EQ(none.current(), &its);
  });
  none.without(me, [&] { other.join(); });
  none.drop(me);
}

TEST(gil_death_test, belongs_to_its_holder) {
  interp::gil gil;
  thread_state me, other;
  gil.take(me);
  EXPECT_DEATH(gil.drop(other), "belongs to the holder");
  gil.drop(me);
}

TEST(a_thread_state, holds_the_current_exception) {
  thread_state me;
  EXPECT_EQ(me.fetch(), interp::error::none);
  me.set_raised(interp::error::key_error);
  EXPECT_EQ(me.raised(), interp::error::key_error);
  EXPECT_EQ(me.fetch(), interp::error::key_error);
  EXPECT_EQ(me.raised(), interp::error::none);
}

}  // namespace
