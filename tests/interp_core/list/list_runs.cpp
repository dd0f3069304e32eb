// Two threads and one list, in every order: each operation is one step, and nothing is left behind.
#include <gtest/gtest.h>

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

// The lock of a single entry point left out.
TEST(list_runs, a_missing_lock_is_found) {
  using interp::list_entry;
  EXPECT_EQ(suture::check(appends<unlocked<list_entry::append>>).verdict, suture::verdict::found);
  EXPECT_EQ(suture::check(sets_and_gets<unlocked<list_entry::get>>).verdict,
            suture::verdict::found);
  EXPECT_EQ(suture::check(sets_and_gets<unlocked<list_entry::set>>).verdict,
            suture::verdict::found);
  EXPECT_EQ(suture::check(sets_and_gets<unlocked<list_entry::pop>>).verdict,
            suture::verdict::found);
}

}  // namespace
