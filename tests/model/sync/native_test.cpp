// The native backend is what it wraps: in size here, in time in bench/native_cost.cpp.
#include <gtest/gtest.h>

#include <barrier>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <semaphore>
#include <set>
#include <shared_mutex>
#include <stdexcept>
#include <vector>

#include "model/sync/native/run.hpp"
#include "tests/model/sync/face.hpp"

namespace {

static_assert(sizeof(sync::atomic<bool>) == sizeof(std::atomic<bool>));
static_assert(sizeof(sync::atomic<std::uint32_t>) == sizeof(std::atomic<std::uint32_t>));
static_assert(sizeof(sync::atomic<void*>) == sizeof(std::atomic<void*>));
static_assert(alignof(sync::atomic<std::int64_t>) == alignof(std::atomic<std::int64_t>));
static_assert(sizeof(sync::atomic_flag) == sizeof(std::atomic_flag));
static_assert(sizeof(sync::var<char>) == sizeof(char));
static_assert(sizeof(sync::var<std::string>) == sizeof(std::string));
static_assert(sizeof(sync::mutex) == sizeof(std::mutex));
static_assert(sizeof(sync::shared_mutex) == sizeof(std::shared_mutex));
static_assert(sizeof(sync::recursive_timed_mutex) == sizeof(std::recursive_timed_mutex));
static_assert(sizeof(sync::shared_timed_mutex) == sizeof(std::shared_timed_mutex));
static_assert(sizeof(sync::counting_semaphore<3>) == sizeof(std::counting_semaphore<3>));
static_assert(sizeof(sync::latch) == sizeof(std::latch));
static_assert(sizeof(sync::barrier<>) == sizeof(std::barrier<>));
static_assert(sizeof(sync::once_flag) == sizeof(std::once_flag));
static_assert(sizeof(sync::condition_variable) == sizeof(std::condition_variable));
static_assert(sizeof(sync::lock_guard<sync::mutex>) == sizeof(std::lock_guard<std::mutex>));
static_assert(sizeof(sync::unique_lock<sync::mutex>) == sizeof(std::unique_lock<std::mutex>));
static_assert(sizeof(sync::thread) == sizeof(std::thread));

TEST(native, the_whole_face) {
  for (const auto& use :
       {face::use_in_one_thread, face::use_references, face::use_ends_of_threads, face::use_counts,
        face::use_timed_sleep, face::use_threads, face::use_futex, face::use_atomic_waits,
        face::use_thread_ends, face::use_stopping, face::use_parker, face::use_the_rest}) {
    EXPECT_FALSE(suture::native::run(use, 1).abandoned);
  }
}

TEST(native, real_threads_lose_no_locked_increment) {
  sync::mutex m;
  sync::var<int> plain(0);
  sync::atomic<int> counted{0};
  auto body = [&] {
    for (int i = 0; i < 2000; ++i) {
      counted.fetch_add(1, std::memory_order_relaxed);
      sync::lock_guard lock(m);
      plain = plain + 1;
    }
  };
  sync::parallel(body, body, body);
  EXPECT_EQ(plain.get(), 6000);
  EXPECT_EQ(counted.load(), 6000);
}

TEST(native, real_threads_lose_nothing_whatever_lets_them_in) {
  using namespace std::chrono_literals;
  sync::timed_mutex timed;
  sync::binary_semaphore permit(1);
  sync::mutex a, b;
  sync::barrier start(3);
  sync::latch done(3);
  sync::once_flag once;
  sync::var<int> n(0);
  int calls = 0;
  const auto body = [&] {
    sync::call_once(once, [&] { ++calls; });
    start.arrive_and_wait();
    for (int i = 0; i < 500; ++i) {
      while (!timed.try_lock_for(10ms)) {
      }
      permit.acquire();
      const sync::scoped_lock both(i % 2 == 0 ? a : b, i % 2 == 0 ? b : a);
      n = n + 1;
      permit.release();
      timed.unlock();
    }
    done.count_down();
    done.wait();
  };
  sync::parallel(body, body, body);
  EXPECT_EQ(n.get(), 1500);
  EXPECT_EQ(calls, 1);
}

TEST(native, threads_are_numbered_within_their_run) {
  for (int again = 0; again < 2; ++again) {
    suture::native::run(
        [] {
          std::vector<std::uint32_t> ids(2);
          sync::parallel([&] { ids[0] = sync::this_thread_id(); },
                         [&] { ids[1] = sync::this_thread_id(); });
          EXPECT_EQ(ids, (std::vector<std::uint32_t>{1, 2}));
        },
        0);
  }
}

TEST(native, choices_repeat_with_the_seed) {
  auto draw = [](std::uint64_t seed) {
    std::vector<std::uint32_t> drawn;
    suture::native::run(
        [&] {
          for (int i = 0; i < 50; ++i) drawn.push_back(sync::choose(1000));
          sync::thread([&] { drawn.push_back(sync::choose(1000)); }).join();
        },
        seed);
    return drawn;
  };
  EXPECT_EQ(draw(7), draw(7));
  EXPECT_NE(draw(7), draw(8));
  const auto drawn = draw(9);
  EXPECT_GT(std::set<std::uint32_t>(drawn.begin(), drawn.end()).size(), 30U);
}

TEST(native, a_failed_assumption_abandons_the_run) {
  bool went_on = false;
  const auto result = suture::native::run(
      [&] {
        sync::parallel([] { sync::assume(false); });
        went_on = true;
        sync::check(false, "nothing is concluded from an abandoned run");
        went_on = false;
      },
      0);
  EXPECT_TRUE(result.abandoned);
  EXPECT_TRUE(went_on);
}

TEST(native, an_exception_waits_for_the_threads_it_leaves_behind) {
  std::atomic<bool> finished{false};
  const auto body = [&] {
    const sync::thread left([&] { finished = true; });
    throw std::runtime_error("on its way out");
  };
  EXPECT_THROW(suture::native::run(body, 0), std::runtime_error);
  EXPECT_TRUE(finished);
}

TEST(native, release_and_acquire_fences_order_plain_data) {  // under ThreadSanitizer: no report
  for (int i = 0; i < 200; ++i) {
    sync::var<int> payload(0);
    sync::atomic<int> ready{0};
    sync::parallel(
        [&] {
          payload = 42;
          sync::fence(std::memory_order_release);
          ready.store(1, std::memory_order_relaxed);
        },
        [&] {
          sync::spin_until([&] { return ready.load(std::memory_order_relaxed) == 1; });
          sync::fence(std::memory_order_acquire);
          EXPECT_EQ(payload.get(), 42);
        });
  }
}

TEST(native, the_last_owner_may_acquire_by_fence_alone) {  // under ThreadSanitizer: no report
  for (int i = 0; i < 200; ++i) {
    auto* payload = sync::make<sync::var<int>>(0);
    sync::atomic<int> owners{2};
    auto drop = [&] {
      if (!owners.sub_and_test(1, std::memory_order_release)) return;
      sync::fence(std::memory_order_acquire);
      sync::destroy(payload);
    };
    sync::parallel([&] { payload->set(1), drop(); }, [&] { drop(); });
  }
}

TEST(native, a_reference_makes_plain_data_atomic) {
  sync::var<int> counted(0);
  const auto add = [&] {
    for (int i = 0; i < 2000; ++i) sync::atomic_ref<int>(counted).fetch_add(1);
  };
  sync::parallel(add, add);
  EXPECT_EQ(counted.get(), 4000);
  sync::atomic_ref<int> one(counted);
  int expected = 4000;
  EXPECT_TRUE(one.compare_exchange_strong(expected, 5));
  EXPECT_EQ(one.exchange(6), 5);
}

struct alignas(64) line_of_cache {
  sync::atomic<int> n{1};
};

TEST(native, over_aligned_objects_are_aligned) {
  line_of_cache* one = sync::make<line_of_cache>();
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(one) % alignof(line_of_cache), 0U);
  sync::destroy(one);
}

TEST(native, type_stable_memory_comes_again) {
  sync::type_stable<sync::atomic<int>> pool;
  sync::atomic<int>* first = pool.make(1);
  pool.destroy(first);
  sync::atomic<int>* second = pool.make(2);
  EXPECT_EQ(first, second);
  EXPECT_EQ(second->load(), 2);
  pool.destroy(second);
}

TEST(native_death, a_failed_check_says_where_and_aborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(sync::check(1 + 1 == 3, "arithmetic"), "native_test.cpp:[0-9]+: .*arithmetic");
}

#if SUTURE_WITH_ASAN
TEST(native_death, touching_a_retired_block_is_seen_by_address_sanitizer) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto* block = static_cast<volatile char*>(sync::allocate(33));
  block[32] = 1;
  sync::retire(const_cast<char*>(block));
  EXPECT_DEATH(block[32] = 2, "use-after-poison");
  sync::revive(const_cast<char*>(block));
  block[32] = 3;
  sync::deallocate(const_cast<char*>(block));
}
#endif

}  // namespace
