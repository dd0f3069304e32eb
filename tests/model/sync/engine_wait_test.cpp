// What atomic waits order, and what is wrong with those that go wrong.
#include <atomic>

#include "tests/model/sync/engine_verdict.hpp"

namespace {

using std::memory_order;
using suture::testing::kind_of;

// Passes data on through a flag that is waited for. `fenced`: by fences instead of orders.
std::function<void()> hand_over(memory_order writes, memory_order waits, bool fenced = false) {
  return [=] {
    sync::var<int> data(0);
    sync::atomic<int> flag{0};
    sync::parallel(
        [&] {
          data = 1;
          if (fenced) sync::fence(std::memory_order_release);
          flag.store(1, writes);
          flag.notify_one();
        },
        [&] {
          flag.wait(0, waits);
          if (fenced) sync::fence(std::memory_order_acquire);
          sync::check(data == 1, "handed over");
        });
  };
}

TEST(engine_wait, orders_what_its_load_orders) {
  EXPECT_EQ(kind_of(hand_over(memory_order::release, memory_order::acquire)), "verified");
  EXPECT_EQ(kind_of(hand_over(memory_order::seq_cst, memory_order::seq_cst)), "verified");
  EXPECT_EQ(kind_of(hand_over(memory_order::relaxed, memory_order::relaxed, true)), "verified");
}

TEST(engine_wait, orders_nothing_beyond_that) {
  EXPECT_EQ(kind_of(hand_over(memory_order::relaxed, memory_order::acquire)), "race");
  EXPECT_EQ(kind_of(hand_over(memory_order::release, memory_order::relaxed)), "race");
  EXPECT_EQ(kind_of(hand_over(memory_order::relaxed, memory_order::relaxed), "sc"), "verified");
}

// Of whatever has an order, a flag and a shared pointer included.
TEST(engine_wait, has_the_orders_of_a_load) {
  EXPECT_EQ(kind_of([] {
              const sync::atomic_flag flag;
              flag.wait(true, memory_order::release);
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              const sync::atomic_flag flag;
              flag.test(memory_order::acq_rel);
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::atomic_flag flag;
              flag.clear(memory_order::acquire);
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::var<int> data(0);
              const sync::atomic_ref shared(data);
              shared.load(memory_order::release);
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::atomic<sync::shared_ptr<int>> owner(sync::make_shared<int>(1));
              owner.load(memory_order::release);
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::atomic<sync::shared_ptr<int>> owner(sync::make_shared<int>(1));
              owner.store({}, memory_order::consume);
            }),
            "misuse");
}

// What the sleeper did before it slept is not known to who wakes it, either.
TEST(engine_wait, tells_the_waker_nothing) {
  EXPECT_EQ(kind_of([] {
              sync::var<int> data(0);
              sync::atomic<int> flag{0};
              sync::parallel(
                  [&] {
                    data = 1;
                    flag.wait(0, memory_order::acquire);
                  },
                  [&] {
                    flag.store(1, memory_order::release);
                    flag.notify_one();
                    data.get();
                  });
            }),
            "race");
}

TEST(engine_wait, has_lost_wake_ups_found) {
  EXPECT_EQ(kind_of([] {
              sync::atomic<bool> flag{false};
              sync::parallel([&] { flag.wait(false); }, [&] { flag = true; });
            }),
            "lost-wakeup");
  EXPECT_EQ(kind_of([] {
              sync::atomic_flag flag;
              sync::parallel([&] { flag.wait(false); },
                             [&] {
                               flag.notify_all();
                               flag.test_and_set();
                             });
            }),
            "lost-wakeup");
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> flag{0};
              const auto wait = [&] { flag.wait(0); };
              sync::parallel(wait, wait, [&] {
                flag = 1;
                flag.notify_one();
              });
            }),
            "lost-wakeup");
}

// Who sees the new value without having slept may end the object before it is notified of.
TEST(engine_wait, has_a_notification_of_what_is_gone_found) {
  const auto once = [](bool joined) {
    return [joined] {
      auto* flag = sync::make<sync::atomic<int>>(0);
      sync::thread waker([flag] {
        flag->store(1);
        flag->notify_one();
      });
      flag->wait(0);
      if (joined) waker.join();
      sync::destroy(flag);
      if (!joined) waker.join();
    };
  };
  EXPECT_EQ(kind_of(once(false)), "use-after-free");
  EXPECT_EQ(kind_of(once(true)), "verified");
}

// A lock of a flag: the wait's load is followed by one that acquires.
TEST(engine_wait, makes_a_lock_of_a_flag) {
  const auto two_enter = [](bool notifies) {
    return [notifies] {
      sync::atomic_flag taken;
      sync::var<int> n(0);
      const auto enter = [&] {
        while (taken.test_and_set(memory_order::acquire)) taken.wait(true, memory_order::relaxed);
        n = n + 1;
        taken.clear(memory_order::release);
        if (notifies) taken.notify_one();
      };
      sync::parallel(enter, enter);
      sync::check(n == 2, "one at a time");
    };
  };
  EXPECT_EQ(kind_of(two_enter(true)), "verified");
  EXPECT_EQ(kind_of(two_enter(false)), "lost-wakeup");
}

}  // namespace
