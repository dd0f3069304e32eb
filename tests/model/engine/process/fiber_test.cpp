#include "model/engine/process/fiber.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>

namespace suture {
namespace {

constexpr std::size_t stack = 64 * 1024;

// Fibers whose work is a lambda; it ends by going back to the host.
class fiber_test : public ::testing::Test {
 protected:
  fiber& start(std::function<void()> work) {
    works_.push_back(std::make_unique<task>(task{*this, std::move(work)}));
    fiber& f = pool_.take();
    f.assign(
        [](void* argument) {
          auto& self = *static_cast<task*>(argument);
          self.work();
          fiber_pool& pool = self.test.pool_;
          pool.give_back(pool.current());
          pool.switch_to(pool.host());
        },
        works_.back().get());
    return f;
  }
  void to_host() { pool_.switch_to(pool_.host()); }

  struct task {
    fiber_test& test;
    std::function<void()> work;
  };
  std::vector<std::unique_ptr<task>> works_;
  fiber_pool pool_{stack};
};

TEST_F(fiber_test, goes_on_where_it_left_off) {
  std::string trace;
  fiber& f = start([&] {
    trace += "a";
    to_host();
    trace += "b";
  });
  pool_.switch_to(f);
  trace += "-";
  pool_.switch_to(f);
  EXPECT_EQ(trace, "a-b");
}

TEST_F(fiber_test, switches_from_fiber_to_fiber_many_times) {
  constexpr int rounds = 100'000;
  int turns = 0;
  fiber *one = nullptr, *two = nullptr;
  one = &start([&] {
    for (int k = 0; k < rounds; ++k) {
      ++turns;
      pool_.switch_to(*two);
    }
  });
  two = &start([&] {
    for (;;) {
      ++turns;
      pool_.switch_to(*one);
    }
  });
  pool_.switch_to(*one);
  EXPECT_EQ(turns, 2 * rounds);
}

TEST_F(fiber_test, is_used_again_for_other_work) {
  int done = 0;
  fiber& first = start([&] { ++done; });
  pool_.switch_to(first);
  fiber& second = start([&] { ++done; });
  EXPECT_EQ(&first, &second);
  pool_.switch_to(second);
  EXPECT_EQ(done, 2);
}

TEST_F(fiber_test, keeps_the_exceptions_it_handles_to_itself) {
  std::string caught;
  fiber *one = nullptr, *two = nullptr;
  one = &start([&] {
    try {
      try {
        throw std::runtime_error("one");
      } catch (...) {
        pool_.switch_to(*two);
        throw;
      }
    } catch (const std::exception& e) {
      caught += e.what();
    }
    EXPECT_FALSE(std::current_exception());
  });
  two = &start([&] {
    EXPECT_FALSE(std::current_exception());
    try {
      throw std::runtime_error("two ");
    } catch (const std::exception& e) {
      caught += e.what();
      pool_.switch_to(*one);
    }
  });
  pool_.switch_to(*one);
  EXPECT_EQ(caught, "two one");
  EXPECT_FALSE(std::current_exception());
  pool_.switch_to(*two);  // leaves its handler
}

TEST_F(fiber_test, counts_exceptions_in_flight_by_fiber) {
  struct asker {
    fiber_pool& pool;
    fiber*& other;
    ~asker() {
      EXPECT_EQ(std::uncaught_exceptions(), 1);
      pool.switch_to(*other);
      EXPECT_EQ(std::uncaught_exceptions(), 1);
    }
  };
  fiber *one = nullptr, *two = nullptr;
  one = &start([&] {
    try {
      const asker asks{pool_, two};
      throw 1;
    } catch (int) {
    }
  });
  two = &start([&] {
    EXPECT_EQ(std::uncaught_exceptions(), 0);
    pool_.switch_to(*one);
  });
  pool_.switch_to(*one);
  EXPECT_EQ(std::uncaught_exceptions(), 0);
  pool_.switch_to(*two);
}

TEST_F(fiber_test, can_be_used_again_after_being_abandoned) {
  fiber& lost = start([&] { to_host(); });
  pool_.switch_to(lost);
  pool_.abandon(lost);
  bool done = false;
  fiber& again = start([&] { done = true; });
  EXPECT_EQ(&again, &lost);
  pool_.switch_to(again);
  EXPECT_TRUE(done);
}

TEST_F(fiber_test, has_a_guard_below_its_stack) {
  const void* inside = nullptr;
  fiber& f = start([&] {
    char local = 0;
    inside = &local;
  });
  pool_.switch_to(f);
  EXPECT_FALSE(f.guards(inside));
  const auto* at = static_cast<const char*>(inside);
  std::size_t below = 0;
  while (!f.guards(at - below) && below < 2 * stack) below += 1024;
  EXPECT_LE(below, stack);
  EXPECT_FALSE(pool_.host().guards(inside));
}

}  // namespace
}  // namespace suture
