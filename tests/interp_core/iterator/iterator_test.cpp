// One thread: iterators of every container give out what there is, come to their end for good, and
// give up their container once.
#include <gtest/gtest.h>

#include <vector>

#include "interp_core/dict/dict_iterator.hpp"
#include "interp_core/list/list_iterator.hpp"
#include "interp_core/ordered_dict/ordered_dict_iterator.hpp"
#include "interp_core/set/set_iterator.hpp"
#include "interp_core/small_int.hpp"

namespace {

using interp::error;
using interp::iterator_end;
using count = interp::refcount::atomic;
using int_object = interp::small_int<count>;

template <class Policies, iterator_end End>
struct ends : Policies {
  static constexpr iterator_end iterators = End;
};

// Puts a number into any of them, and drops what its iterator gives out.
error put(interp::runtime& rt, auto& to, int_object& n) {
  if constexpr (requires { to.append(rt, n); }) {
    return to.append(rt, n);
  } else if constexpr (requires { to.add(rt, n); }) {
    return to.add(rt, n);
  } else {
    return to.set(rt, n, n);
  }
}
long take(interp::runtime& rt, interp::object<count>* o) {
  if (o == nullptr) return -1;
  const long value = static_cast<int_object*>(o)->value;
  interp::decref(rt, *o);
  return value;
}
long take(interp::runtime& rt, auto pair) {
  take(rt, pair.value);
  return take(rt, pair.key);
}

template <class Container>
void goes_to_the_end_for_good() {
  constexpr bool keeps = Container::policies::iterators == iterator_end::kept;
  interp::runtime rt;
  Container* const c = Container::create();
  std::vector<int_object*> ints;
  for (long v = 0; v < 3; ++v) {
    ints.push_back(sync::make<int_object>(v));
    ASSERT_EQ(put(rt, *c, *ints.back()), error::none);
  }
  auto* const it = c->iterate(rt).value;
  for (long v = 0; v < 3; ++v) EXPECT_EQ(take(rt, it->next(rt).value), v);
  EXPECT_EQ(c->refcount.value(), 2);
  EXPECT_EQ(take(rt, it->next(rt).value), -1);
  EXPECT_EQ(c->refcount.value(), keeps ? 2 : 1);
  ints.push_back(sync::make<int_object>(3));
  ASSERT_EQ(put(rt, *c, *ints.back()), error::none);
  const auto after = it->next(rt);
  EXPECT_TRUE(after.ok()) << "an end is an end";
  EXPECT_EQ(take(rt, after.value), -1);
  interp::decref(rt, *it);
  EXPECT_EQ(c->refcount.value(), 1);

  auto* const left = c->iterate(rt).value;  // dies before its end
  EXPECT_EQ(take(rt, left->next(rt).value), 0);
  interp::decref(rt, *left);
  EXPECT_EQ(c->refcount.value(), 1);
  interp::decref(rt, *c);
  for (int_object* const i : ints) {
    EXPECT_EQ(i->refcount.value(), 1);
    interp::decref(rt, *i);
  }
}

template <iterator_end End>
void each_container_with() {
  goes_to_the_end_for_good<interp::list<ends<interp::list_policies, End>>>();
  goes_to_the_end_for_good<interp::dict<ends<interp::dict_policies, End>>>();
  goes_to_the_end_for_good<interp::set<ends<interp::set_policies, End>>>();
  goes_to_the_end_for_good<interp::ordered_dict<ends<interp::ordered_dict_policies, End>>>();
}

TEST(an_iterator, goes_to_the_end_for_good) {
  each_container_with<iterator_end::under_lock>();
  each_container_with<iterator_end::kept>();
  // Mistakes of threads that meet: alone each of them does the same.
  each_container_with<iterator_end::by_exchange>();
  each_container_with<iterator_end::unguarded>();
}

TEST(an_iterator, over_a_list_goes_by_numbers) {
  using list = interp::list<>;
  interp::runtime rt;
  list* const l = list::create();
  int_object* ints[3] = {};
  for (long v = 0; v < 3; ++v) {
    ints[v] = sync::make<int_object>(v);
    ASSERT_EQ(l->append(rt, *ints[v]), error::none);
  }
  auto* const it = l->iterate(rt).value;
  EXPECT_EQ(take(rt, it->next(rt).value), 0);
  EXPECT_EQ(take(rt, l->pop(rt, 0).value), 0);
  EXPECT_EQ(take(rt, it->next(rt).value), 2) << "1 is where 0 was";
  interp::decref(rt, *it);
  interp::decref(rt, *l);
  for (int_object* const i : ints) interp::decref(rt, *i);
}

// Under real threads each item is given out once, and the container is given up once.
template <class Container>
void is_shared() {
  interp::runtime rt;
  for (int round = 0; round < 50; ++round) {
    Container* const c = Container::create();
    int_object* const n = sync::make<int_object>(0);
    ASSERT_EQ(put(rt, *c, *n), error::none);
    auto* const it = c->iterate(rt).value;
    sync::atomic<int> seen{0};
    const auto work = [&] {
      for (int i = 0; i < 3; ++i)
        if (take(rt, it->next(rt).value) == 0) seen.fetch_add(1);
    };
    sync::parallel(work, work, work);
    EXPECT_EQ(seen.load(), 1);
    interp::decref(rt, *it);
    EXPECT_EQ(c->refcount.value(), 1);
    interp::decref(rt, *c);
    EXPECT_EQ(n->refcount.value(), 1);
    interp::decref(rt, *n);
  }
}

TEST(an_iterator, may_be_shared) {
  is_shared<interp::list<>>();
  is_shared<interp::dict<>>();
  is_shared<interp::set<>>();
  is_shared<interp::ordered_dict<>>();
  is_shared<interp::list<ends<interp::list_policies, iterator_end::kept>>>();
  is_shared<interp::dict<ends<interp::dict_policies, iterator_end::kept>>>();
}

}  // namespace
