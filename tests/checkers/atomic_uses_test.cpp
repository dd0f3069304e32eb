#include "checkers/atomic_uses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::expect_finding;
using testing::expect_verified;
using testing::kind_of;
using testing::line;
using testing::message_of;
using testing::run_many;

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acq_rel = std::memory_order_acq_rel;

// A counted object; whoever drops the last reference destroys it.
struct counted {
  sync::atomic<int> count{2};
};

void drop_both(std::memory_order order) {
  auto* object = sync::make_at<counted>(line(118));
  sync::label(object->count, "refcount");
  const auto drop = [&] {
    if (object->count.fetch_sub(1, order, line(20)) == 1) sync::destroy(object, line(130));
  };
  sync::parallel(drop, drop);
}

// The counts are right, but the other drop need not have happened before: rc11 alone shows it.
TEST(AtomicUses, the_last_drop_must_come_after_the_others) {
  expect_verified([] { drop_both(acq_rel); });
  EXPECT_EQ(kind_of(run_many("sc", [] { drop_both(relaxed); })), "verified");
  const auto weak = run_many("rc11", [] { drop_both(relaxed); });
  EXPECT_EQ(kind_of(weak), "use-after-free");
  EXPECT_THAT(message_of(weak), ::testing::AnyOf("refcount is destroyed by thread 1 at str.cpp:130 "
                                                 "while thread 2's access at str.cpp:20 is "
                                                 "not ordered before it",
                                                 "refcount is destroyed by thread 2 at str.cpp:130 "
                                                 "while thread 1's access at str.cpp:20 is "
                                                 "not ordered before it"));
}

TEST(AtomicUses, an_acquire_fence_by_the_last_one_suffices) {
  expect_verified([] {
    auto* object = sync::make<counted>();
    const auto drop = [&] {
      if (object->count.fetch_sub(1, std::memory_order_release) != 1) return;
      sync::fence(std::memory_order_acquire);
      sync::destroy(object);
    };
    sync::parallel(drop, drop);
  });
}

// Whether the access has been made, is about to be made or has not been come to.
TEST(AtomicUses, any_use_that_nothing_orders) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        auto* object = sync::make_at<counted>(line(118));
        sync::parallel([&] { (void)object->count.load(relaxed, line(20)); },
                       [&] {
                         sync::yield();
                         sync::destroy(object, line(130));
                       });
      },
      "a0.0 is destroyed by thread 2 at str.cpp:130 while thread 1's access at str.cpp:20 is not "
      "ordered before "
      "it",
      "thread 1 uses an atomic at str.cpp:20 in the 24 bytes allocated at str.cpp:118 by thread 0, "
      "which thread 2 freed at str.cpp:130");
}

// The reader stands before its access in the runs that matter here.
TEST(AtomicUses, an_access_about_to_be_made_counts) {
  const auto model = make_memory_model("sc");
  execution run(*model, 0);
  standard_checkers checkers;
  checkers.attach(run);
  const auto walk = make_strategy("random", *model, {});
  const auto body = [] {
    auto* object = sync::make_at<counted>(line(118));
    sync::thread reader([&] { (void)object->count.load(relaxed, line(20)); });
    sync::destroy(object, line(130));  // before any decision: the reader cannot have read yet
    reader.join();
  };
  EXPECT_EQ(run.run(body, *walk->next_run(), *walk, {}), run_end::failed);
  EXPECT_EQ(run.found().value().message,
            "a0.0 is destroyed by thread 0 at str.cpp:130 while thread 1's access at str.cpp:20 is "
            "not ordered "
            "before it");
}

// What it did last is no hint: it stands at the yield, not before another access.
TEST(AtomicUses, a_thread_that_yields_is_about_to_make_no_access) {
  expect_verified([] {
    auto* object = sync::make<counted>();
    const auto drop = [&] {
      if (object->count.fetch_sub(1, acq_rel) == 1) sync::destroy(object);
      sync::yield();
    };
    sync::parallel(drop, drop);
  });
}

TEST(AtomicUses, a_mutex_somebody_waits_for) {
  const auto body = [](bool join_first) {
    auto* m = sync::make_at<sync::mutex>(line(118));
    sync::label(*m, "m");
    m->lock(line(10));
    sync::thread other([&] {
      m->lock(line(20));
      m->unlock(line(21));
    });
    m->unlock(line(11));
    if (join_first) other.join();
    sync::destroy(m, line(130));
    if (!join_first) other.join();
  };
  expect_verified([&] { body(true); });
  expect_finding(
      finding_kind::use_after_free, [&] { body(false); },
      "m is destroyed by thread 0 at str.cpp:130 while thread 1's access at str.cpp:20 is not "
      "ordered before it",
      "m is destroyed by thread 0 at str.cpp:130 while thread 1's access at str.cpp:21 is not "
      "ordered before it");
}

// [thread.condition.condvar]: the notified may destroy it while the notifier is on its way out.
TEST(AtomicUses, the_notified_may_destroy) {
  expect_verified([] {
    auto* changed = sync::make<sync::condition_variable>();
    sync::mutex m;
    sync::var<bool> ready(false);
    sync::parallel(
        [&] {
          sync::unique_lock held(m);
          changed->wait(held, [&] { return bool{ready}; });
          sync::destroy(changed);
        },
        [&] {
          const sync::lock_guard held(m);
          ready = true;
          changed->notify_one();
        });
  });
}

// But who did not need the notification may not: it can come after the end.
TEST(AtomicUses, a_notification_outside_of_the_lock_may_come_too_late) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        auto* changed = sync::make_at<sync::condition_variable>(line(118));
        sync::mutex m;
        sync::var<bool> ready(false);
        sync::parallel(
            [&] {
              sync::unique_lock held(m);
              changed->wait(
                  held, [&] { return bool{ready}; }, line(20));
              sync::destroy(changed, line(130));
            },
            [&] {
              {
                const sync::lock_guard held(m);
                ready = true;
              }
              changed->notify_one(line(30));
            });
      },
      "a0.0 is destroyed by thread 1 at str.cpp:130 while thread 2's access at str.cpp:30 is not "
      "ordered before "
      "it",
      "thread 2 uses an atomic at str.cpp:30 in the 24 bytes allocated at str.cpp:118 by thread 0, "
      "which thread 1 freed at str.cpp:130");
}

struct gate {
  sync::atomic<std::uint32_t> open{0};
};

// The same with a futex: the wake-up is the use that nothing orders, not an access to the word.
TEST(AtomicUses, a_futex_wake_up_may_come_too_late) {
  const auto body = [](bool only_when_woken) {
    auto* g = sync::make_at<gate>(line(118));
    sync::parallel(
        [&] {
          bool woken = false;
          while (g->open.load() == 0) {
            woken = sync::futex_wait(g->open, 0, line(20)) == sync::futex_status::woken;
          }
          sync::assume(woken || !only_when_woken);
          sync::destroy(g, line(130));
        },
        [&] {
          g->open.store(1);
          (void)sync::futex_wake(g->open, 1, line(30));
        });
  };
  expect_finding(
      finding_kind::use_after_free, [&] { body(false); },
      "a0.0 is destroyed by thread 1 at str.cpp:130 while thread 2's access at str.cpp:30 is not "
      "ordered before "
      "it",
      "thread 2 uses an atomic at str.cpp:30 in the 24 bytes allocated at str.cpp:118 by thread 0, "
      "which thread 1 freed at str.cpp:130");
  limits no_spurious;
  no_spurious.spurious_wakeups = 0;
  expect_verified([&] { body(true); }, no_spurious);
}

// A run along a graph meets the destruction before it carries the other thread's access out.
TEST(AtomicUses, events_still_to_be_carried_out_count) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const auto walk = make_strategy("random", *model, {});
  const auto body = [] {
    auto* object = sync::make_at<counted>(line(118));
    sync::thread reader([&] {
      (void)object->count.load(relaxed, line(20));
      (void)object->count.load(relaxed, line(21));
    });
    sync::yield(line(30));
    sync::destroy(object, line(130));
    reader.join();
  };
  race_checker race;
  run.observe(race);
  for (int i = 0; i < 200; ++i) {
    graph* g = walk->next_run();
    run.run(body, *g, *walk, {});
    ASSERT_TRUE(run.found());
    const finding first = *run.found();
    ASSERT_EQ(run.run(body, *g, *walk, {}), run_end::failed);
    EXPECT_EQ(run.found()->kind, first.kind);
  }
}

}  // namespace
}  // namespace suture
