// Lists and dicts that a collector knows of: what nobody can reach goes, and all else stays.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <vector>

#include "interp_core/dict/dict.hpp"
#include "interp_core/freelist/shared_freelists.hpp"
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/gc/buffered_tracking.hpp"
#include "interp_core/gc/collected.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/objects/float_number.hpp"
#include "interp_core/small_int.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::error;
namespace tracking = interp::tracking;

template <class Tracking>
struct policies : interp::gc_policies {
  using tracking = Tracking;
};

// An interpreter whose lists and dicts are collected, and the only thread of it.
template <class Policies>
struct interpreter {
  using count = typename Policies::count;
  using item = interp::object<count>;
  struct list_policies : interp::list_policies {
    using collection = interp::collected_by<Policies>;
  };
  struct dict_policies : interp::dict_policies {
    using collection = interp::collected_by<Policies>;
  };
  using list = interp::list<list_policies>;
  using dict = interp::dict<dict_policies>;

  list* make_list() { return list::create(rt, heap); }
  dict* make_dict() { return dict::create(rt, heap); }
  void drop(item* o) { interp::decref(rt, *o); }

  interp::runtime rt;
  interp::small_int_table<count, 0, 64> ints{rt};
  typename Policies::world all;
  interp::gc_heap<Policies> heap{rt, all};
  interp::attached_thread<typename Policies::world> me{all};
  typename interp::gc_heap<Policies>::member here{heap, me};
};

template <class Policies>
class collected_containers : public testing::Test {};
using ways = testing::Types<policies<tracking::under_lock<>>, policies<tracking::buffered<>>>;
TYPED_TEST_SUITE(collected_containers, ways);

TYPED_TEST(collected_containers, go_when_only_they_hold_each_other) {
  interpreter<TypeParam> in;
  auto* const l = in.make_list();
  auto* const d = in.make_dict();
  auto* const key = in.ints.get(1);
  EXPECT_EQ(l->append(in.rt, *d), error::none);
  EXPECT_EQ(d->set(in.rt, *key, *l), error::none);
  in.drop(d);
  EXPECT_EQ(in.heap.collect(in.me), 0U) << "the list is held";
  EXPECT_EQ(l->len(in.rt), 1U);
  in.drop(l);
  EXPECT_EQ(in.heap.collect(in.me), 2U);
  EXPECT_TRUE(in.heap.is_whole(0));
  EXPECT_EQ(key->refcount.value(), 2) << "what was in them is given up";
  in.drop(key);
}

TYPED_TEST(collected_containers, copies_are_known_as_well) {
  interpreter<TypeParam> in;
  auto* const l = in.make_list();
  EXPECT_EQ(l->append(in.rt, *l), error::none);
  auto* const copy = l->copy(in.rt).value;
  EXPECT_EQ(copy->append(in.rt, *copy), error::none);
  auto* const d = in.make_dict();
  auto* const key = in.ints.get(1);
  EXPECT_EQ(d->set(in.rt, *key, *copy), error::none);
  auto* const other = d->copy(in.rt).value;
  EXPECT_EQ(copy->append(in.rt, *other), error::none);
  for (auto* const o : {static_cast<typename interpreter<TypeParam>::item*>(l),
                        static_cast<typename interpreter<TypeParam>::item*>(copy),
                        static_cast<typename interpreter<TypeParam>::item*>(d),
                        static_cast<typename interpreter<TypeParam>::item*>(other),
                        static_cast<typename interpreter<TypeParam>::item*>(key)})
    in.drop(o);
  EXPECT_EQ(in.heap.collect(in.me), 3U) << "the first dict was nobody's, and is gone already";
  EXPECT_TRUE(in.heap.is_whole(0));
}

TYPED_TEST(collected_containers, are_made_filled_or_not_at_all) {
  interpreter<TypeParam> in;
  const auto make = [&](std::size_t i) { return i < 3 ? in.make_list() : nullptr; };
  auto* const whole = interpreter<TypeParam>::list::create_filled(in.rt, in.heap, 3, make).value;
  ASSERT_NE(whole, nullptr);
  EXPECT_EQ(whole->len(in.rt), 3U);
  EXPECT_TRUE(in.heap.is_whole(4));
  in.drop(whole);
  const auto failed = interpreter<TypeParam>::list::create_filled(in.rt, in.heap, 4, make);
  EXPECT_EQ(failed.what, error::memory_error);
  EXPECT_TRUE(in.heap.is_whole(0));
}

// A graph of lists and dicts with references at random, of which some are held.
struct edge {
  std::size_t from, to;
};
std::set<std::size_t> reachable(const std::vector<edge>& edges, std::vector<std::size_t> from) {
  std::set<std::size_t> found;
  while (!from.empty()) {
    const std::size_t at = from.back();
    from.pop_back();
    if (!found.insert(at).second) continue;
    for (const edge& e : edges)
      if (e.from == at) from.push_back(e.to);
  }
  return found;
}

TYPED_TEST(collected_containers, leave_what_can_be_reached) {
  suture::testing::check_property(
      [] {
        constexpr std::size_t size = 12;
        const auto node = rc::gen::inRange<std::size_t>(0, size);
        const auto pairs = *rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
            18, rc::gen::pair(node, node));
        const auto held = *rc::gen::container<std::vector<std::size_t>>(3, node);
        interpreter<TypeParam> in;
        using item = typename interpreter<TypeParam>::item;
        std::vector<typename interpreter<TypeParam>::list*> lists(size);
        std::vector<typename interpreter<TypeParam>::dict*> dicts(size);  // the odd ones
        std::vector<item*> all(size);
        for (std::size_t i = 0; i < size; ++i) {
          if (i % 2 == 0) {
            all[i] = lists[i] = in.make_list();
          } else {
            all[i] = dicts[i] = in.make_dict();
          }
        }
        std::vector<edge> edges;
        for (std::size_t n = 0; n < pairs.size(); ++n) {
          const auto [from, to] = pairs[n];
          edges.push_back({from, to});
          auto* const key = in.ints.get(static_cast<long>(n));
          const error what = from % 2 == 0 ? lists[from]->append(in.rt, *all[to])
                                           : dicts[from]->set(in.rt, *key, *all[to]);
          RC_ASSERT(what == error::none);
          in.drop(key);
        }
        for (const std::size_t i : held) interp::incref(in.rt, *all[i]);
        for (item* const o : all) in.drop(o);
        static_cast<void>(in.heap.collect(in.me));
        const std::set<std::size_t> left = reachable(edges, held);
        RC_ASSERT(in.heap.is_whole(left.size()));
        for (const std::size_t i : left) {
          std::size_t references = 0;
          for (const edge& e : edges) references += e.from == i ? 1U : 0U;
          RC_ASSERT((i % 2 == 0 ? lists[i]->len(in.rt) : dicts[i]->len(in.rt)) == references);
        }
        for (const std::size_t i : held) in.drop(all[i]);
        static_cast<void>(in.heap.collect(in.me));
        RC_ASSERT(in.heap.is_whole(0));
      },
      200);
}

TEST(a_collection, empties_the_freelists) {
  using number = interp::float_number<interp::gc_policies::count>;
  interpreter<policies<tracking::under_lock<>>> in;
  const auto room = interp::room_for_only<interp::freelist_kind::float_number, 4>;
  {
    interp::thread_freelists lists(in.rt, room);
    interp::thread_freelists::known_member known(lists);
    in.drop(number::create(in.rt, 1));
    EXPECT_EQ(known.kept(), 1U);
    in.heap.collect(in.me);
    EXPECT_EQ(known.kept(), 0U);
  }
  interp::shared_freelists<interp::locking::assumed> lists(in.rt, room);
  in.drop(number::create(in.rt, 1));
  in.heap.collect(in.me);
  EXPECT_EQ(lists.drain(), 0U);
}

struct leaves : interp::gc_policies {
  static constexpr bool clears_freelists = false;
};

TEST(a_collection, may_leave_the_freelists_alone) {
  using number = interp::float_number<leaves::count>;
  interpreter<leaves> in;
  interp::shared_freelists<interp::locking::assumed> lists(
      in.rt, interp::room_for_only<interp::freelist_kind::float_number>);
  in.drop(number::create(in.rt, 1));
  in.heap.collect(in.me);
  EXPECT_EQ(lists.drain(), 1U);
}

}  // namespace
