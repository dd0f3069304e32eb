// What holds of both containers, by the engine: a build with a GIL does without any operation that
// others could see, failed allocations change and lose nothing, and each known mistake is found.
#include <gtest/gtest.h>

#include "interp_core/dict/dict.hpp"
#include "interp_core/dict/dict_iterator.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "tests/interp_core/probe.hpp"

namespace {

using interp::error;

// One thread goes through every entry point of both containers.
template <class ListPolicies, class DictPolicies>
void every_entry_point() {
  using list = interp::list<ListPolicies>;
  using dict = interp::dict<DictPolicies>;
  using int_object = interp::small_int<typename list::count>;
  interp::runtime rt;
  auto* one = sync::make<int_object>(1);
  auto* two = sync::make<int_object>(2);
  auto drop = [&rt](auto* o) { interp::decref(rt, *o); };

  list* l = list::create();
  bool ok = l->append(rt, *two) == error::none && l->insert(rt, 0, *one) == error::none &&
            l->set(rt, 1, *one) == error::none && l->extend(rt, *l) == error::none &&
            l->remove(rt, *one) == error::none && l->index(rt, *one).ok() &&
            l->contains(rt, *two).ok() && l->sort(rt) == error::none && l->len(rt) == 3;
  l->reverse(rt);
  drop(l->get(rt, 0).value);
  drop(l->pop(rt).value);
  drop(l->slice(rt, 0, 2).value);
  drop(l->copy(rt).value);
  l->clear(rt);
  drop(l);

  dict* d = dict::create();
  dict* other = dict::create();
  ok = ok && d->set(rt, *one, *two) == error::none && other->set(rt, *two, *one) == error::none &&
       d->update(rt, *other) == error::none && d->contains(rt, *two).value && d->len(rt) == 2;
  drop(d->get(rt, *one).value);
  drop(d->setdefault(rt, *two, *two).value);
  drop(d->copy(rt).value);
  auto* it = d->iterate(rt).value;
  const auto first = it->next(rt).value;
  drop(first.key);
  drop(first.value);
  drop(it);
  drop(d->pop(rt, *two).value);
  ok = ok && d->del(rt, *one) == error::none && other->popitem(rt).ok();
  drop(two);
  drop(one);  // popitem's
  d->clear(rt);
  drop(d);
  drop(other);
  drop(one);
  drop(two);
  sync::check(ok, "every operation does its work");
}

// Operations of a run that other threads could see: on atomics, counts, locks.
std::uint64_t visible_operations(const std::function<void()>& body) {
  const auto rules = suture::make_memory_model("rc11");
  suture::execution run(*rules, 0);
  suture::exhaustive search(*rules);
  const suture::exploration made =
      suture::explore(run, body, search, suture::limits{}, suture::budget{});
  EXPECT_EQ(made.counts.complete, 1U);
  EXPECT_EQ(made.counts.runs(), 1U);
  return made.counts.events;
}

TEST(container_runs, a_build_with_a_gil_takes_no_lock) {
  const std::uint64_t nothing = visible_operations([] {});
  EXPECT_EQ((visible_operations(
                every_entry_point<interp::list_policies_with_gil, interp::dict_policies_with_gil>)),
            nothing);
  EXPECT_GT((visible_operations(every_entry_point<interp::list_policies, interp::dict_policies>)),
            nothing + 100);
}

// What is tried where memory may run out: lists and dicts at the edge of their room.
struct short_of_memory {
  struct list_policies : interp::list_policies {
    using locking = interp::locking::assumed;
  };
  struct dict_policies : interp::dict_policies {
    using locking = interp::locking::assumed;
  };
  using list = interp::list<list_policies>;
  using dict = interp::dict<dict_policies>;
  using int_object = interp::small_int<list::count>;

  short_of_memory() {
    for (int_object*& i : ints) {
      i = sync::make<int_object>(0);
      sync::assume(i != nullptr);
    }
  }
  ~short_of_memory() {
    for (int_object* i : ints) interp::decref(rt, *i);
  }

  interp::runtime rt;
  int_object* ints[2] = {};
};

// Every operation that asks for memory, once: where there is none, nothing has changed.
void lists_without_memory() {
  short_of_memory on;
  auto* l = short_of_memory::list::create();
  if (l == nullptr) return;
  std::size_t size = 0;
  auto expect = [&](error what, std::size_t more) {
    sync::check(what == error::none || what == error::memory_error, "no other error");
    if (what == error::none) size += more;
    sync::check(l->len(on.rt) == size, "all or nothing");
  };
  expect(l->append(on.rt, *on.ints[0]), 1);
  expect(l->extend(on.rt, *l), size);
  expect(l->extend(on.rt, *l), size);
  expect(l->insert(on.rt, 0, *on.ints[1]), 1);
  for (const auto& copy : {l->copy(on.rt), l->slice(on.rt, 0, 2)})
    if (copy.ok()) interp::decref(on.rt, *copy.value);
  interp::decref(on.rt, *l);
}

void dicts_without_memory() {
  short_of_memory on;
  auto* d = short_of_memory::dict::create();
  if (d == nullptr) return;
  auto* other = short_of_memory::dict::create();
  if (other == nullptr) return interp::decref(on.rt, *d);
  const error set = d->set(on.rt, *on.ints[0], *on.ints[0]);
  sync::check(d->len(on.rt) == (set == error::none ? 1U : 0U), "all or nothing");
  const auto added = d->setdefault(on.rt, *on.ints[0], *on.ints[1]);
  if (added.ok()) interp::decref(on.rt, *added.value);
  const error update = other->update(on.rt, *d);
  sync::check(update != error::none || other->len(on.rt) == d->len(on.rt), "all or nothing");
  const auto copy = d->copy(on.rt);
  if (copy.ok()) interp::decref(on.rt, *copy.value);
  const auto it = d->iterate(on.rt);
  if (it.ok()) interp::decref(on.rt, *it.value);
  interp::decref(on.rt, *other);
  interp::decref(on.rt, *d);
}

TEST(container_runs, failed_allocations_change_and_lose_nothing) {
  suture::options how;
  how.allocation_failures = 2;
  for (const auto& body : {lists_without_memory, dicts_without_memory}) {
    const suture::result r = suture::check(body, how);
    EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
    EXPECT_GT(r.executions, 15U);
  }
}

}  // namespace
