// Two threads and one ordered dict, in every order: each operation is one step, and a missing lock
// is found.
#include <gtest/gtest.h>

#include <array>
#include <utility>

#include "interp_core/ordered_dict/ordered_dict.hpp"
#include "interp_core/ordered_dict/ordered_dict_iterator.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"

namespace {

using entry = interp::ordered_dict_entry;

struct assumed : interp::ordered_dict_policies {
  using locking = interp::locking::assumed;
};
template <entry Without>
using unlocked = interp::without_ordered_dict_lock<assumed, Without>;

// One thread goes through Entry, the other one changes all there is: a value, and the order.
template <class Policies, entry Entry>
void entry_and_changes() {
  using dict = interp::ordered_dict<Policies>;
  using count = typename Policies::count;
  interp::runtime rt;
  std::array<interp::small_int<count>*, 4> ints{};
  for (std::size_t v = 0; v < ints.size(); ++v)
    ints[v] = sync::make_at<interp::small_int<count>>(sync::site::current(), long(v));
  dict* const d = dict::create();
  const auto set = [&](std::size_t key, std::size_t value) {
    static_cast<void>(d->set(rt, *ints[key], *ints[value]));
  };
  for (std::size_t key = 0; key < 3; ++key) set(key, key);
  const auto drop = [&](auto pair) {
    interp::decref_if<count>(rt, pair.key);
    interp::decref_if<count>(rt, pair.value);
  };
  auto* const made_before = d->iterate(rt).value;
  const auto call = [&] {
    if (Entry == entry::get) interp::decref_if(rt, d->get(rt, *ints[1]).value);
    if (Entry == entry::set) set(3, 3);
    if (Entry == entry::del) static_cast<void>(d->del(rt, *ints[0]));
    if (Entry == entry::contains) static_cast<void>(d->contains(rt, *ints[3]));
    if (Entry == entry::move_to_end) static_cast<void>(d->move_to_end(rt, *ints[0]));
    if (Entry == entry::popitem) drop(d->popitem(rt).value);
    if (Entry == entry::len) static_cast<void>(d->len(rt));
    if (Entry == entry::clear) d->clear(rt);
    if (Entry == entry::iterate) interp::decref_if<count>(rt, d->iterate(rt).value);
    if (Entry == entry::next) drop(made_before->next(rt).value);
  };
  sync::parallel(call, [&] {
    set(1, 2);
    static_cast<void>(d->move_to_end(rt, *ints[1]));
    set(3, 0);
  });
  sync::check(d->is_whole(rt), "dict and order agree");
  interp::decref(rt, *made_before);
  interp::decref(rt, *d);
  for (auto* const i : ints) interp::decref(rt, *i);
}

template <entry Entry>
void expect_missing_lock_found() {
  const suture::result with = suture::check(entry_and_changes<assumed, Entry>);
  EXPECT_EQ(with.verdict, suture::verdict::verified) << with.to_string();
  EXPECT_LE(with.executions, 8U);
  const suture::result without = suture::check(entry_and_changes<unlocked<Entry>, Entry>);
  ASSERT_EQ(without.verdict, suture::verdict::found) << interp::to_string(Entry);
  EXPECT_EQ(without.findings.front().kind, suture::finding_kind::race);
}

template <std::size_t... I>
void expect_each_missing_lock_found(std::index_sequence<I...>) {
  (expect_missing_lock_found<interp::all_ordered_dict_entries[I]>(), ...);
}

TEST(ordered_dict_runs, every_missing_lock_is_found) {
  expect_each_missing_lock_found(
      std::make_index_sequence<interp::all_ordered_dict_entries.size()>());
}

// A run in which there is no memory for what is needed is given up; all else is all or nothing.
void without_memory() {
  using dict = interp::ordered_dict<assumed>;
  interp::runtime rt;
  auto* const one = sync::make_at<interp::small_int<assumed::count>>(sync::site::current(), 1);
  sync::assume(one != nullptr);
  dict* const d = dict::create();
  if (d != nullptr) {
    const interp::error what = d->set(rt, *one, *one);
    sync::check(d->is_whole(rt), "dict and order agree");
    sync::check(d->len(rt) == (what == interp::error::none ? 1U : 0U), "all or nothing");
    interp::decref_if<assumed::count>(rt, d->iterate(rt).value);
    interp::decref(rt, *d);
  }
  interp::decref(rt, *one);
}

TEST(ordered_dict_runs, failed_allocations_change_and_lose_nothing) {
  suture::options how;
  how.allocation_failures = 1;
  const suture::result r = suture::check(without_memory, how);
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_GT(r.executions, 4U);
}

}  // namespace
