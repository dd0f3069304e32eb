#include "checkers/memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "model/engine/process/foreign.hpp"
#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::each_way;
using testing::expect_finding;
using testing::expect_verified;
using testing::kind_of;
using testing::line;
using testing::message_of;
using testing::run_many;

struct text {
  explicit text(int n) : length(n, line(5)) {}
  sync::var<int> length;
  sync::atomic<int> hash{-1};
};

text* make_text() { return sync::make_at<text>(line(118), 3); }

TEST(Memory, a_leak_names_where_it_was_allocated) {
  expect_finding(
      finding_kind::leak, [] { sync::parallel([] { (void)sync::allocate(7, line(118)); }); },
      "7 bytes allocated at str.cpp:118 by thread 1 are never freed");
  expect_verified(
      [] { sync::parallel([] { sync::deallocate(sync::allocate(7, line(118)), line(119)); }); });
}

TEST(Memory, a_leak_of_one_byte_and_of_several_blocks) {
  expect_finding(
      finding_kind::leak, [] { (void)sync::allocate(1, line(3)); },
      "1 byte allocated at str.cpp:3 by thread 0 is never freed");
  expect_finding(
      finding_kind::leak,
      [] {
        for (int i = 0; i < 3; ++i) (void)sync::allocate(8, line(4));
      },
      "8 bytes allocated at str.cpp:4 by thread 0 are never freed, nor are 2 more");
}

TEST(Memory, what_a_foreign_body_still_reaches_is_no_leak) {
  const auto leave = [](bool reachable) {
    return foreign::body{
        [] { (void)sync::allocate(8, line(4)); },
        [reachable](execution& run) {
          if (!reachable) return;
          run.memory().each_block([](const block& b) { foreign::reachable().insert(&b); });
        }};
  };
  expect_verified(leave(true));
  expect_finding(finding_kind::leak, leave(false),
                 "8 bytes allocated at str.cpp:4 by thread 0 are never freed");
}

TEST(Memory, what_is_left_in_a_freelist_is_a_leak) {
  const auto park = [](bool take_back) {
    void* p = sync::allocate(8, line(4));
    sync::retire(p, line(6));
    if (!take_back) return;
    sync::revive(p, line(7));
    sync::deallocate(p, line(8));
  };
  expect_finding(
      finding_kind::leak, [&] { park(false); },
      "8 bytes allocated at str.cpp:4 by thread 0 are never freed: retired by thread 0 at "
      "str.cpp:6");
  expect_verified([&] { park(true); });
}

TEST(Memory, only_complete_runs_leak) {
  expect_finding(
      finding_kind::check,
      [] {
        (void)sync::allocate(7, line(118));
        sync::check(false, "no");
      },
      "no");
  const auto assumed = run_many("sc", [] {
    (void)sync::allocate(7, line(118));
    sync::assume(false);
  });
  EXPECT_EQ(kind_of(assumed), "verified");
  EXPECT_EQ(assumed.counts.abandoned, assumed.counts.runs());
}

// The label at the block's address is the first object's, not the block's.
TEST(Memory, use_of_plain_data_after_free) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        text* t = make_text();
        sync::label(t->length, "length");
        sync::destroy(t, line(130));
        (void)t->length.get(line(140));
      },
      "thread 0 uses length at str.cpp:140 in the 40 bytes allocated at str.cpp:118 by thread 0, "
      "which thread 0 freed at str.cpp:130");
  expect_finding(
      finding_kind::use_after_free,
      [] {
        text* t = make_text();
        sync::destroy(t, line(130));
        (void)t->length.get(line(140));
      },
      "thread 0 uses plain data at str.cpp:140 in the 40 bytes allocated at str.cpp:118 by thread "
      "0, which thread 0 freed at str.cpp:130");
}

TEST(Memory, use_of_an_atomic_after_free) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        text* t = make_text();
        sync::parallel([&] { sync::destroy(t, line(130)); });
        t->hash.store(5, std::memory_order_relaxed, line(140));
      },
      "thread 0 uses an atomic at str.cpp:140 in the 40 bytes allocated at str.cpp:118 by thread "
      "0, which thread 1 freed at str.cpp:130");
}

// G8's shape: the wake-up goes to a word that has been freed meanwhile.
TEST(Memory, a_futex_call_is_a_use) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        auto* word = sync::make_at<sync::atomic<std::uint32_t>>(line(118), 0U);
        sync::destroy(word, line(130));
        (void)sync::futex_wake(*word, 1, line(140));
      },
      "thread 0 uses an atomic at str.cpp:140 in the 24 bytes allocated at str.cpp:118 by thread "
      "0, which thread 0 freed at str.cpp:130");
}

TEST(Memory, use_of_what_was_on_a_stack) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        alignas(sync::var<int>) std::byte place[sizeof(sync::var<int>)];
        auto* x = ::new (place) sync::var<int>(1, line(3));
        x->~var();
        (void)x->get(line(4));
      },
      "thread 0 uses plain data at str.cpp:4, which was destroyed, or not made in this run");
}

// A search carries out the end of the stack's thread before the use, the interleaving it makes of
// that the use before the end; and what is left on the stack may look like anything.
template <class T>
void expect_late_use(std::string_view kind, std::memory_order order, void (*use)(T&)) {
  each_way(
      [&] {
        sync::atomic<T*> lent{nullptr};
        sync::parallel(
            [&] {
              T own(1, line(3));
              lent.store(&own, order);
              lent.store(nullptr, order);
            },
            [&] {
              if (T* const there = lent.load(std::memory_order_acquire)) use(*there);
            });
      },
      {},
      [&](const exploration& e) {
        EXPECT_THAT(kind_of(e), ::testing::ContainsRegex(std::string(kind)));
      });
}

TEST(Memory, use_of_the_stack_of_a_thread_that_has_ended) {
  using plain = sync::var<int>;
  using atomic = sync::atomic<int>;
  expect_late_use<plain>("^use-after-free$", std::memory_order_release, [](plain& v) { v.get(); });
  expect_late_use<plain>("^use-after-free$", std::memory_order_release, [](plain& v) { v.set(2); });
  expect_late_use<atomic>("^use-after-free$", std::memory_order_release,
                          [](atomic& a) { a.load(); });
  // Nor is the making ordered before the use.
  const std::string_view either = "^(use-after-free|race)$";
  expect_late_use<plain>(either, std::memory_order_relaxed, [](plain& v) { v.get(); });
  expect_late_use<atomic>(either, std::memory_order_relaxed, [](atomic& a) { a.fetch_add(1); });
  expect_late_use<plain>(either, std::memory_order_relaxed,
                         [](plain& v) { sync::atomic_ref<int>(v).load(); });
}

TEST(Memory, use_of_what_was_destroyed_in_a_live_block) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        text* t = make_text();
        t->~text();
        (void)t->length.get(line(140));
      },
      "thread 0 uses plain data at str.cpp:140 in the 40 bytes allocated at str.cpp:118 by thread "
      "0, where it was destroyed, or is not made yet");
}

TEST(Memory, double_free) {
  expect_finding(
      finding_kind::double_free,
      [] {
        void* p = sync::allocate(7, line(118));
        sync::parallel([&] { sync::deallocate(p, line(130)); },
                       [&] { sync::deallocate(p, line(130)); });
      },
      "thread 2 frees at str.cpp:130 the 7 bytes allocated at str.cpp:118 by thread 0, which "
      "thread 1 freed at str.cpp:130 before",
      "thread 1 frees at str.cpp:130 the 7 bytes allocated at str.cpp:118 by thread 0, which "
      "thread 2 freed at str.cpp:130 before");
}

TEST(Memory, free_of_parked_memory) {
  expect_finding(
      finding_kind::double_free,
      [] {
        void* p = sync::allocate(7, line(118));
        sync::retire(p, line(120));
        sync::deallocate(p, line(130));
      },
      "thread 0 frees at str.cpp:130 the 7 bytes allocated at str.cpp:118 by thread 0, which "
      "thread 0 retired at str.cpp:120 and nobody revived");
}

TEST(Memory, free_of_what_is_no_block) {
  expect_finding(
      finding_kind::misuse,
      [] {
        auto* p = static_cast<std::byte*>(sync::allocate(7, line(118)));
        sync::deallocate(p + 1, line(130));
      },
      "thread 0 frees at str.cpp:130 a pointer into the middle of the 7 bytes allocated at "
      "str.cpp:118 by thread 0");
  expect_finding(
      finding_kind::misuse,
      [] {
        int on_stack = 0;
        sync::deallocate(&on_stack, line(130));
      },
      "thread 0 frees at str.cpp:130 a pointer that no allocation returned");
  expect_finding(
      finding_kind::misuse,
      [] {
        int on_stack = 0;
        sync::retire(&on_stack, line(130));
      },
      "thread 0 retires at str.cpp:130 a pointer that no allocation returned");
}

TEST(Memory, use_while_parked) {
  const auto body = [](bool take_back) {
    text* t = make_text();
    sync::retire(t, line(120));
    if (take_back) sync::revive(t, line(125));
    (void)t->length.get(line(130));
    (void)t->hash.load(std::memory_order_relaxed, line(131));
    sync::destroy(t, line(140));
  };
  expect_finding(
      finding_kind::retired_access, [&] { body(false); },
      "thread 0 uses plain data at str.cpp:130 in the 40 bytes allocated at str.cpp:118 by thread "
      "0, which thread 0 retired at str.cpp:120");
  expect_verified([&] { body(true); });
}

TEST(Memory, parking_twice_and_taking_back_what_is_not_parked) {
  expect_finding(
      finding_kind::retired_access,
      [] {
        void* p = sync::allocate(7, line(118));
        sync::retire(p, line(120));
        sync::retire(p, line(121));
      },
      "thread 0 retires at str.cpp:121 the 7 bytes allocated at str.cpp:118 by thread 0, which "
      "thread 0 retired at str.cpp:120 before");
  expect_finding(
      finding_kind::retired_access,
      [] {
        void* p = sync::allocate(7, line(118));
        sync::revive(p, line(121));
      },
      "thread 0 revives at str.cpp:121 the 7 bytes allocated at str.cpp:118 by thread 0, which is "
      "not retired");
}

TEST(Memory, parking_and_taking_back_what_is_freed) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        void* p = sync::allocate(7, line(118));
        sync::deallocate(p, line(120));
        sync::retire(p, line(121));
      },
      "thread 0 retires at str.cpp:121 the 7 bytes allocated at str.cpp:118 by thread 0, which "
      "thread 0 freed at str.cpp:120");
  expect_finding(
      finding_kind::use_after_free,
      [] {
        void* p = sync::allocate(7, line(118));
        sync::deallocate(p, line(120));
        sync::revive(p, line(121));
      },
      "thread 0 revives at str.cpp:121 the 7 bytes allocated at str.cpp:118 by thread 0, which "
      "thread 0 freed at str.cpp:120");
}

TEST(Memory, a_read_of_what_nobody_has_written) {
  const auto body = [](bool write) {
    sync::var<int> x(line(3));
    if (write) x.set(1, line(4));
    (void)x.get(line(5));
  };
  expect_finding(
      finding_kind::uninitialised_read, [&] { body(false); },
      "thread 0 reads the data of str.cpp:3 at str.cpp:5, which nobody has written");
  expect_verified([&] { body(true); });
}

// With lifo reuse the freed block comes back: what is stale then is the pointer, not the memory.
TEST(Memory, reused_blocks_are_live_again) {
  limits lifo;
  lifo.reuse = reuse_policy::lifo;
  expect_verified(
      [] {
        text* first = make_text();
        sync::destroy(first, line(130));
        text* second = make_text();
        sync::check(first == second, "the same memory");
        (void)second->length.get(line(140));
        sync::destroy(second, line(150));
      },
      lifo);
  const auto leaked = run_many(
      "sc",
      [] {
        sync::deallocate(sync::allocate(8, line(1)), line(2));
        (void)sync::allocate(7, line(3));
      },
      lifo);
  EXPECT_EQ(message_of(leaked), "7 bytes allocated at str.cpp:3 by thread 0 are never freed");
}

// A stale pointer to reused memory meets another's object. Nothing orders the two, which shows.
TEST(Memory, a_stale_pointer_to_a_reused_block) {
  limits lifo;
  lifo.reuse = reuse_policy::lifo;
  const auto body = [] {
    text* t = make_text();
    sync::parallel([&] { (void)t->length.get(line(140)); }, [&] { sync::yield(); });
    sync::parallel([&] { (void)t->length.get(line(141)); });
    sync::destroy(t, line(150));
  };
  expect_verified(body, lifo);
  const auto stale = run_many(
      "sc",
      [] {
        text* t = make_text();
        sync::atomic<int> go{0};
        sync::thread reader([&] {
          (void)go.load();
          (void)t->length.get(line(140));
        });
        sync::destroy(t, line(130));
        text* again = make_text();
        reader.join();
        sync::destroy(again, line(150));
      },
      lifo);
  EXPECT_THAT(kind_of(stale), ::testing::AnyOf("race", "use-after-free")) << message_of(stale);
}

TEST(Memory, an_exception_that_leaves_a_thread_is_the_finding) {
  expect_finding(
      finding_kind::exception,
      [] {
        sync::var<int> n(0);
        (void)sync::allocate(7, line(118));
        sync::parallel([&] {
          n.set(1);
          throw std::runtime_error("out of paper");
        });
      },
      "an exception leaves thread 1: out of paper");
  expect_verified([] {
    sync::parallel([] {
      try {
        sync::yield();
        throw 1;
      } catch (int) {
      }
    });
  });
}

struct counted_text {
  sync::atomic<int> references{1};
  sync::var<int> length{0};
};

TEST(Memory, destroyed_twice_is_a_double_free) {
  const auto body = [] {
    auto* t = sync::make_at<counted_text>(line(118));
    sync::destroy(t, line(130));
    sync::destroy(t, line(140));
  };
  expect_finding(finding_kind::double_free, body,
                 "thread 0 frees at str.cpp:140 the 32 bytes allocated at str.cpp:118 by thread 0, "
                 "which thread 0 freed at str.cpp:130 before",
                 "thread 0 frees at str.cpp:140 the 40 bytes allocated at str.cpp:118 by thread 0, "
                 "which thread 0 freed at str.cpp:130 before");
  expect_finding(
      finding_kind::double_free,
      [] {
        auto* t = sync::make_at<sync::atomic<int>>(line(118));
        sync::destroy(t, line(130));
        sync::destroy(t, line(140));
      },
      "thread 0 frees at str.cpp:140 the 24 bytes allocated at str.cpp:118 by thread 0, which "
      "thread 0 freed at str.cpp:130 before");
}

TEST(Memory, that_cannot_be_had_is_null) {
  expect_verified([] {
    sync::check(sync::allocate(SIZE_MAX) == nullptr, "there is not so much");
    sync::check(sync::allocate(SIZE_MAX / 2) == nullptr, "nor so much");
    void* some = sync::allocate(1 << 20);
    sync::check(some != nullptr, "but this there is");
    sync::deallocate(some);
  });
}

struct alignas(64) line_of_cache {
  sync::atomic<int> n{1};
};

TEST(Memory, of_over_aligned_types) {
  expect_verified([] {
    auto* a = sync::make<line_of_cache>();
    auto* b = sync::make<line_of_cache>();
    sync::check(reinterpret_cast<std::uintptr_t>(b) % 64 == 0, "aligned");
    sync::destroy(a);
    sync::destroy(b);
  });
}

}  // namespace
}  // namespace suture
