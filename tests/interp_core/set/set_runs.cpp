// Two threads and one set, in every order: each operation is one step, and a missing lock is found.
#include <gtest/gtest.h>

#include <array>
#include <utility>

#include "interp_core/set/set.hpp"
#include "interp_core/set/set_iterator.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"

namespace {

using interp::set_entry;

struct assumed : interp::set_policies {
  using locking = interp::locking::assumed;
};
template <set_entry Without>
using unlocked = interp::without_set_lock<assumed, Without>;

// A set of four keys, for which there is just room, another one of one, and what is needed to work
// on them.
template <class Policies>
struct fixture {
  using set = interp::set<Policies>;
  using count = typename Policies::count;
  using item = interp::object<count>;

  // A run in which there is no memory for what is needed is given up.
  fixture() {
    sync::assume(s != nullptr && other != nullptr);
    for (std::size_t v = 0; v < ints.size(); ++v) {
      ints[v] = sync::make_at<interp::small_int<count>>(sync::site::current(), long(v));
      sync::assume(ints[v] != nullptr);
    }
    for (std::size_t key = 0; key < 4; ++key) add(key);
    static_cast<void>(other->add(rt, *ints[0]));
  }
  void add(std::size_t key) { static_cast<void>(s->add(rt, *ints[key])); }
  void drop_all() {
    interp::decref(rt, *s);
    interp::decref(rt, *other);
    for (item* i : ints) interp::decref(rt, *i);
  }

  interp::runtime rt;
  set* s = set::create();
  set* other = set::create();
  std::array<interp::small_int<count>*, 8> ints{};
};

// One thread goes through Entry, the other one changes all there is.
template <class Policies, set_entry Entry>
void entry_and_changes() {
  fixture<Policies> f;
  const auto drop = [&](auto r) {
    if (r.ok() && r.value != nullptr) interp::decref(f.rt, *r.value);
  };
  auto* const made_before = f.s->iterate(f.rt).value;
  const auto call = [&] {
    auto& s = *f.s;
    auto& key = *f.ints[1];
    if (Entry == set_entry::add) static_cast<void>(s.add(f.rt, key));
    if (Entry == set_entry::discard) static_cast<void>(s.discard(f.rt, key));
    if (Entry == set_entry::remove) static_cast<void>(s.remove(f.rt, key));
    if (Entry == set_entry::contains) static_cast<void>(s.contains(f.rt, key));
    if (Entry == set_entry::pop) drop(s.pop(f.rt));
    if (Entry == set_entry::len) static_cast<void>(s.len(f.rt));
    if (Entry == set_entry::clear) s.clear(f.rt);
    if (Entry == set_entry::update) static_cast<void>(s.update(f.rt, *f.other));
    if (Entry == set_entry::intersection_update)
      static_cast<void>(s.intersection_update(f.rt, *f.other));
    if (Entry == set_entry::copy) drop(s.copy(f.rt));
    if (Entry == set_entry::iterate) drop(s.iterate(f.rt));
    if (Entry == set_entry::next) drop(made_before->next(f.rt));
  };
  sync::parallel(call, [&] {
    f.add(4);
    f.add(5);
  });
  interp::decref(f.rt, *made_before);
  f.drop_all();
}

template <set_entry Entry>
void expect_missing_lock_found() {
  const suture::result with = suture::check(entry_and_changes<assumed, Entry>);
  EXPECT_EQ(with.verdict, suture::verdict::verified) << with.to_string();
  EXPECT_LE(with.executions, 3U);
  const suture::result without = suture::check(entry_and_changes<unlocked<Entry>, Entry>);
  ASSERT_EQ(without.verdict, suture::verdict::found) << interp::to_string(Entry);
  EXPECT_EQ(without.findings.front().kind, suture::finding_kind::race);
}

template <std::size_t... I>
void expect_each_missing_lock_found(std::index_sequence<I...>) {
  (expect_missing_lock_found<interp::all_set_entries[I]>(), ...);
}

TEST(set_runs, every_missing_lock_is_found) {
  expect_each_missing_lock_found(std::make_index_sequence<interp::all_set_entries.size()>());
}

// Every operation that asks for memory, once: where there is none, nothing has changed.
void sets_without_memory() {
  fixture<assumed> f;
  std::size_t size = f.s->len(f.rt);
  for (std::size_t key = 4; key < 8; ++key) {
    const interp::error what = f.s->add(f.rt, *f.ints[key]);
    if (what == interp::error::none) ++size;
    sync::check(f.s->len(f.rt) == size, "all or nothing");
  }
  const auto copy = f.s->copy(f.rt);
  if (copy.ok()) interp::decref(f.rt, *copy.value);
  const bool was_there = f.s->contains(f.rt, *f.ints[0]).value;
  const bool other_has = f.other->len(f.rt) == 1;
  const interp::error what = f.s->intersection_update(f.rt, *f.other);
  const std::size_t both = was_there && other_has ? 1 : 0;
  sync::check(f.s->len(f.rt) == (what == interp::error::none ? both : size), "all or nothing");
  f.drop_all();
}

TEST(set_runs, failed_allocations_change_and_lose_nothing) {
  suture::options how;
  how.allocation_failures = 1;
  const suture::result r = suture::check(sets_without_memory, how);
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_GT(r.executions, 4U);
}

}  // namespace
