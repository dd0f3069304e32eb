// One thread: objects come from freelists and go back there, within bounds and without leaks.
#include <gtest/gtest.h>

#include <vector>

#include "interp_core/dict/dict.hpp"
#include "interp_core/freelist/shared_freelists.hpp"
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/objects/float_number.hpp"
#include "interp_core/objects/frame.hpp"
#include "interp_core/objects/record.hpp"
#include "interp_core/objects/singleton.hpp"
#include "interp_core/objects/tuple.hpp"

namespace {

using count = interp::refcount::atomic;
using interp::freelist_kind;
using shared = interp::shared_freelists<interp::locking::per_object<>>;

// Makes `many` blocks of that place, ends them all, and makes them again: how many came back.
std::size_t blocks_reused(interp::runtime& rt, interp::freelist_place place, std::size_t many) {
  std::vector<void*> first, second;
  for (std::size_t i = 0; i < many; ++i) first.push_back(interp::allocate_block(rt, place, 64));
  for (void* block : first) interp::release_block(rt, place, block);
  // Whatever the allocator itself gives again must not count: these stand in its way.
  std::vector<void*> others;
  for (std::size_t i = 0; i < many; ++i) others.push_back(sync::allocate(64));
  std::size_t reused = 0;
  for (std::size_t i = 0; i < many; ++i) second.push_back(interp::allocate_block(rt, place, 64));
  for (void* block : second) reused += std::count(first.begin(), first.end(), block) > 0 ? 1U : 0U;
  for (void* block : second) interp::release_block(rt, place, block);
  for (void* block : others) sync::deallocate(block);
  return reused;
}

std::size_t three_of_each(freelist_kind) { return 3; }

TEST(freelist, keeps_as_many_as_it_has_room_for) {
  interp::runtime rt;
  shared lists(rt, three_of_each);
  std::size_t kept = 0;
  for (const freelist_kind kind : interp::all_freelist_kinds) {
    const std::size_t length = kind == freelist_kind::tuple ? 7 : 0;
    EXPECT_EQ(blocks_reused(rt, {kind, length}, 5), 3U) << to_string(kind);
    kept += 3;
  }
  EXPECT_EQ(lists.drain(), kept);
  EXPECT_EQ(lists.drain(), 0U);
}

TEST(freelist, has_one_for_each_short_tuple) {
  interp::runtime rt;
  shared lists(rt, three_of_each);
  for (std::size_t length = 1; length < 20; ++length)
    EXPECT_EQ(blocks_reused(rt, {freelist_kind::tuple, length}, 2), 2U) << length;
  EXPECT_EQ(lists.drain(), 2U * 19);
  interp::release_block(rt, {freelist_kind::tuple, 20}, sync::allocate(64));
  interp::release_block(rt, {freelist_kind::tuple, 0}, sync::allocate(64));
  EXPECT_EQ(lists.drain(), 0U);
}

TEST(freelist, belongs_to_the_thread_that_ends_the_object) {
  interp::runtime rt;
  interp::thread_freelists lists(rt, three_of_each);
  const interp::thread_freelists::member here(lists);
  auto* number = interp::float_number<count>::create(rt, 1.5);
  void* const address = number;
  void* other_thread_got = nullptr;
  sync::parallel([&] {
    const interp::thread_freelists::member there(lists);
    interp::decref(rt, *number);
    auto* again = interp::float_number<count>::create(rt, 2.5);
    other_thread_got = again;
    interp::decref(rt, *again);
  });
  EXPECT_EQ(other_thread_got, address);
}

// All kinds of objects, made and dropped twice, so that the second come from the freelists.
template <class Lists>
void make_everything_twice(interp::runtime& rt, Lists& lists) {
  using list = interp::list<>;
  using dict = interp::dict<>;
  for (int round = 0; round < 2; ++round) {
    auto* number = interp::float_number<count>::create(rt, 0.5);
    auto* pair = interp::tuple<count>::create(rt, {number, number});
    auto* part = interp::slice<count>::create(rt, {number, pair, nullptr});
    auto* bound = interp::method<count>::create(rt, {number, pair});
    auto* built_in = interp::c_function<count>::create(rt, {bound, nullptr});
    auto* no_memory = interp::memory_error<count>::create(rt, {});
    list* l = list::create(rt);
    dict* d = dict::create(rt);
    EXPECT_EQ(l->append(rt, *part), interp::error::none);
    EXPECT_EQ(d->set(rt, *number, *l), interp::error::none);
    EXPECT_EQ(number->refcount.value(), 6);
    EXPECT_EQ(&(*pair)[1], number);
    EXPECT_EQ((*part)[2], nullptr);
    for (interp::object<count>* o : std::initializer_list<interp::object<count>*>{
             number, pair, part, bound, built_in, no_memory, l, d})
      interp::decref(rt, *o);
  }
  EXPECT_EQ(lists.drain(), 8U);
}

TEST(freelist, gives_every_kind_of_object_its_memory) {
  interp::runtime rt;
  shared lists(rt);
  make_everything_twice(rt, lists);
}

TEST(freelist, of_a_build_with_a_gil_has_no_lock) {
  interp::runtime rt;
  interp::shared_freelists<interp::locking::none> lists(rt);
  make_everything_twice(rt, lists);
}

TEST(frame, takes_the_memory_its_code_has_kept) {
  interp::runtime rt;
  auto* code = interp::code<>::create();
  auto* number = interp::float_number<count>::create(rt, 1);
  auto* first = interp::frame<>::create(rt, *code);
  first->set_local(rt, 0, number);
  auto* inner = interp::frame<>::create(rt, *code, first);
  EXPECT_EQ(first->refcount.value(), 2);
  EXPECT_EQ(code->refcount.value(), 3);
  EXPECT_EQ(number->refcount.value(), 2);
  void* const address = inner;
  interp::decref(rt, *inner);
  inner = interp::frame<>::create(rt, *code, first);
  EXPECT_EQ(inner, address);
  interp::decref(rt, *first);
  interp::decref(rt, *inner);
  EXPECT_EQ(number->refcount.value(), 1);
  EXPECT_EQ(code->refcount.value(), 1);
  interp::decref(rt, *code);
  interp::decref(rt, *number);
}

TEST(singleton, is_made_once) {
  interp::runtime rt;
  interp::singleton<interp::tuple<count>> empty(rt);
  int made = 0;
  auto make = [&] {
    ++made;
    return interp::tuple<count>::create(rt, {});
  };
  auto* first = empty.get(make);
  auto* second = empty.get(make);
  EXPECT_EQ(first, second);
  EXPECT_EQ(made, 1);
  EXPECT_EQ(first->refcount.value(), 3);
  interp::decref(rt, *first);
  interp::decref(rt, *second);
}

// Python 3: hash(1.0), hash(0.5), hash(-1.0), hash(1e300), hash(3.25), hash(float("-inf")).
TEST(float_number, hashes_as_cpython_does) {
  EXPECT_EQ(interp::hash_of_double(1.0), 1);
  EXPECT_EQ(interp::hash_of_double(0.5), 1152921504606846976);
  EXPECT_EQ(interp::hash_of_double(-1.0), -2);
  EXPECT_EQ(interp::hash_of_double(3.25), 576460752303423491);
  EXPECT_EQ(interp::hash_of_double(1e300), 1224995262755759164);
  EXPECT_EQ(interp::hash_of_double(-HUGE_VAL), -314159);
}

}  // namespace
