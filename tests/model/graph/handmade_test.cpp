// What is counted against the same made by hand of a mutex and a condition variable: what a program
// can come to is the same with either, under both memory models.
#include <gtest/gtest.h>

#include <functional>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;

class monitor {
 public:
  void change(const std::function<void()>& work) {
    const sync::lock_guard<sync::mutex> held(mutex_);
    work();
    changed_.notify_all();
  }
  void when(const std::function<bool()>& ready, const std::function<void()>& work) {
    sync::unique_lock<sync::mutex> held(mutex_);
    changed_.wait(held, ready);
    work();
  }

 private:
  sync::mutex mutex_;
  sync::condition_variable changed_;
};

class handmade_semaphore {
 public:
  explicit handmade_semaphore(int permits) : permits_(permits) {}
  void acquire() {
    m_.when([&] { return permits_ > 0; }, [&] { --permits_; });
  }
  bool try_acquire() {
    bool got = false;
    m_.change([&] {
      got = permits_ > 0;
      permits_ -= got ? 1 : 0;
    });
    return got;
  }
  void release() {
    m_.change([&] { ++permits_; });
  }

 private:
  monitor m_;
  int permits_;
};

class handmade_latch {
 public:
  explicit handmade_latch(int left) : left_(left) {}
  void count_down() {
    m_.change([&] { --left_; });
  }
  void wait() {
    m_.when([&] { return left_ == 0; }, [] {});
  }

 private:
  monitor m_;
  int left_;
};

class handmade_barrier {
 public:
  explicit handmade_barrier(int expected) : expected_(expected), left_(expected) {}
  void arrive_and_wait() {
    int mine = 0;
    m_.change([&] {
      mine = phase_;
      if (--left_ == 0) {
        ++phase_;
        left_ = expected_;
      }
    });
    m_.when([&] { return phase_ > mine; }, [] {});
  }

 private:
  monitor m_;
  int expected_, left_, phase_ = 0;
};

void expect_the_same(const std::function<std::string()>& ours,
                     const std::function<std::string()>& by_hand) {
  for (const char* model : {"sc", "rc11"}) {
    const texts seen = texts_of(ours, calm, model);
    EXPECT_EQ(seen, texts_of(by_hand, calm, model)) << model;
    EXPECT_GT(seen.size(), 1U);
  }
}

// One is let in at a time; the third looks at the data without asking.
template <class Semaphore>
std::string let_in() {
  Semaphore permits(1);
  sync::atomic<int> data{0};
  int looked = 0;
  bool got = false;
  sync::parallel(
      [&] {
        permits.acquire();
        data.store(data.load(rlx) + 1, rlx);
        permits.release();
      },
      [&] {
        got = permits.try_acquire();
        if (!got) return;
        data.store(data.load(rlx) + 2, rlx);
        permits.release();
      },
      [&] { looked = data.load(rlx); });
  return std::to_string(got) + std::to_string(looked) + std::to_string(data.load(rlx));
}

template <class Latch>
std::string open_door() {
  Latch door(2);
  sync::atomic<int> a{0}, b{0};
  int behind = 0, beside = 0;
  sync::parallel(
      [&] {
        a.store(1, rlx);
        door.count_down();
        beside = b.load(rlx);
      },
      [&] {
        b.store(2, rlx);
        door.count_down();
      },
      [&] {
        door.wait();
        behind = a.load(rlx) + b.load(rlx);
      });
  return std::to_string(behind) + std::to_string(beside);
}

template <class Barrier>
std::string two_phases() {
  Barrier meeting(2);
  sync::atomic<int> a{0}, b{0};
  std::string seen;
  int early = 0;
  sync::parallel(
      [&] {
        a.store(1, rlx);
        early = b.load(rlx);
        meeting.arrive_and_wait();
        seen = std::to_string(b.load(rlx));
      },
      [&] {
        b.store(1, rlx);
        meeting.arrive_and_wait();
        b.store(2, rlx);
      });
  return seen + std::to_string(early);
}

TEST(handmade, semaphore) {
  expect_the_same(let_in<sync::counting_semaphore<2>>, let_in<handmade_semaphore>);
}
TEST(handmade, latch) { expect_the_same(open_door<sync::latch>, open_door<handmade_latch>); }
TEST(handmade, barrier) {
  expect_the_same(two_phases<sync::barrier<>>, two_phases<handmade_barrier>);
}

}  // namespace
}  // namespace suture::testing
