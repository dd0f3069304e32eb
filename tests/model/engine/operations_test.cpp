// Atomic operations: what they return, in runs and outside of them.
#include <gtest/gtest.h>

#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;

void carry_out_all() {
  sync::atomic<std::uint32_t> x{5};
  sync::check(x.load() == 5, "a new atomic holds what it was made with");
  x.store(6);
  sync::check(x.exchange(7) == 6, "exchange returns the old value");
  sync::check(x.fetch_add(3) == 7 && x.load() == 10, "fetch_add");
  sync::check(x.fetch_sub(11) == 10 && x.load() == 0xFFFFFFFF, "fetch_sub wraps");
  sync::check(x.fetch_and(0xF0) == 0xFFFFFFFF && x.load() == 0xF0, "fetch_and");
  sync::check(x.fetch_or(0x0F) == 0xF0 && x.load() == 0xFF, "fetch_or");
  sync::check(x.fetch_xor(0x0F) == 0xFF && x.load() == 0xF0, "fetch_xor");
  std::uint32_t expected = 1;
  sync::check(!x.compare_exchange_strong(expected, 2), "a compare-exchange that must fail");
  sync::check(expected == 0xF0, "tells what was there");
  sync::check(x.compare_exchange_strong(expected, 2), "a compare-exchange that must succeed");
  sync::check(x.load() == 2 && expected == 0xF0, "and writes");
  x.add_unread(1);
  sync::check(!x.sub_and_test(2) && x.sub_and_test(1), "a refcount tells zero");
  sync::atomic<std::uint8_t> small{250};
  sync::check(small.fetch_add(10) == 250 && small.load() == 4, "small words wrap at their size");
  int array[4];
  sync::atomic<int*> p{array};
  sync::check(p.fetch_add(2) == array && p.load() == array + 2, "pointers move by elements");
}

TEST(operations, return_what_they_should_in_a_run) {
  const exploration e = search(carry_out_all);
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 1U);
}

TEST(operations, act_like_plain_memory_outside_of_runs) {
  sync::atomic<int> x{5};
  x.store(6);
  int expected = 6;
  EXPECT_TRUE(x.compare_exchange_weak(expected, 7));
  EXPECT_FALSE(x.compare_exchange_strong(expected, 8));
  EXPECT_EQ(expected, 7);
  EXPECT_EQ(x.fetch_add(2), 7);
  EXPECT_EQ(x.load(), 9);
}

TEST(operations, begin_every_run_with_the_value_that_a_static_was_given_outside) {
  static sync::atomic<int> x{3};
  const auto seen = outcomes<int>([] {
    const int first = x.load();
    x.store(99);
    return first;
  });
  EXPECT_EQ(seen, std::set<int>{3});
  EXPECT_EQ(x.load(), 3);
}

using order = std::memory_order;
constexpr order all_orders[] = {order::relaxed, order::consume, order::acquire,
                                order::release, order::acq_rel, order::seq_cst};

// The orders with which an operation is no misuse.
std::set<order> orders_of(const std::function<void(sync::atomic<int>&, order)>& operation) {
  std::set<order> right;
  for (const order o : all_orders) {
    const exploration e = search([&] {
      sync::atomic<int> x{0};
      operation(x, o);
    });
    if (!e.found) right.insert(o);
    EXPECT_TRUE(!e.found || e.found->kind == "misuse") << message_of(e);
  }
  return right;
}

// [atomics.types.operations]
TEST(operations, have_the_orders_that_fit_them) {
  const std::set<order> all(std::begin(all_orders), std::end(all_orders));
  const std::set<order> loads{order::relaxed, order::consume, order::acquire, order::seq_cst};
  const std::set<order> stores{order::relaxed, order::release, order::seq_cst};
  EXPECT_EQ(orders_of([](auto& x, order o) { x.load(o); }), loads);
  EXPECT_EQ(orders_of([](auto& x, order o) { x.wait(1, o); }), loads);
  EXPECT_EQ(orders_of([](auto& x, order o) { x.store(1, o); }), stores);
  EXPECT_EQ(orders_of([](auto& x, order o) { x.exchange(1, o); }), all);
  EXPECT_EQ(orders_of([](auto& x, order o) { x.fetch_add(1, o); }), all);
  EXPECT_EQ(orders_of([](auto&, order o) { sync::fence(o); }), all);
  for (const int expected : {0, 1}) {  // whether it succeeds or not
    const auto success = [=](auto& x, order o) {
      int seen = expected;
      x.compare_exchange_strong(seen, 2, o);
    };
    const auto failure = [=](auto& x, order o) {
      int seen = expected;
      x.compare_exchange_weak(seen, 2, order::relaxed, o);
    };
    EXPECT_EQ(orders_of(success), all);
    EXPECT_EQ(orders_of(failure), loads);
  }
}

TEST(operations, with_another_order_say_which_is_right) {
  const exploration e = search([] {
    sync::atomic<int> x{0};
    sync::label(&x, "flag");
    sync::thread t([&] { x.store(1, order::acquire); });
    t.join();
  });
  EXPECT_THAT(message_of(e),
              ::testing::StartsWith("thread 1 stores to flag with the order acquire at "));
  EXPECT_THAT(message_of(e), ::testing::EndsWith(": a store takes relaxed, release or seq_cst"));
}

// In a destructor it must not throw.
TEST(operations, with_another_order_may_be_the_last_ones) {
  struct ends {
    sync::atomic<int> x{0};
    ~ends() { x.store(1, order::acq_rel); }
  };
  EXPECT_EQ(kind_of(search([] { const ends here; })), "misuse");
}

TEST(operations, let_a_weak_compare_exchange_fail_by_chance) {
  const auto weakly = [](bool weak) {
    return outcomes<bool>([=] {
      sync::atomic<int> x{0};
      int expected = 0;
      return weak ? x.compare_exchange_weak(expected, 1) : x.compare_exchange_strong(expected, 1);
    });
  };
  EXPECT_EQ(weakly(true), (std::set<bool>{false, true}));
  EXPECT_EQ(weakly(false), std::set<bool>{true});
}

TEST(operations, do_not_repeat_a_value_that_was_overwritten_before) {
  const texts seen = texts_of([] {
    sync::atomic<int> x{0};
    sync::thread writer([&] {
      x.store(1, rlx);
      x.store(2, rlx);
    });
    const int first = x.load(rlx);
    const int second = x.load(rlx);
    writer.join();
    return std::to_string(first) + std::to_string(second) + std::to_string(x.load(rlx));
  });
  EXPECT_EQ(seen, (texts{"002", "012", "022", "112", "122", "222"}));
}

TEST(operations, on_an_atomic_made_in_an_earlier_run_are_misuse) {
  sync::atomic<int>* kept = nullptr;
  const exploration e = search([&] {
    if (kept == nullptr) {
      kept = new sync::atomic<int>(1);
      sync::choose(2);  // so that there is another run
    } else {
      kept->load();
    }
  });
  EXPECT_EQ(kind_of(e), "misuse");
  delete kept;
}

TEST(operations, that_depend_on_more_than_scheduling_are_told) {
  int runs = 0;
  const exploration e = search([&] {
    sync::atomic<int> x{0}, y{0};
    (runs++ == 0 ? x : y).load();
    sync::choose(2);
  });
  EXPECT_EQ(kind_of(e), "nondeterminism");
}

TEST(operations, that_fail_once_and_never_again_are_told_too) {
  bool failed = false;
  const exploration e = search([&] {
    sync::choose(2);
    sync::check(std::exchange(failed, true), "the first time");
  });
  EXPECT_EQ(kind_of(e), "nondeterminism");
}

}  // namespace
}  // namespace suture::testing
