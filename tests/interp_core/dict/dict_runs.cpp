// Two threads and one dict, in every order: each operation is one step, and nothing is left behind.
#include <gtest/gtest.h>

#include <array>
#include <utility>

#include "interp_core/dict/dict.hpp"
#include "interp_core/dict/dict_iterator.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"

namespace {

using interp::dict_entry;

template <class Locking>
struct with_locking : interp::dict_policies {
  using locking = Locking;
};
using assumed = with_locking<interp::locking::assumed>;

// Two dicts, the first of two entries, and what is needed to work on them.
template <class Policies>
struct fixture {
  using dict = interp::dict<Policies>;
  using count = typename Policies::count;
  using item = interp::object<count>;

  fixture() {
    for (std::size_t v = 0; v < ints.size(); ++v)
      ints[v] = sync::make_at<interp::small_int<count>>(sync::site::current(), long(v));
    set(0, 0);
    set(1, 0);
  }
  void set(std::size_t key, std::size_t value) {
    static_cast<void>(d->set(rt, *ints[key], *ints[value]));
  }
  void get(std::size_t key) { drop(d->get(rt, *ints[key])); }
  void pop(std::size_t key) { drop(d->pop(rt, *ints[key])); }
  void setdefault(std::size_t key, std::size_t value) {
    drop(d->setdefault(rt, *ints[key], *ints[value]));
  }
  void del(std::size_t key) { static_cast<void>(d->del(rt, *ints[key])); }
  void contains(std::size_t key) { static_cast<void>(d->contains(rt, *ints[key])); }
  void drop(interp::result<item*> r) {
    if (r.ok()) interp::decref_if(rt, r.value);
  }
  void finish(std::size_t expected) {
    sync::check(d->len(rt) == expected, "no operation is lost");
    drop_all();
  }
  void drop_all() {
    interp::decref(rt, *d);
    interp::decref(rt, *other);
    // A count that is wrong by now shows as a leak or as a use after free. To look at the counts
    // themselves would be to order all their changes, and there would be far more executions.
    for (item* i : ints) interp::decref(rt, *i);
  }

  interp::runtime rt;
  dict* d = dict::create();
  dict* other = dict::create();
  std::array<interp::small_int<count>*, 8> ints{};
};

template <class Policies>
void two_sets() {
  fixture<Policies> f;
  sync::parallel([&] { f.set(2, 0); }, [&] { f.set(3, 1); });
  f.finish(4);
}

template <class Policies>
void two_operations_each() {
  fixture<Policies> f;
  sync::parallel(
      [&] {
        f.set(0, 1);
        f.del(1);
      },
      [&] {
        f.get(0);
        f.setdefault(2, 0);
      });
  f.finish(2);
}

// The sixth entry moves all of them to a larger table.
template <class Policies>
void resize_and_lookup() {
  fixture<Policies> f;
  for (std::size_t k = 2; k < 5; ++k) f.set(k, 0);
  sync::parallel([&] { f.set(5, 1); }, [&] { f.contains(4); });
  f.finish(6);
}

// Each dict is updated from the other.
template <class Policies>
void updates_both_ways() {
  fixture<Policies> f;
  static_cast<void>(f.other->set(f.rt, *f.ints[2], *f.ints[0]));
  sync::parallel([&] { static_cast<void>(f.d->update(f.rt, *f.other)); },
                 [&] { static_cast<void>(f.other->update(f.rt, *f.d)); });
  f.finish(3);
}

void expect_verified(const std::function<void()>& body, std::uint64_t most) {
  const suture::result r = suture::check(body);
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_LE(r.executions, most);
  EXPECT_LT(r.seconds, 1.0);
}

suture::finding first_finding(const std::function<void()>& body) {
  const suture::result r = suture::check(body);
  EXPECT_EQ(r.verdict, suture::verdict::found);
  return r.findings.empty() ? suture::finding{} : r.findings.front();
}

TEST(dict_runs, sets_are_verified_in_few_executions) {
  expect_verified(two_sets<assumed>, 2);
  expect_verified(two_sets<interp::dict_policies>, 200);
}

TEST(dict_runs, two_operations_each_are_verified_in_few_executions) {
  expect_verified(two_operations_each<assumed>, 6);
  expect_verified(resize_and_lookup<assumed>, 2);
}

TEST(dict_runs, updates_both_ways_take_their_locks_in_one_order) {
  expect_verified(updates_both_ways<assumed>, 2);
  expect_verified(updates_both_ways<with_locking<interp::locking::critical_sections>>, 20);
  using naive = with_locking<interp::locking::basic_assumed<interp::locking::order::as_given>>;
  EXPECT_EQ(first_finding(updates_both_ways<naive>).kind, suture::finding_kind::deadlock);
}

template <dict_entry Without>
using unlocked = interp::without_dict_lock<assumed, Without>;

// One thread goes through Entry, the other one changes all there is.
template <class Policies, dict_entry Entry>
void entry_and_changes() {
  fixture<Policies> f;
  static_cast<void>(f.other->set(f.rt, *f.ints[3], *f.ints[0]));
  auto drop = [&](auto r) {
    if (r.ok() && r.value != nullptr) interp::decref(f.rt, *r.value);
  };
  auto drop_pair = [&](auto r) {
    interp::decref_if<typename Policies::count>(f.rt, r.value.key);
    interp::decref_if<typename Policies::count>(f.rt, r.value.value);
  };
  auto* const made_before = f.d->iterate(f.rt).value;
  auto call = [&] {
    auto& d = *f.d;
    auto& key = *f.ints[1];
    if (Entry == dict_entry::get) drop(d.get(f.rt, key));
    if (Entry == dict_entry::set) static_cast<void>(d.set(f.rt, key, key));
    if (Entry == dict_entry::setdefault) drop(d.setdefault(f.rt, key, key));
    if (Entry == dict_entry::del) static_cast<void>(d.del(f.rt, key));
    if (Entry == dict_entry::pop) drop(d.pop(f.rt, key));
    if (Entry == dict_entry::popitem) drop_pair(d.popitem(f.rt));
    if (Entry == dict_entry::contains) static_cast<void>(d.contains(f.rt, key));
    if (Entry == dict_entry::len) static_cast<void>(d.len(f.rt));
    if (Entry == dict_entry::clear) d.clear(f.rt);
    if (Entry == dict_entry::update) static_cast<void>(d.update(f.rt, *f.other));
    if (Entry == dict_entry::copy) drop(d.copy(f.rt));
    if (Entry == dict_entry::iterate) drop(d.iterate(f.rt));
    if (Entry == dict_entry::next) drop_pair(made_before->next(f.rt));
  };
  sync::parallel(call, [&] {
    f.set(1, 0);
    f.set(2, 0);
  });
  interp::decref(f.rt, *made_before);
  f.drop_all();
}

// The lock of a single entry point left out, of each in turn.
template <std::size_t... I>
void expect_each_missing_lock_found(std::index_sequence<I...>) {
  using interp::all_dict_entries;
  (expect_verified(entry_and_changes<assumed, all_dict_entries[I]>, 3), ...);
  (first_finding(entry_and_changes<unlocked<all_dict_entries[I]>, all_dict_entries[I]>), ...);
}

TEST(dict_runs, every_missing_lock_is_found) {
  expect_each_missing_lock_found(std::make_index_sequence<interp::all_dict_entries.size()>());
}

}  // namespace
