// Worlds under real threads: who has stopped one is alone in it, whatever the others do.
#include "interp_core/thread/world.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "interp_core/thread/asking_world.hpp"
#include "interp_core/thread/unstoppable_world.hpp"

namespace {

using interp::attached_thread;
using interp::stopped_world;

template <class World>
class a_world : public testing::Test {};
using worlds = testing::Types<interp::basic_world<>, interp::asking_world<>,
                              interp::asking_world<interp::asking_rules, interp::parking::assumed>>;
TYPED_TEST_SUITE(a_world, worlds);

TYPED_TEST(a_world, stands_still_while_it_is_stopped) {
  TypeParam all;
  int steps[2] = {};
  std::atomic<bool> is_over{false};
  const auto run = [&](int& mine) {
    attached_thread<TypeParam> me(all);
    while (!is_over.load(std::memory_order_relaxed)) {
      ++mine;
      me.safepoint();
      ++mine;
      if (mine % 64 == 0) me.without([] {});
    }
  };
  sync::parallel([&] { run(steps[0]); }, [&] { run(steps[1]); },
                 [&] {
                   attached_thread<TypeParam> me(all);
                   for (int i = 0; i < 200; ++i) {
                     const stopped_world stopped(all, me);
                     const int before[2] = {steps[0], steps[1]};
                     for (int look = 0; look < 50; ++look) {
                       EXPECT_EQ(steps[0], before[0]);
                       EXPECT_EQ(steps[1], before[1]);
                     }
                     ++steps[0];
                     ++steps[1];
                   }
                   is_over.store(true, std::memory_order_relaxed);
                 });
}

TYPED_TEST(a_world, is_stopped_by_one_thread_at_a_time) {
  TypeParam all;
  int turns = 0;
  const auto stop = [&] {
    attached_thread<TypeParam> me(all);
    for (int i = 0; i < 200; ++i) {
      const stopped_world stopped(all, me);
      EXPECT_TRUE(me.has_stopped_the_world());
      ++turns;
    }
    EXPECT_FALSE(me.has_stopped_the_world());
  };
  sync::parallel(stop, stop, stop);
  EXPECT_EQ(turns, 600);
}

TYPED_TEST(a_world, does_not_wait_for_a_thread_that_is_detached) {
  TypeParam all;
  attached_thread<TypeParam> me(all);
  std::atomic<bool> is_detached{false}, may_go_on{false};
  sync::thread other([&] {
    attached_thread<TypeParam> its(all);
    its.without([&] {
      is_detached = true;
      while (!may_go_on) sync::yield();
    });
  });
  while (!is_detached) sync::yield();
  {
    const stopped_world stopped(all, me);
    may_go_on = true;
  }
  me.detach();
  other.join();
}

TYPED_TEST(a_world, has_threads_that_come_and_go) {
  TypeParam all;
  int lives = 0;
  const auto live = [&] {
    for (int i = 0; i < 100; ++i) {
      attached_thread<TypeParam> me(all);
      const stopped_world stopped(all, me);
      ++lives;
    }
  };
  sync::parallel(live, live, live);
  EXPECT_EQ(lives, 300);
  int threads = 0;
  attached_thread<TypeParam> last(all);
  all.for_each([&](auto&) { ++threads; });
  EXPECT_EQ(threads, 1);
}

TYPED_TEST(a_world, lets_a_thread_wait_for_a_lock_over_a_stop) {
  TypeParam all;
  sync::mutex lock;
  int turns = 0;
  const auto work = [&] {
    attached_thread<TypeParam> me(all);
    for (int i = 0; i < 200; ++i) {
      all.lock(me, lock);
      me.safepoint();
      ++turns;
      lock.unlock();
      me.safepoint();
    }
  };
  sync::parallel(work, work, [&] {
    attached_thread<TypeParam> me(all);
    for (int i = 0; i < 100; ++i) const stopped_world stopped(all, me);
  });
  EXPECT_EQ(turns, 400);
}

struct noting_part : interp::thread_part {
  void has_attached() override { told += 'a'; }
  void will_detach() override { told += 'd'; }
  void at_safepoint() override { told += 's'; }
  std::string told;
};

template <class World>
std::string told_in() {
  World all;
  noting_part part;
  typename World::member me(all);
  me.attach();
  me.add(part);
  me.safepoint();
  me.detach();
  me.attach();
  me.remove(part);
  me.safepoint();
  me.detach();
  return part.told;
}

TEST(a_thread, tells_its_parts_when_it_attaches_and_detaches) {
  EXPECT_EQ(told_in<interp::world>(), "sda");
  EXPECT_EQ(told_in<interp::asking_world<>>(), "sda");
  EXPECT_EQ(told_in<interp::unstoppable_world>(), "sda");
}

TEST(an_eval_breaker, keeps_requests_apart) {
  interp::eval_breaker breaker;
  EXPECT_FALSE(breaker.is_asked());
  breaker.ask(interp::request::stop);
  breaker.ask(interp::request::merge);
  EXPECT_FALSE(breaker.take(interp::request::collect));
  EXPECT_TRUE(breaker.take(interp::request::stop));
  EXPECT_FALSE(breaker.take(interp::request::stop));
  EXPECT_TRUE(breaker.is_asked());
  EXPECT_TRUE(breaker.take(interp::request::merge));
  EXPECT_FALSE(breaker.is_asked());
}

}  // namespace
