// What the standard has beside the usual members: waits that a stop or a thread's end ends, moments
// to sleep to, atomics by free functions and by reference, numbers that are out of range.
#include <chrono>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

#include "tests/model/sync/engine_verdict.hpp"

namespace {

using namespace std::chrono_literals;
using suture::testing::ending_of;
using suture::testing::kind_of;

TEST(engine_names, sleep_until_goes_by_the_virtual_clock) {
  suture::options still;
  still.clock_jumps = 0;
  EXPECT_EQ(ending_of(
                [] {
                  const auto then = sync::clock::now() + 5ms;
                  sync::this_thread::sleep_until(then);
                  sync::check(sync::clock::now() >= then, "it is then");
                  sync::this_thread::sleep_until(then);
                  sync::this_thread::sleep_until(-1ns);
                  sync::check(sync::clock::now() < then + 1us, "which has passed already");
                },
                still)
                .kind,
            "verified");
}

TEST(engine_names, park_for_says_whether_it_has_the_permit) {
  const auto body = [](bool trusted) {
    return [=] {
      sync::parker mine;
      sync::var<int> x{0};
      sync::parallel(
          [&] {
            x = 1;
            mine.unpark();
          },
          [&] {
            const bool got = mine.park_for(1ms);
            if (got || trusted) sync::check(x == 1, "handed over");
          });
    };
  };
  EXPECT_EQ(kind_of(body(false)), "verified");
  EXPECT_EQ(kind_of(body(true)), "race");
  suture::options sound;
  sound.spurious_wakeups = 0;
  EXPECT_EQ(ending_of(
                [] {
                  sync::parker mine;
                  const auto then = sync::clock::now() + 1ms;
                  sync::check(!mine.park_until(then), "there is none");
                  sync::check(sync::clock::now() >= then, "and the time is up");
                  mine.unpark();
                  mine.unpark();
                  sync::check(mine.park_for(1ms), "one");
                  sync::check(!mine.park_for(1ms), "and no second one");
                },
                sound)
                .kind,
            "verified");
}

TEST(engine_names, notify_all_at_thread_exit_comes_last) {
  EXPECT_EQ(kind_of([] {
              sync::mutex m;
              sync::condition_variable ended;
              sync::var<int> steps{0};
              sync::thread worker([&] {
                sync::at_thread_exit([&] { steps = steps + 1; });
                sync::unique_lock held(m);
                sync::notify_all_at_thread_exit(ended, std::move(held));
                sync::at_thread_exit([&] { steps = steps + 1; });
              });
              {
                sync::unique_lock held(m);
                ended.wait(held, [&] { return steps == 2; });
              }
              worker.join();
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              sync::mutex m;
              sync::condition_variable ended;
              sync::notify_all_at_thread_exit(ended, sync::unique_lock(m, sync::defer_lock));
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::mutex m;
              sync::condition_variable ended;
              sync::notify_all_at_thread_exit(ended, {});
            }),
            "misuse");
  // The thread has the mutex to its end.
  EXPECT_EQ(kind_of([] {
              sync::mutex m;
              sync::condition_variable ended;
              sync::thread worker([&] {
                sync::notify_all_at_thread_exit(ended, sync::unique_lock(m));
                m.lock();
              });
              worker.join();
            }),
            "misuse");
}

// The condition variable must still be there when a detached thread ends.
TEST(engine_names, notify_all_at_thread_exit_needs_what_it_notifies) {
  EXPECT_EQ(kind_of([] {
              sync::mutex m;
              sync::condition_variable ended;
              sync::thread([&] {
                sync::notify_all_at_thread_exit(ended, sync::unique_lock(m));
              }).detach();
            }),
            "use-after-free");
}

template <class Wait>
std::string stopped(Wait wait) {
  return kind_of([=] {
    sync::mutex m;
    sync::condition_variable_any changed;
    sync::var<bool> ready{false};
    sync::jthread worker([&](sync::stop_token stop) {
      sync::unique_lock held(m);
      sync::check(wait(changed, held, stop, [&] { return ready.get(); }) == ready.get(), "so");
    });
    sync::thread other([&] {
      const sync::lock_guard held(m);
      ready = true;
      changed.notify_one();
    });
    worker.request_stop();
    worker.join();
    other.join();
  });
}

TEST(engine_names, waits_end_where_somebody_asks_to_stop) {
  EXPECT_EQ(stopped([](auto& changed, auto& held, auto stop, auto done) {
              return changed.wait(held, stop, done);
            }),
            "verified");
  EXPECT_EQ(stopped([](auto& changed, auto& held, auto stop, auto done) {
              return changed.wait_for(held, stop, 1ms, done);
            }),
            "verified");
  EXPECT_EQ(stopped([](auto& changed, auto& held, auto stop, auto done) {
              return changed.wait_until(held, stop, sync::clock::now() + 1ms, done);
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              sync::mutex m;
              sync::condition_variable_any changed;
              sync::jthread worker([&](sync::stop_token) {
                sync::unique_lock held(m);
                static_cast<void>(changed.wait(held, sync::stop_token(), [] { return false; }));
              });
            }),
            "lost-wakeup");
}

TEST(engine_names, jthread_takes_arguments) {
  EXPECT_EQ(kind_of([] {
              int seen = 0;
              {
                sync::jthread one([](int* to, int n) { *to += n; }, &seen, 3);
                sync::jthread two;
                two.swap(one);
                sync::check(!one.joinable() && two.joinable(), "exchanged");
              }
              {
                sync::jthread three([](const sync::stop_token& stop,
                                       int* to) { *to += stop.stop_possible() ? 4 : 0; },
                                    &seen);
              }
              sync::check(seen == 7, "all ran");
              sync::jthread([] {}).detach();
            }),
            "verified");
}

TEST(engine_names, free_functions_are_the_members) {
  EXPECT_EQ(kind_of([] {
              sync::atomic_int n{0};
              sync::parallel([&] { sync::atomic_fetch_add(&n, 1); },
                             [&] {
                               int seen = sync::atomic_load_explicit(&n, std::memory_order_relaxed);
                               while (!sync::atomic_compare_exchange_weak(&n, &seen, seen + 1)) {
                               }
                             });
              sync::check(sync::atomic_load(&n) == 2, "both");
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              sync::atomic_flag ready;
              sync::var<int> x{0};
              sync::parallel(
                  [&] {
                    x = 1;
                    sync::atomic_flag_test_and_set_explicit(&ready, std::memory_order_release);
                    sync::atomic_flag_notify_one(&ready);
                  },
                  [&] {
                    sync::atomic_flag_wait_explicit(&ready, false, std::memory_order_acquire);
                    sync::check(x == 1, "handed over");
                  });
            }),
            "verified");
}

TEST(engine_names, a_reference_waits_as_an_atomic_does) {
  const auto body = [](bool notifies) {
    return [=] {
      sync::var<int> word{0};
      sync::parallel(
          [&] {
            const sync::atomic_ref to(word);
            to.store(1);
            if (notifies) to.notify_all();
          },
          [&] {
            const sync::atomic_ref to(word);
            to.wait(0);
            sync::check(to == 1, "changed");
          });
    };
  };
  EXPECT_EQ(kind_of(body(true)), "verified");
  EXPECT_EQ(kind_of(body(false)), "lost-wakeup");
}

TEST(engine_names, numbers_out_of_range_are_misuse) {
  EXPECT_EQ(kind_of([] { sync::latch l(-1); }), "misuse");
  EXPECT_EQ(kind_of([] {
              sync::latch l(1);
              l.count_down(-1);
            }),
            "misuse");
  EXPECT_EQ(kind_of([] { sync::counting_semaphore<2> s(3); }), "misuse");
  EXPECT_EQ(kind_of([] { sync::counting_semaphore<2> s(-1); }), "misuse");
  EXPECT_EQ(kind_of([] {
              sync::counting_semaphore<2> s(2);
              s.release(-1);
            }),
            "misuse");
  EXPECT_EQ(kind_of([] { sync::barrier b(-1); }), "misuse");
  EXPECT_EQ(kind_of([] { sync::barrier b(sync::barrier<>::max() + 1); }), "misuse");
  EXPECT_EQ(kind_of([] {
              sync::barrier b(1);
              static_cast<void>(b.arrive(0));
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::barrier b(1);
              static_cast<void>(b.arrive(std::numeric_limits<std::ptrdiff_t>::max()));
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::latch l(0);
              l.wait();
              sync::counting_semaphore<2> s(2);
              s.release(0);
            }),
            "verified");
}

TEST(engine_names, a_barrier_s_token_is_for_the_barrier_that_gave_it) {
  EXPECT_EQ(kind_of([] {
              std::optional<sync::barrier<>> b(std::in_place, 1);
              auto token = b->arrive();
              b.emplace(1);
              static_cast<void>(b->arrive());
              b->wait(std::move(token));
            }),
            "misuse");
}

TEST(engine_names, a_completion_function_does_not_throw) {
  EXPECT_EQ(kind_of([] {
              const auto fails = [] { throw std::runtime_error("on completion"); };
              sync::barrier<decltype(fails)> b(1, fails);
              try {
                b.arrive_and_wait();
              } catch (const std::runtime_error&) {
              }
            }),
            "exception");
}

}  // namespace
