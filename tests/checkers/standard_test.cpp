// What the checkers cost: nothing where there is nothing to check, no memory once they are warm.
#include "checkers/standard.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/checkers/runs.hpp"

namespace {
std::uint64_t allocations = 0;
}  // namespace

// Not inlined, or the compiler sees free() of what new returned and objects.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* p = std::malloc(bytes)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(bytes);
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace suture {
namespace {

// Allocations of 300 runs of `body` after 300 others; and, in `events`, what the runs came to.
std::uint64_t allocations_of(const std::function<void()>& body, bool checked,
                             std::uint64_t* events) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  standard_checkers checkers;
  if (checked) checkers.attach(run);
  const auto walk = make_strategy("random", *model, {});
  std::uint64_t before = 0;
  *events = 0;
  for (int i = 0; i < 600; ++i) {
    if (i == 300) before = allocations;
    graph* g = walk->next_run();
    EXPECT_EQ(run.run(body, *g, *walk, {}), run_end::complete);
    *events += g->size();
  }
  return allocations - before;
}

void expect_free_of_charge(const std::function<void()>& body) {
  std::uint64_t events_with = 0, events_without = 0;
  const std::uint64_t with = allocations_of(body, true, &events_with);
  EXPECT_EQ(with, allocations_of(body, false, &events_without));
  EXPECT_EQ(events_with, events_without);
}

TEST(Standard, checkers_cost_no_memory_on_runs_without_plain_data) {
  expect_free_of_charge([] {
    sync::atomic<int> n{0};
    const auto increment = [&] {
      for (int i = 0; i < 3; ++i) n.fetch_add(1);
    };
    sync::parallel(increment, increment, increment);
  });
}

// Reads in parallel use FastTrack's shared state, blocks the list of what lies in them.
TEST(Standard, checkers_cost_no_memory_once_they_are_warm) {
  expect_free_of_charge([] {
    sync::mutex m;
    sync::var<int> shared(1), counted(0);
    const auto work = [&] {
      auto* mine = sync::make<sync::var<int>>(shared.get());
      const sync::lock_guard held(m);
      counted.set(counted.get() + mine->get());
      sync::destroy(mine);
    };
    sync::parallel(work, work, work);
    shared.set(2);
  });
}

// A checker asks the run, and changes nothing in it.
TEST(Standard, checkers_change_nothing_in_a_run) {
  const auto model = make_memory_model("rc11");
  std::vector<std::vector<int>> seen(2);
  for (const bool checked : {false, true}) {
    execution run(*model, 0);
    standard_checkers checkers;
    if (checked) checkers.attach(run);
    const auto walk = make_strategy("random", *model, {});
    for (int i = 0; i < 500; ++i) {
      run.run(
          [&] {
            sync::atomic<int> x{0}, y{0};
            int a = 0, b = 0;
            sync::parallel(
                [&] {
                  x.store(1, std::memory_order_relaxed);
                  a = y.load(std::memory_order_relaxed);
                },
                [&] {
                  y.store(1, std::memory_order_relaxed);
                  b = x.load(std::memory_order_relaxed);
                });
            seen[checked].push_back(2 * a + b);
          },
          *walk->next_run(), *walk, {});
    }
  }
  EXPECT_EQ(seen[0], seen[1]);
}

}  // namespace
}  // namespace suture
