// What the standard leaves undefined about locks, with neighbours that are right: by every strategy
// the same finding, with the places it rests on.
#include "checkers/lock_misuse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "model/explore/portfolio.hpp"
#include "tests/checkers/runs.hpp"

namespace suture::testing {
namespace {

using ::testing::HasSubstr;

exploration by_portfolio(const std::function<void()>& body) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  standard_checkers checkers;
  checkers.attach(run);
  budget b;
  b.runs = many;
  return explore_portfolio(run, body, {}, b).explored;
}

template <class... Message>
void expect_misuse(const std::function<void()>& body, const Message&... messages) {
  const auto look = [&](const exploration& e) {
    EXPECT_EQ(kind_of(e), "misuse") << message_of(e);
    EXPECT_THAT(message_of(e), ::testing::AnyOf(HasSubstr(messages)...));
  };
  each_way(body, {}, look);
  look(by_portfolio(body));
}

void expect_right(const std::function<void()>& body) {
  expect_verified(body);
  EXPECT_EQ(kind_of(by_portfolio(body)), "verified");
}

TEST(LockMisuse, unlocking_what_was_never_taken) {
  expect_misuse(
      [] {
        sync::mutex m;
        sync::label(m, "M");
        m.unlock(line(3));
      },
      "thread 0 gives mutex M back at str.cpp:3, which it does not hold: take it first");
}

TEST(LockMisuse, unlocking_twice) {
  expect_misuse(
      [] {
        sync::mutex m;
        sync::label(m, "M");
        m.lock(line(1));
        m.unlock(line(2));
        m.unlock(line(3));
      },
      "thread 0 gives mutex M back at str.cpp:3, which it has given back at str.cpp:2: once for "
      "each time taken");
}

// Whoever is in the middle of it: the second unlock is always of what one does not hold.
TEST(LockMisuse, unlocking_twice_beside_another_that_locks) {
  const auto body = [](bool again) {
    sync::mutex m;
    sync::label(m, "M");
    const auto once = [&] {
      m.lock(line(1));
      m.unlock(line(2));
    };
    sync::parallel(
        [&] {
          once();
          if (again) m.unlock(line(3));
        },
        once);
  };
  expect_right([&] { body(false); });
  expect_misuse([&] { body(true); },
                "thread 1 gives mutex M back at str.cpp:3, which it has given back at str.cpp:2",
                "thread 1 gives mutex M back at str.cpp:3, which thread 2 holds since str.cpp:1");
}

TEST(LockMisuse, unlocking_what_another_holds) {
  expect_misuse(
      [] {
        sync::mutex m;
        sync::label(m, "M");
        m.lock(line(1));
        sync::parallel([&] { m.unlock(line(2)); });
      },
      "thread 1 gives mutex M back at str.cpp:2, which thread 0 holds since str.cpp:1: only who "
      "took it may");
}

// As where an early return goes past the unlock.
TEST(LockMisuse, ending_while_one_holds) {
  const auto body = [](bool forgets) {
    sync::mutex m;
    sync::label(m, "M");
    sync::atomic<int> error{0};
    sync::parallel(
        [&] {
          m.lock(line(1));
          if (error.load() == 1 && forgets) return;
          m.unlock(line(2));
        },
        [&] { error.store(1); });
  };
  expect_right([&] { body(false); });
  expect_misuse([&] { body(true); },
                "thread 1 ends while it holds mutex M, taken at str.cpp:1: nobody else may give "
                "it back");
}

TEST(LockMisuse, ending_with_a_static_mutex_or_a_shared_hold) {
  static sync::mutex s;
  expect_misuse([] { s.lock(line(1)); }, "thread 0 ends while it holds mutex static.");
  expect_misuse(
      [] {
        sync::shared_mutex m;
        sync::parallel([&] { m.lock_shared(line(1)); });
      },
      "thread 1 ends while it holds mutex a0.0, taken at str.cpp:1");
}

TEST(LockMisuse, taking_a_plain_mutex_again) {
  expect_misuse(
      [] {
        sync::mutex m;
        m.lock(line(1));
        m.lock(line(2));
      },
      "thread 0 takes mutex a0.0 at str.cpp:2, which it holds since str.cpp:1: it is not "
      "recursive: sync::recursive_mutex is");
  expect_misuse(
      [] {
        sync::mutex m;
        m.lock(line(1));
        static_cast<void>(m.try_lock(line(2)));
      },
      "thread 0 takes mutex a0.0 at str.cpp:2, which it holds since str.cpp:1");
}

TEST(LockMisuse, taking_a_recursive_mutex_again_is_right) {
  expect_right([] {
    sync::recursive_mutex m;
    sync::var<int> n{0};
    const auto twice = [&] {
      const sync::lock_guard outer(m);
      const sync::lock_guard inner(m);
      n.set(n.get() + 1);
    };
    sync::parallel(twice, twice);
    sync::check(n.get() == 2, "one at a time");
  });
  expect_misuse(
      [] {
        sync::recursive_mutex m;
        m.lock(line(1));
        m.lock(line(2));
        m.unlock(line(3));
      },
      " while it holds it since str.cpp:1: it must be free");
  expect_misuse(
      [] {
        sync::recursive_mutex m;
        m.lock(line(1));
        m.lock(line(2));
        m.unlock(line(3));
        m.unlock(line(4));
        m.unlock(line(5));
      },
      "thread 0 gives mutex a0.0 back at str.cpp:5, which it has given back at str.cpp:4");
}

TEST(LockMisuse, shared_and_exclusive_confused) {
  expect_misuse(
      [] {
        sync::shared_mutex m;
        m.lock(line(1));
        m.unlock_shared(line(2));
      },
      "thread 0 gives mutex a0.0 back shared at str.cpp:2, but holds it exclusively since "
      "str.cpp:1: unlock is right");
  expect_misuse(
      [] {
        sync::shared_mutex m;
        m.lock_shared(line(1));
        m.unlock(line(2));
      },
      "thread 0 gives mutex a0.0 back exclusively at str.cpp:2, but holds it shared since "
      "str.cpp:1: unlock_shared is right");
}

TEST(LockMisuse, a_shared_mutex_taken_again_in_any_mode) {
  const auto twice = [](bool shared_first, bool shared_then) {
    return [=] {
      sync::shared_mutex m;
      const auto take = [&](bool shared, std::uint32_t at) {
        shared ? m.lock_shared(line(at)) : m.lock(line(at));
      };
      const auto leave = [&](bool shared) { shared ? m.unlock_shared() : m.unlock(); };
      sync::parallel(
          [&] {
            take(shared_first, 1);
            take(shared_then, 2);
            leave(shared_then);
            leave(shared_first);
          },
          [&] {
            take(false, 3);
            leave(false);
          });
    };
  };
  expect_misuse(twice(true, true),
                "thread 1 takes mutex a0.0 shared at str.cpp:2, which it holds shared since "
                "str.cpp:1: a writer that waits in between may keep out both: hold it once");
  expect_misuse(twice(true, false),
                "thread 1 takes mutex a0.0 exclusively at str.cpp:2, which it holds shared since "
                "str.cpp:1: give the shared hold back before asking for the exclusive one");
  expect_misuse(twice(false, true), "the exclusive hold includes the shared one");
  expect_misuse(twice(false, false), "thread 1 takes mutex a0.0 exclusively at str.cpp:2");
}

TEST(LockMisuse, destroying_what_one_holds_oneself) {
  expect_misuse(
      [] {
        sync::mutex m;
        m.lock(line(1));
      },
      " while it holds it since str.cpp:1: it must be free");
}

// The thread that frees the object knows of the other's hold, but of no end of it.
TEST(LockMisuse, destroying_what_another_holds) {
  const auto body = [](bool early) {
    struct object {
      sync::mutex m;
      sync::atomic<int> ready{0};
    };
    auto* o = sync::make_at<object>(line(1));
    sync::atomic<int> done{0};
    sync::parallel(
        [&] {
          o->m.lock(line(10));
          o->ready.store(1);
          if (early) sync::spin_until([&] { return done.load() == 1; });
          if (!early) o->m.unlock(line(11));
          if (!early) done.store(1);
          if (early) o->m.unlock(line(11));
        },
        [&] {
          sync::spin_until([&] { return early ? o->ready.load() == 1 : done.load() == 1; });
          sync::destroy(o, line(20));
          if (early) done.store(1);
        });
  };
  expect_right([&] { body(false); });
  expect_misuse([&] { body(true); }, "while thread 1 holds it since str.cpp:10: it must be free");
}

TEST(LockMisuse, destroying_a_condition_variable_somebody_waits_on) {
  const auto body = [](bool notified) {
    sync::mutex m;
    sync::atomic<int> waiting{0};
    auto* c = sync::make_at<sync::condition_variable>(line(1));
    sync::parallel(
        [&] {
          sync::unique_lock<sync::mutex> held(m);
          waiting.store(1);
          c->wait(held, line(10));
        },
        [&] {
          sync::spin_until([&] { return waiting.load() == 1; });
          m.lock();  // so that it sleeps
          if (notified) c->notify_all();
          m.unlock();
          sync::destroy(c, line(20));
        });
  };
  limits calm;
  calm.spurious_wakeups = 0;
  each_way([&] { body(true); }, calm,
           [](const exploration& e) { EXPECT_EQ(kind_of(e), "verified") << message_of(e); });
  expect_misuse([&] { body(false); }, "while thread 1 waits on it since str.cpp:10: notify all");
}

TEST(LockMisuse, waiting_without_the_lock) {
  expect_misuse(
      [] {
        sync::mutex m;
        sync::condition_variable c;
        sync::parallel(
            [&] {
              sync::unique_lock<sync::mutex> held(m);
              held.unlock();
              c.wait(held, line(1));
            },
            [&] { c.notify_all(); });
      },
      "thread 1 waits at str.cpp:1 on condition variable a0.1 without mutex a0.0: wait with the "
      "lock held");
  expect_misuse(
      [] {
        sync::condition_variable c;
        sync::unique_lock<sync::mutex> none;
        c.wait(none, line(1));
      },
      "thread 0 waits at str.cpp:1 on condition variable a0.0 without a mutex");
}

TEST(LockMisuse, waiting_with_two_mutexes_at_a_time) {
  const auto body = [](bool one) {
    sync::mutex a, b;
    sync::condition_variable c;
    const auto wait = [&](sync::mutex& m, std::uint32_t at) {
      sync::unique_lock<sync::mutex> held(m);
      c.wait(held, line(at));
    };
    sync::parallel([&] { wait(a, 1); }, [&] { wait(one ? a : b, 2); },
                   [&] {
                     for (int i = 0; i < 4; ++i) c.notify_all();
                   });
  };
  each_way([&] { body(true); }, {},
           [](const exploration& e) { EXPECT_NE(kind_of(e), "misuse") << message_of(e); });
  // One of the two may also miss its notification.
  each_way([&] { body(false); }, {},
           [](const exploration& e) {
             EXPECT_THAT(kind_of(e), ::testing::AnyOf("misuse", "lost-wakeup")) << message_of(e);
           });
  expect_misuse(
      [] {
        sync::mutex a, b;
        sync::condition_variable c;
        sync::atomic<int> waiting{0};
        sync::parallel(
            [&] {
              sync::unique_lock<sync::mutex> held(a);
              waiting.store(1);
              for (;;) c.wait(held, line(1));  // again where it wakes for no reason
            },
            [&] {
              sync::spin_until([&] { return waiting.load() == 1; });
              { const sync::lock_guard<sync::mutex> asleep(a); }
              sync::unique_lock<sync::mutex> held(b);
              c.wait(held, line(2));
            });
      },
      "thread 2 waits at str.cpp:2 on condition variable a0.2 with mutex a0.1, while thread 1 "
      "waits "
      "at str.cpp:1 with mutex a0.0",
      "thread 1 waits at str.cpp:1 on condition variable a0.2 with mutex a0.0, while thread 2 "
      "waits "
      "at str.cpp:2 with mutex a0.1");
}

TEST(LockMisuse, joining_what_cannot_be_joined) {
  expect_misuse(
      [] {
        sync::thread t;
        t.join(line(1));
      },
      "thread 0 joins at str.cpp:1 a thread that is not joinable");
  expect_misuse(
      [] {
        sync::thread t([] {});
        t.join(line(1));
        t.join(line(2));
      },
      "thread 0 joins at str.cpp:2 a thread that is not joinable");
}

TEST(LockMisuse, joining_oneself) {
  expect_misuse(
      [] {
        sync::thread t;
        sync::atomic<int> set{0};
        t = sync::thread([&] {
          sync::spin_until([&] { return set.load() == 1; });
          t.join(line(1));
        });
        set.store(1);
        sync::spin_until([&] { return set.load() == 2; });
      },
      "thread 1 joins itself at str.cpp:1, and would wait for its own end");
}

TEST(LockMisuse, joining_at_the_same_time) {
  expect_misuse(
      [] {
        sync::thread t([] {});
        const auto join = [&] { t.join(line(1)); };
        sync::parallel(join, join);
      },
      "joins thread 1 at str.cpp:1, which thread", "a thread that is not joinable");
}

TEST(LockMisuse, releasing_a_semaphore_beyond_its_maximum) {
  expect_right([] {
    sync::binary_semaphore s(0);
    sync::parallel([&] { s.release(1, line(1)); }, [&] { s.acquire(); });
  });
  expect_misuse(
      [] {
        sync::binary_semaphore s(0);
        sync::parallel([&] { s.release(1, line(1)); }, [&] { s.release(1, line(1)); });
      },
      "thread 1 releases 1 of semaphore a0.0 at str.cpp:1, which is at 1: it takes 1 at most",
      "thread 2 releases 1 of semaphore a0.0 at str.cpp:1, which is at 1: it takes 1 at most");
}

TEST(LockMisuse, counting_a_latch_down_below_zero) {
  expect_misuse(
      [] {
        sync::latch l(1);
        sync::parallel([&] { l.count_down(1, line(1)); }, [&] { l.count_down(1, line(1)); });
      },
      "counts latch a0.0 down by 1 at str.cpp:1, which is at 0: it must not go below zero");
}

TEST(LockMisuse, arriving_more_often_than_a_barrier_expects) {
  expect_misuse(
      [] {
        sync::barrier b(1);
        const auto twice = [&] { static_cast<void>(b.arrive(2, line(1))); };
        sync::parallel(twice);
      },
      "thread 1 arrives 2 times at barrier a0.1 at str.cpp:1, where 1 more is expected");
}

TEST(LockMisuse, destroying_a_latch_somebody_waits_for) {
  each_way(
      [] {
        auto* l = sync::make_at<sync::latch>(line(1), 1);
        sync::parallel([&] { l->wait(line(2)); },
                       [&] {
                         l->count_down();
                         sync::destroy(l, line(3));
                       });
      },
      {}, [](const exploration& e) { EXPECT_EQ(kind_of(e), "use-after-free") << message_of(e); });
}

}  // namespace
}  // namespace suture::testing
