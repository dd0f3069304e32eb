// Two threads and one list, in every order: each operation is one step, and nothing is left behind.
#include <gtest/gtest.h>

#include <utility>

#include "interp_core/list/list.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"

namespace {

template <class Locking>
struct with_locking : interp::list_policies {
  using locking = Locking;
};
using assumed = with_locking<interp::locking::assumed>;

// A list of two small integers and what is needed to work on it.
template <class Policies>
struct fixture {
  using list = interp::list<Policies>;
  using count = typename Policies::count;
  using item = interp::object<count>;

  fixture() {
    for (long v = 0; v < 2; ++v) {
      ints[v] = sync::make_at<interp::small_int<count>>(sync::site::current(), v);
      static_cast<void>(l->append(rt, *ints[v]));
    }
  }
  void append(int v) { static_cast<void>(l->append(rt, *ints[v])); }
  void set(int i, int v) { static_cast<void>(l->set(rt, i, *ints[v])); }
  void get(int i) {
    const interp::result<item*> r = l->get(rt, i);
    if (r.ok()) interp::decref(rt, *r.value);
  }
  void pop() {
    const interp::result<item*> r = l->pop(rt);
    if (r.ok()) interp::decref(rt, *r.value);
  }
  void finish(std::size_t expected) {
    sync::check(l->len(rt) == expected, "no operation is lost");
    drop_all();
  }
  void drop_all() {
    interp::decref(rt, *l);
    // A count that is wrong by now shows as a leak or as a use after free. To look at the counts
    // themselves would be to order all their changes, and there would be far more executions.
    for (item* i : ints) interp::decref(rt, *i);
  }

  interp::runtime rt;
  list* l = list::create();
  interp::small_int<count>* ints[2] = {};
};

template <class Policies>
void appends() {
  fixture<Policies> f;
  sync::parallel([&] { f.append(0); }, [&] { f.append(1); });
  f.finish(4);
}

// Two operations each, of which the reading ones meet an item that is taken away.
template <class Policies>
void sets_and_gets() {
  fixture<Policies> f;
  sync::parallel(
      [&] {
        f.set(0, 1);
        f.pop();
      },
      [&] {
        f.get(0);
        f.append(0);
      });
  f.finish(2);
}

void expect_verified(const std::function<void()>& body, std::uint64_t most) {
  const suture::result r = suture::check(body);
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_LE(r.executions, most);
  EXPECT_LT(r.seconds, 1.0);
}

TEST(list_runs, appends_are_verified_in_few_executions) {
  expect_verified(appends<assumed>, 2);
  expect_verified(appends<interp::list_policies>, 200);
}

TEST(list_runs, two_operations_each_are_verified_in_few_executions) {
  expect_verified(sets_and_gets<assumed>, 6);
}

template <interp::list_entry Without>
using unlocked = interp::without_list_lock<assumed, Without>;

// One thread goes through Entry, the other one changes all there is.
template <class Policies, interp::list_entry Entry>
void entry_and_changes() {
  using interp::list_entry;
  fixture<Policies> f;
  auto drop = [&](auto r) {
    if (r.ok()) interp::decref(f.rt, *r.value);
  };
  auto call = [&] {
    auto& l = *f.l;
    auto& value = *f.ints[1];
    if (Entry == list_entry::get) drop(l.get(f.rt, 0));
    if (Entry == list_entry::set) static_cast<void>(l.set(f.rt, 0, value));
    if (Entry == list_entry::append) static_cast<void>(l.append(f.rt, value));
    if (Entry == list_entry::insert) static_cast<void>(l.insert(f.rt, 0, value));
    if (Entry == list_entry::pop) drop(l.pop(f.rt));
    if (Entry == list_entry::extend) static_cast<void>(l.extend(f.rt, l));
    if (Entry == list_entry::remove) static_cast<void>(l.remove(f.rt, value));
    if (Entry == list_entry::index) static_cast<void>(l.index(f.rt, value));
    if (Entry == list_entry::contains) static_cast<void>(l.contains(f.rt, value));
    if (Entry == list_entry::len) static_cast<void>(l.len(f.rt));
    if (Entry == list_entry::clear) l.clear(f.rt);
    if (Entry == list_entry::reverse) l.reverse(f.rt);
    if (Entry == list_entry::sort) static_cast<void>(l.sort(f.rt));
    if (Entry == list_entry::slice) drop(l.slice(f.rt, 0, 1));
    if (Entry == list_entry::copy) drop(l.copy(f.rt));
  };
  sync::parallel(call, [&] {
    static_cast<void>(f.l->set(f.rt, 0, *f.ints[1]));
    static_cast<void>(f.l->append(f.rt, *f.ints[0]));
  });
  f.drop_all();
}

template <interp::list_entry Entry>
void expect_missing_lock_found() {
  expect_verified(entry_and_changes<assumed, Entry>, 3);
  EXPECT_EQ(suture::check(entry_and_changes<unlocked<Entry>, Entry>).verdict,
            suture::verdict::found)
      << to_string(Entry);
}

// The lock of a single entry point left out, of each in turn.
template <std::size_t... I>
void expect_each_missing_lock_found(std::index_sequence<I...>) {
  (expect_missing_lock_found<interp::all_list_entries[I]>(), ...);
}

TEST(list_runs, every_missing_lock_is_found) {
  expect_each_missing_lock_found(std::make_index_sequence<interp::all_list_entries.size()>());
}

}  // namespace
