// What the policies that put work off keep: queues, logs, tallies, stacks.
#include "interp_core/refcount/domain.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <vector>

#include "interp_core/object.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/buffered.hpp"
#include "interp_core/refcount/coalesced.hpp"
#include "interp_core/refcount/deferred.hpp"
#include "interp_core/refcount/immortal.hpp"

namespace {

namespace refcount = interp::refcount;

// Dies, and drops the one it holds.
template <class Count>
struct link : interp::object<Count> {
  link(int& deaths_, link* next_)
      : interp::object<Count>(this_type), deaths(deaths_), next(next_) {}

  int& deaths;
  link* const next;

  static void dealloc(interp::runtime& rt, interp::object<Count>* o) {
    auto* self = static_cast<link*>(o);
    ++self->deaths;
    interp::decref_if<Count>(rt, self->next);
    sync::destroy(self);
  }
  static constexpr interp::type_object<Count> this_type{"link", dealloc};
};

template <class Count>
class a_domain : public testing::Test {
 protected:
  interp::runtime rt;
  interp::count_domain<Count> counts{rt};
  interp::count_member<Count> here{counts};
  int deaths = 0;
};
using with_domain = testing::Types<refcount::biased, refcount::buffered, refcount::coalesced>;
TYPED_TEST_SUITE(a_domain, with_domain);

TYPED_TEST(a_domain, frees_what_the_freed_held) {
  link<TypeParam>* head = nullptr;
  for (int i = 0; i < 50; ++i) head = sync::make<link<TypeParam>>(this->deaths, head);
  interp::decref(this->rt, *head);
  this->counts.settle();
  EXPECT_EQ(this->deaths, 50);
}

// Another thread drops, and ends: what it has written down is not lost.
TYPED_TEST(a_domain, counts_what_a_thread_left) {
  auto* one = sync::make<link<TypeParam>>(this->deaths, nullptr);
  sync::thread other([&] {
    interp::count_member<TypeParam> member(this->counts);
    interp::decref(this->rt, *one);
  });
  other.join();
  this->counts.settle();
  EXPECT_EQ(this->deaths, 1);
}

// And drops what belonged to a thread that has ended.
TYPED_TEST(a_domain, counts_for_a_thread_that_is_gone) {
  link<TypeParam>* one = nullptr;
  sync::thread maker([&] {
    interp::count_member<TypeParam> member(this->counts);
    one = sync::make<link<TypeParam>>(this->deaths, nullptr);
  });
  maker.join();
  interp::decref(this->rt, *one);
  this->counts.settle();
  EXPECT_EQ(this->deaths, 1);
}

TEST(biased_count, can_be_tried_by_its_owner_and_by_whom_others_have_shared_it_with) {
  interp::runtime rt;
  interp::count_domain<refcount::biased> counts(rt);
  interp::count_member<refcount::biased> here(counts);
  int deaths = 0;
  auto* one = sync::make<link<refcount::biased>>(deaths, nullptr);
  EXPECT_TRUE(one->refcount.try_increment(rt));
  EXPECT_EQ(one->refcount.value(), 2);
  sync::thread other([&] {
    interp::count_member<refcount::biased> member(counts);
    EXPECT_FALSE(one->refcount.try_increment(rt)) << "nobody but the owner has counted";
    interp::incref(rt, *one);
    EXPECT_TRUE(one->refcount.try_increment(rt));
    EXPECT_FALSE(one->refcount.immortalise());
  });
  other.join();
  EXPECT_EQ(one->refcount.value(), 4);
  for (int i = 0; i < 4; ++i) interp::decref(rt, *one);
  counts.settle();
  EXPECT_EQ(deaths, 1);
}

template <class Count>
class an_immortal : public a_domain<Count> {};
using can_be_immortal = testing::Types<refcount::immortal, refcount::biased>;
TYPED_TEST_SUITE(an_immortal, can_be_immortal);

TYPED_TEST(an_immortal, is_never_freed) {
  auto* one = sync::make<link<TypeParam>>(this->deaths, nullptr);
  EXPECT_TRUE(interp::immortalise(*one));
  const auto value = one->refcount.value();
  for (int i = 0; i < 3; ++i) interp::decref(this->rt, *one);
  for (int i = 0; i < 5; ++i) interp::incref(this->rt, *one);
  EXPECT_EQ(one->refcount.value(), value);
  EXPECT_EQ(this->deaths, 0);
  sync::destroy(one);
}

TEST(immortality, is_nothing_to_policies_that_do_not_know_it) {
  interp::runtime rt;
  int deaths = 0;
  auto* one = sync::make<link<refcount::atomic>>(deaths, nullptr);
  EXPECT_FALSE(interp::immortalise(*one));
  interp::decref(rt, *one);
  EXPECT_EQ(deaths, 1);
}

TEST(a_deferred_count, frees_what_is_on_no_stack) {
  using count = refcount::deferred;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  int deaths = 0;
  interp::count_member<count> here(counts);
  auto* one = sync::make<link<count>>(deaths, nullptr);
  auto* two = sync::make<link<count>>(deaths, one);  // counts the reference it was given
  here.push_new(*two);
  EXPECT_EQ(here.collect(), 0U);
  here.push(*one);
  here.pop();
  here.pop();
  EXPECT_EQ(here.collect(), 1U);
  EXPECT_EQ(deaths, 1) << "what it held has come to zero, and is found by the next collection";
  EXPECT_EQ(here.collect(), 1U);
  EXPECT_EQ(deaths, 2);
}

// Against a map: what is taken and dropped, by object, in the order of first mention.
TEST(a_tally, adds_up) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::uint8_t, bool>>& changes) {
    std::vector<int> objects(256);
    refcount::tally<int> tally;
    std::map<int*, std::pair<std::int64_t, std::int64_t>> expected;
    std::vector<int*> order;
    for (const auto& [which, is_taken] : changes) {
      int& o = objects[which];
      auto& entry = tally.at(o);
      ++(is_taken ? entry.taken : entry.dropped);
      if (!expected.contains(&o)) order.push_back(&o);
      ++(is_taken ? expected[&o].first : expected[&o].second);
    }
    RC_ASSERT(tally.size() == order.size());
    const auto entries = tally.take_all();
    RC_ASSERT(tally.size() == 0U);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      RC_ASSERT(entries[i].of == order[i]);
      RC_ASSERT(std::pair(entries[i].taken, entries[i].dropped) == expected[order[i]]);
    }
  }));
}

// One thread appends, another takes: all entries, in order, once.
TEST(a_change_log, is_read_while_it_is_written) {
  refcount::change_log<int, 16> log;
  constexpr int entries = 50'000;
  sync::thread writer([&] {
    for (int i = 0; i < entries; ++i) log.append(i);
  });
  int expected = 0;
  while (expected < entries) log.take_all([&](int e) { EXPECT_EQ(e, expected++); });
  writer.join();
  EXPECT_EQ(log.take_all([](int) {}), 0U);
  EXPECT_LE(log.length(), 1U);
}

}  // namespace
