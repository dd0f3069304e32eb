// What the engine does differently for bodies that know nothing of it. Here they know all the same.
#include "model/engine/process/foreign.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

std::function<void()> foreign_body(std::function<void()> run) {
  return foreign::body{std::move(run), [](execution&) {}};
}

TEST(foreign, threads_stand_at_the_same_addresses_in_every_run) {
  std::array<std::set<const void*>, 3> places;
  const auto note = [&] {
    int here = 0;
    places[sync::this_thread_id()].insert(&here);
  };
  const exploration e = search(foreign_body([&] {
    note();
    sync::atomic<int> x{0};
    sync::parallel(
        [&] {
          note();
          x.fetch_add(1);
        },
        [&] {
          note();
          x.fetch_add(1);
          x.fetch_add(1);
        });
  }));
  EXPECT_EQ(kind_of(e), "none") << message_of(e);
  EXPECT_EQ(e.counts.complete, 3U);
  for (const auto& of_a_thread : places) {
    ASSERT_EQ(of_a_thread.size(), 1U);
    EXPECT_TRUE(foreign::has_stack_at(reinterpret_cast<std::uintptr_t>(*of_a_thread.begin())));
  }
}

TEST(foreign, threads_that_are_left_are_not_unwound) {
  int destroyed = 0;
  struct guard {
    int& count;
    ~guard() { ++count; }
  };
  const auto run = [&] {
    sync::parallel([&] { const guard mine{destroyed}; },
                   [&] {
                     const guard mine{destroyed};
                     sync::check(false, "the run ends here");
                   });
  };
  EXPECT_EQ(kind_of(search(run)), "check");
  EXPECT_GE(destroyed, 2);  // also by the thread that fails
  const auto only_failing = [&] {
    const guard mine{destroyed};
    sync::check(false, "the run ends here");
  };
  destroyed = 0;
  EXPECT_EQ(kind_of(search(foreign_body(only_failing))), "check");
  EXPECT_EQ(destroyed, 0);
  EXPECT_EQ(kind_of(search(only_failing)), "check");
  EXPECT_GE(destroyed, 1);
}

TEST(foreign, memory_goes_by_the_number_of_a_cell_made_outside) {
  hooks::cell word;
  hooks::make_cell(word, 0, 4, {});
  const std::uint32_t number = word.id;
  const auto add = [&] {
    for (int i = 0; i < 2; ++i) {
      hooks::update(word, rmw_op::add, 1, std::memory_order_relaxed, sync::site::current());
    }
  };
  const exploration e = search(foreign_body([&] {
    word = {5, 0, number, 4};  // begins with what memory holds now
    sync::parallel(add, add);
    sync::check(hooks::load(word, std::memory_order_relaxed, sync::site::current()) == 9, "5 + 4");
  }));
  EXPECT_EQ(kind_of(e), "none") << message_of(e);
  EXPECT_EQ(e.counts.complete, 6U);  // 4! / (2! 2!)
}

TEST(foreign, runs_of_the_usual_kind_go_on_as_before) {
  EXPECT_EQ(kind_of(search(foreign_body([] {}))), "none");
  const auto seen = outcomes<int>([] {
    sync::atomic<int> x{0};
    sync::parallel([&] { x.fetch_add(1); }, [&] { x.fetch_add(2); });
    return x.load();
  });
  EXPECT_EQ(seen, std::set<int>{3});
}

}  // namespace
}  // namespace suture::testing
