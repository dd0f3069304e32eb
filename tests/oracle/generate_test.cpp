#include "tests/oracle/generate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace suture::oracle {
namespace {

const shape everything{
    .locations = 3, .counters = 1, .lock = 3, .await = 1, .choose = 1, .branch = 2, .refcount = 1};

std::size_t size_of(const program& p) {
  std::size_t size = 0;
  for (const auto& thread : p.threads) size += thread.size();
  return size;
}

RC_GTEST_PROP(generate, gives_well_formed_programs_within_bounds, ()) {
  const program p = *programs(everything);
  RC_ASSERT(well_formed(p));
  RC_ASSERT(p.threads.size() >= everything.min_threads);
  RC_ASSERT(p.threads.size() <= everything.max_threads);
  RC_ASSERT(size_of(p) <= everything.total);
  for (const auto& thread : p.threads) {
    RC_ASSERT(!thread.empty());
    RC_ASSERT(thread.size() <= everything.per_thread);
  }
}

TEST(generate, gives_every_kind_of_instruction_and_order) {
  std::set<action> kinds;
  std::set<std::memory_order> orders;
  const rc::Gen<program> generator = programs(everything);
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const program p = generator(rc::Random(seed), rc::kNominalSize).value();
    for (const auto& thread : p.threads) {
      for (const instruction& i : thread) {
        kinds.insert(i.what);
        orders.insert(i.order);
      }
    }
  }
  EXPECT_EQ(kinds.size(), static_cast<std::size_t>(action::sub_and_test) + 1);
  EXPECT_EQ(orders.size(), 5u);
}

TEST(generate, leaves_out_what_has_no_weight) {
  const rc::Gen<program> generator = programs({.cas = 0, .fence = 0, .branch = 0, .seq_cst = 0});
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const program p = generator(rc::Random(seed), rc::kNominalSize).value();
    EXPECT_EQ(p.mutexes, 0u);
    for (const auto& thread : p.threads) {
      for (const instruction& i : thread) {
        EXPECT_TRUE(i.what == action::load || i.what == action::store ||
                    i.what == action::fetch_add || i.what == action::exchange);
        EXPECT_NE(i.order, std::memory_order_seq_cst);
      }
    }
  }
}

TEST(generate, gives_loads_where_nothing_else_fits) {
  const shape locks_only{.load = 0, .store = 0, .update = 0, .cas = 0, .fence = 0, .lock = 1};
  const rc::Gen<program> generator = programs(locks_only);
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    EXPECT_TRUE(well_formed(generator(rc::Random(seed), rc::kNominalSize).value()));
}

RC_GTEST_PROP(shrink, gives_well_formed_programs_that_are_new, ()) {
  const program p = *programs(everything);
  for (const program& q : simpler(p)) {
    RC_ASSERT(well_formed(q));
    RC_ASSERT(!(q == p));
  }
}

/// Takes the first simpler program that still fails, until there is none: what RapidCheck does.
template <class Predicate>
program shrunk(program p, Predicate fails) {
  for (;;) {
    const std::vector<program> steps = simpler(p);
    const auto next = std::find_if(steps.begin(), steps.end(), fails);
    if (next == steps.end()) return p;
    p = *next;
  }
}

bool has(const program& p, action what) {
  for (const auto& thread : p.threads)
    for (const instruction& i : thread)
      if (i.what == what) return true;
  return false;
}

RC_GTEST_PROP(shrink, ends_at_the_one_instruction_that_matters, ()) {
  const program p = *programs(everything);
  const auto fails = [](const program& q) { return has(q, action::store); };
  RC_PRE(fails(p));
  const program least = shrunk(p, fails);
  RC_ASSERT(least.threads.size() == 1u);
  RC_ASSERT(least.threads[0].size() == 1u);
  RC_ASSERT(least.locations.size() == 1u);
  RC_ASSERT(least.mutexes == 0u);
  RC_ASSERT(least.threads[0][0].order == std::memory_order_relaxed);
}

RC_GTEST_PROP(shrink, removes_a_lock_with_its_unlock, ()) {
  const program p = *programs(everything);
  const auto fails = [](const program& q) { return has(q, action::lock); };
  RC_PRE(fails(p));
  const program least = shrunk(p, fails);
  RC_ASSERT(least.threads == (std::vector<std::vector<instruction>>{{lock(0), unlock(0)}}));
}

}  // namespace
}  // namespace suture::oracle
