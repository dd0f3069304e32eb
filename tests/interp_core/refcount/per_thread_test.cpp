// Per-thread counts: ids, tables, and what they add up to.
#include "interp_core/refcount/per_thread.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <vector>

namespace {

namespace refcount = interp::refcount;
using refcount::per_thread;
using world = refcount::per_thread_rules::world;

struct counted : interp::object<per_thread> {
  explicit counted(int& deaths_) : interp::object<per_thread>(this_type), deaths(deaths_) {}

  int& deaths;

 private:
  static void dealloc(interp::runtime&, interp::object<per_thread>* o) {
    auto* self = static_cast<counted*>(o);
    ++self->deaths;
    sync::destroy(self);
  }
  static constexpr interp::type_object<per_thread> this_type{"counted", dealloc};
};

class a_per_thread_count : public testing::Test {
 protected:
  counted* make() {
    auto* const made = sync::make<counted>(deaths);
    counts.assign_id(*made);
    return made;
  }

  interp::runtime rt;
  world all;
  per_thread::domain counts{rt, all};
  int deaths = 0;
};

TEST_F(a_per_thread_count, is_one_of_its_own_without_an_id) {
  auto* const o = sync::make<counted>(deaths);
  EXPECT_FALSE(o->refcount.has_id());
  interp::incref(rt, *o);
  EXPECT_EQ(counts.true_count(*o), 2);
  interp::decref(rt, *o);
  interp::decref(rt, *o);
  EXPECT_EQ(deaths, 1);
}

TEST_F(a_per_thread_count, never_comes_to_zero_with_an_id) {
  interp::attached_thread<world> thread(all);
  per_thread::domain::member here(counts, thread);
  counted* const o = make();
  EXPECT_TRUE(o->refcount.has_id());
  EXPECT_EQ(counts.true_count(*o), 1);
  interp::decref(rt, *o);
  EXPECT_EQ(counts.true_count(*o), 0);
  interp::incref(rt, *o);
  EXPECT_EQ(deaths, 0);
  counts.release_id(here, *o);
  EXPECT_FALSE(o->refcount.has_id());
  counts.release_id(here, *o);  // nothing
  EXPECT_EQ(counts.true_count(*o), 1);
  interp::decref(rt, *o);
  EXPECT_EQ(deaths, 1);
}

TEST_F(a_per_thread_count, gives_ids_out_again_but_never_zero) {
  interp::attached_thread<world> thread(all);
  per_thread::domain::member here(counts, thread);
  std::vector<counted*> objects;
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 5; ++i) {
    objects.push_back(make());
    seen.insert(objects.back()->refcount.id());
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_FALSE(seen.contains(0));
  const std::uint32_t given_back = objects[2]->refcount.id();
  counts.release_id(here, *objects[2]);
  counted* const next = make();
  EXPECT_EQ(next->refcount.id(), given_back);
  objects.push_back(next);
  for (counted* o : objects) {
    counts.release_id(here, *o);
    interp::decref(rt, *o);
  }
  EXPECT_EQ(deaths, 6);
}

// Members of one thread after another, each with what it takes and drops: the sum is a number's.
TEST_F(a_per_thread_count, adds_up_over_threads_that_have_ended) {
  EXPECT_TRUE(rc::check([this](const std::vector<std::vector<bool>>& threads) {
    deaths = 0;
    counted* const o = make();
    std::int64_t references = 1;
    for (const auto& steps : threads) {
      sync::thread([&] {
        interp::attached_thread<world> thread(all);
        per_thread::domain::member member(counts, thread);
        for (const bool take : steps) {
          if (take) {
            interp::incref(rt, *o);
            ++references;
          } else if (references > 1) {
            interp::decref(rt, *o);
            --references;
          }
          RC_ASSERT(counts.true_count(*o) == references);
        }
      }).join();
      RC_ASSERT(counts.true_count(*o) == references);
    }
    interp::attached_thread<world> thread(all);
    per_thread::domain::member here(counts, thread);
    counts.release_id(here, *o);
    RC_ASSERT(counts.true_count(*o) == references);
    for (; references > 0; --references) interp::decref(rt, *o);
    RC_ASSERT(deaths == 1);
  }));
}

TEST_F(a_per_thread_count, is_balanced_between_threads_while_ids_come_and_go) {
  constexpr int rounds = 200;
  interp::attached_thread<world> thread(all);
  per_thread::domain::member here(counts, thread);
  counted* const kept = make();
  const auto work = [&] {
    interp::attached_thread<world> me(all);
    per_thread::domain::member member(counts, me);
    for (int i = 0; i < rounds; ++i) {
      counted* mine = sync::make<counted>(deaths);
      counts.assign_id(*mine);
      for (int k = 0; k < 20; ++k) interp::incref(rt, *kept);
      me.safepoint();
      for (int k = 0; k < 20; ++k) interp::decref(rt, *kept);
      {
        // Deaths are counted by one thread at a time.
        counts.release_id(member, *mine);
        const interp::stopped_world<world> stopped(all, me);
        interp::decref(rt, *mine);
      }
    }
  };
  thread.without([&] { sync::parallel(work, work); });
  EXPECT_EQ(counts.true_count(*kept), 1);
  EXPECT_EQ(deaths, 2 * rounds);
  counts.release_id(here, *kept);
  interp::decref(rt, *kept);
  EXPECT_EQ(deaths, 2 * rounds + 1);
}

TEST(a_count_table, is_as_long_as_it_must_be) {
  refcount::count_table table;
  EXPECT_EQ(table.length(), 0U);
  EXPECT_EQ(table.at(7), 0);
  EXPECT_TRUE(table.add(3, 2));
  EXPECT_EQ(table.length(), 4U);
  EXPECT_TRUE(table.add(4, -5));
  EXPECT_EQ(table.length(), 8U) << "twice as long";
  EXPECT_EQ(table.take(3), 2);
  EXPECT_EQ(table.at(3), 0);
  EXPECT_EQ(table.at(4), -5);
  EXPECT_EQ(table.take(100), 0);
}

}  // namespace
