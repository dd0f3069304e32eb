// A run that is cut short leaves nothing behind of what its body owned.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

int alive = 0;  // of those below

struct counted {
  counted() { ++alive; }
  counted(const counted&) { ++alive; }
  counted& operator=(const counted&) = default;
  ~counted() { --alive; }
};

// Containers of all kinds, in every thread, when `end` is reached; some of them in flight.
void own_much(const std::function<void()>& end) {
  std::map<std::string, std::vector<counted>> map;
  map["a key too long to be kept in the string itself"].resize(3);
  auto shared = std::make_shared<counted>();
  sync::atomic<int> x{0};
  sync::mutex m;
  const auto work = [&, shared] {
    const std::vector<counted> own(10);
    const sync::lock_guard guard(m);
    x.fetch_add(1);
    end();
    x.fetch_add(1);
  };
  sync::parallel(work, work);
}

statistics run_cut_short(const std::function<void()>& end, const limits& l = calm) {
  alive = 0;
  const exploration e = search([&] { own_much(end); }, l);
  EXPECT_EQ(alive, 0);
  return e.counts;
}

TEST(run_cut_short, by_a_finding_releases_what_it_owned) {
  EXPECT_EQ(run_cut_short([] { sync::check(false, "over"); }).failed, 1U);
}

TEST(run_cut_short, by_an_exception_releases_what_it_owned) {
  EXPECT_EQ(run_cut_short([] { throw std::string("no std::exception, and owned"); }).failed, 1U);
}

TEST(run_cut_short, by_a_deadlock_releases_what_it_owned) {
  EXPECT_GT(run_cut_short([] {
              sync::mutex one, two;
              one.lock();
              sync::thread other([&] {
                two.lock();
                one.lock();
                one.unlock();
                two.unlock();
              });
              two.lock();
              two.unlock();
              one.unlock();
              other.join();
            }).blocked,
            0U);
}

TEST(run_cut_short, asleep_releases_what_it_owned) {
  EXPECT_GT(run_cut_short([] {
              sync::atomic<std::uint32_t> word{0};
              sync::futex_wait(word, 0);
            }).blocked,
            0U);
}

TEST(run_cut_short, by_an_assumption_releases_what_it_owned) {
  EXPECT_GT(run_cut_short([] { sync::assume(false); }).abandoned, 0U);
}

TEST(run_cut_short, by_a_bound_releases_what_it_owned) {
  limits l = calm;
  l.events = 100;
  l.endless_is_finding = false;
  EXPECT_GT(run_cut_short(
                [] {
                  sync::atomic<int> x{0};
                  for (;;) x.fetch_add(1);
                },
                l)
                .bounded,
            0U);
}

// Destructors that themselves wait, lock and free are not left by an exception.
TEST(run_cut_short, goes_through_destructors_that_use_what_ends_with_it) {
  struct user {
    sync::mutex& m;
    sync::atomic<int>& x;
    counted one;
    ~user() {
      const sync::lock_guard guard(m);
      x.store(0);
      sync::deallocate(sync::allocate(8));
    }
  };
  alive = 0;
  const exploration e = search([&] {
    sync::mutex m;
    sync::atomic<int> x{0};
    const user u{m, x, {}};
    sync::thread other([&] {
      const user inside{m, x, {}};
      sync::check(x.load() == 1, "over");
    });
    other.join();
  });
  EXPECT_EQ(e.counts.failed, 1U);
  EXPECT_EQ(kind_of(e), "check");
  EXPECT_EQ(alive, 0);
}

// A thread refers to what its creator owns, so it goes first.
TEST(run_cut_short, lets_go_of_the_youngest_thread_first) {
  struct owner {
    bool& there;
    ~owner() { there = false; }
  };
  struct user {
    const bool& there;
    ~user() { EXPECT_TRUE(there); }
  };
  bool there = false;
  const exploration e = search([&] {
    there = true;
    const owner owns{there};
    sync::atomic<int> x{0};
    sync::thread child([&] {
      const user uses{there};
      x.store(1);
      sync::check(false, "over");
    });
    child.join();
  });
  EXPECT_EQ(kind_of(e), "check");
  EXPECT_FALSE(there);
}

// A destructor may wait for what nobody will do any more.
TEST(run_cut_short, gives_up_a_thread_that_waits_in_its_destructors) {
  struct waiter {
    sync::atomic<int>& flag;
    ~waiter() {
      while (flag.load() == 0) sync::yield();
    }
  };
  const auto begun = std::chrono::steady_clock::now();
  const exploration e = search([] {
    sync::atomic<int> flag{0};
    const waiter waits{flag};
    sync::check(false, "over");
  });
  EXPECT_EQ(kind_of(e), "check");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

// Catches whatever comes, as a loop around a worker's jobs does.
void catch_all(const std::function<bool()>& job) {
  for (;;) {
    try {
      if (job()) return;
    } catch (...) {
    }
  }
}

TEST(run_cut_short, gives_up_a_thread_that_catches_its_end) {
  const auto begun = std::chrono::steady_clock::now();
  const exploration asleep = search([] {
    sync::atomic<int> x{0};
    sync::thread worker([&] {
      catch_all([&] {
        x.wait(0);
        return true;
      });
    });
    worker.join();
  });
  EXPECT_EQ(asleep.counts.blocked, 1U);
  const exploration failed = search([] {
    sync::atomic<int> x{0};
    sync::thread([&] { catch_all([&] { return x.load() == 1; }); }).detach();
    sync::check(false, "over");
  });
  EXPECT_EQ(kind_of(failed), "check");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

// In the handler, and in what has no effect any more.
TEST(run_cut_short, gives_up_a_thread_that_goes_on_in_its_handler) {
  const auto begun = std::chrono::steady_clock::now();
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::counting_semaphore<> s(0);
    sync::thread worker([&] {
      try {
        x.wait(0);
      } catch (...) {
        for (;;) s.release();
      }
    });
    worker.join();
  });
  EXPECT_EQ(e.counts.blocked, 1U);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

// A few tries are none of the engine's business.
TEST(run_cut_short, unwinds_a_thread_that_catches_its_end_now_and_then) {
  alive = 0;
  const exploration e = search([] {
    const counted own;
    sync::atomic<int> x{0};
    for (int i = 0; i < 20; ++i) {
      try {
        x.wait(0);
      } catch (...) {
      }
    }
  });
  EXPECT_EQ(e.counts.blocked, 1U);
  EXPECT_EQ(alive, 0);
}

// Thousands of such runs need no more memory than one: nothing is kept of them.
TEST(run_cut_short, many_times_over_releases_each_time) {
  alive = 0;
  const exploration e =
      sample([] { own_much([] { sync::assume(sync::choose(50) == 0); }); }, calm, 3000);
  EXPECT_EQ(e.counts.abandoned + e.counts.complete, 3000U);
  EXPECT_GT(e.counts.abandoned, 2000U);
  EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace suture::testing
