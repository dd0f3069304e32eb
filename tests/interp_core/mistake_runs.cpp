// Each mistake that a policy can be told to make is found, and the right policy is verified in the
// same place.
#include <gtest/gtest.h>

#include <utility>

#include "interp_core/dict/dict.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/lock/stale_owner_lock.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"
#include "tests/interp_core/probe.hpp"

namespace {

using interp::error;

struct right_list : interp::list_policies {
  using locking = interp::locking::assumed;
};
struct right_dict : interp::dict_policies {
  using locking = interp::locking::assumed;
};
struct list_of_borrowed : right_list {
  static constexpr bool takes_reference_under_lock = false;
};
struct dict_of_borrowed : right_dict {
  static constexpr bool takes_reference_under_lock = false;
};
struct dict_reading_late : right_dict {
  static constexpr bool reads_entry_under_lock = false;
};
struct list_dropping : right_list {
  static constexpr bool drops_under_lock = true;
};
struct dict_dropping : right_dict {
  static constexpr bool drops_under_lock = true;
};
struct list_sorting : right_list {
  static constexpr bool sorts_under_lock = true;
};
struct dict_unlocking : right_dict {
  using locking = interp::locking::per_object<interp::stale_owner_lock>;
  static constexpr bool unlocks_a_miss_twice = true;
};
struct dict_with_stale_owner : right_dict {
  using locking = interp::locking::per_object<interp::stale_owner_lock>;
};

struct dict_that_lets_go : right_dict {
  using locking = interp::locking::critical_sections;
};
struct dict_dropping_and_letting_go : dict_dropping {
  using locking = interp::locking::critical_sections;
};
struct list_sorting_and_letting_go : list_sorting {
  using locking = interp::locking::critical_sections;
};

void expect_found(const std::function<void()>& body, std::string_view kind) {
  const suture::result r = suture::check(body);
  ASSERT_EQ(r.verdict, suture::verdict::found) << r.to_string();
  EXPECT_EQ(r.findings.front().kind, kind) << r.to_string();
}
void expect_verified(const std::function<void()>& body) {
  const suture::result r = suture::check(body);
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_LT(r.seconds, 1.0);
}

using interp_test::probe_events;

// The only reference to the item is the list's.
template <class Policies>
void get_and_set() {
  using list = interp::list<Policies>;
  using int_object = interp::small_int<typename list::count>;
  interp::runtime rt;
  list* l = list::create();
  auto* first = sync::make<int_object>(1);
  auto* second = sync::make<int_object>(2);
  static_cast<void>(l->append(rt, *first));
  interp::decref(rt, *first);
  sync::parallel([&] { interp::decref(rt, *l->get(rt, 0).value); },
                 [&] { static_cast<void>(l->set(rt, 0, *second)); });
  interp::decref(rt, *second);
  interp::decref(rt, *l);
}

template <class Policies>
void get_and_del() {
  using dict = interp::dict<Policies>;
  using int_object = interp::small_int<typename dict::count>;
  interp::runtime rt;
  dict* d = dict::create();
  auto* key = sync::make<int_object>(1);
  auto* value = sync::make<int_object>(2);
  static_cast<void>(d->set(rt, *key, *value));
  interp::decref(rt, *value);
  sync::parallel([&] { interp::decref_if(rt, d->get(rt, *key).value); },
                 [&] { static_cast<void>(d->del(rt, *key)); });
  interp::decref(rt, *key);
  interp::decref(rt, *d);
}

template <class Policies>
void contains_and_resize() {
  using dict = interp::dict<Policies>;
  using int_object = interp::small_int<typename dict::count>;
  interp::runtime rt;
  dict* d = dict::create();
  int_object* keys[6];
  for (long k = 0; k < 6; ++k) {
    keys[k] = sync::make<int_object>(k);
    if (k < 5) static_cast<void>(d->set(rt, *keys[k], *keys[k]));
  }
  sync::parallel([&] { sync::check(d->contains(rt, *keys[0]).value, "it is there"); },
                 [&] { static_cast<void>(d->set(rt, *keys[5], *keys[5])); });
  interp::decref(rt, *d);
  for (int_object* k : keys) interp::decref(rt, *k);
}

// Two containers, each with an item whose destructor asks the other one for its length.
template <class Container, class Fill, class Replace>
void destructors_ask_the_other(Fill fill, Replace replace) {
  using probe = interp_test::probe<typename Container::count>;
  interp::runtime rt;
  Container* both[2] = {Container::create(), Container::create()};
  probe_events events[2];
  for (int i = 0; i < 2; ++i) {
    probe* item = probe::make(events[i], 1);
    fill(rt, *both[i], *item);
    interp::decref(rt, *item);
    events[i].on_death = [&rt, other = both[1 - i]] { static_cast<void>(other->len(rt)); };
  }
  auto* one = sync::make<interp::small_int<typename Container::count>>(1);
  sync::parallel([&] { replace(rt, *both[0], *one); }, [&] { replace(rt, *both[1], *one); });
  for (Container* each : both) interp::decref(rt, *each);
  interp::decref(rt, *one);
}

template <class Policies>
void list_destructors() {
  using list = interp::list<Policies>;
  destructors_ask_the_other<list>(
      [](auto& rt, list& l, auto& item) { static_cast<void>(l.append(rt, item)); },
      [](auto& rt, list& l, auto& item) { static_cast<void>(l.set(rt, 0, item)); });
}

template <class Policies>
void dict_destructors() {
  using dict = interp::dict<Policies>;
  interp::runtime keys_of;
  auto* key = sync::make<interp::small_int<typename dict::count>>(7);
  destructors_ask_the_other<dict>(
      [key](auto& rt, dict& d, auto& item) { static_cast<void>(d.set(rt, *key, item)); },
      [key](auto& rt, dict& d, auto& item) { static_cast<void>(d.set(rt, *key, item)); });
  interp::decref(keys_of, *key);
}

// Two lists that are sorted by a comparison which looks at the other one.
template <class Policies>
void sorts_that_look_at_the_other() {
  using list = interp::list<Policies>;
  using probe = interp_test::probe<typename list::count>;
  interp::runtime rt;
  list* both[2] = {list::create(), list::create()};
  probe_events events[2];
  for (int i = 0; i < 2; ++i) {
    for (const long v : {2, 1}) {
      probe* item = probe::make(events[i], v);
      static_cast<void>(both[i]->append(rt, *item));
      interp::decref(rt, *item);
    }
    events[i].on_less = [&rt, other = both[1 - i]] {
      static_cast<void>(other->len(rt));
      return error::none;
    };
  }
  sync::parallel([&] { static_cast<void>(both[0]->sort(rt)); },
                 [&] { static_cast<void>(both[1]->sort(rt)); });
  for (list* each : both) interp::decref(rt, *each);
}

// A thread that has missed a key sets one, and so does another.
template <class Policies>
void sets_after_a_miss() {
  using dict = interp::dict<Policies>;
  using int_object = interp::small_int<typename dict::count>;
  interp::runtime rt;
  dict* d = dict::create();
  auto* one = sync::make<int_object>(1);
  auto* two = sync::make<int_object>(2);
  sync::parallel(
      [&] {
        interp::decref_if(rt, d->get(rt, *one).value);
        static_cast<void>(d->set(rt, *one, *one));
      },
      [&] { static_cast<void>(d->set(rt, *two, *two)); });
  interp::decref(rt, *d);
  interp::decref(rt, *one);
  interp::decref(rt, *two);
}

// A comparison that comes back to both dicts while the later one's lock is held.
template <class Policies>
void update_within_a_lookup() {
  using dict = interp::dict<Policies>;
  using probe = interp_test::probe<typename dict::count>;
  interp::runtime rt;
  dict* first = dict::create();
  dict* second = dict::create();
  probe_events events;
  probe* key = probe::make(events, 1);
  probe* same = probe::make(events, 1);
  static_cast<void>(second->set(rt, *key, *key));
  bool is_first = true;
  events.on_equal = [&] {
    return std::exchange(is_first, false) ? first->update(rt, *second) : error::none;
  };
  sync::parallel([&] { static_cast<void>(second->contains(rt, *same)); },
                 [&] { static_cast<void>(first->update(rt, *second)); });
  events.on_equal = nullptr;
  interp::decref(rt, *first);
  interp::decref(rt, *second);
  interp::decref(rt, *key);
  interp::decref(rt, *same);
}

TEST(mistake_runs, a_reference_taken_after_the_unlock) {
  expect_found(get_and_set<list_of_borrowed>, suture::finding_kind::use_after_free);
  expect_verified(get_and_set<right_list>);
  expect_found(get_and_del<dict_of_borrowed>, suture::finding_kind::use_after_free);
  expect_verified(get_and_del<right_dict>);
}

TEST(mistake_runs, an_entry_read_after_the_unlock) {
  const suture::result r = suture::check(contains_and_resize<dict_reading_late>);
  EXPECT_EQ(r.verdict, suture::verdict::found);
  expect_verified(contains_and_resize<right_dict>);
}

TEST(mistake_runs, a_destructor_under_the_lock) {
  expect_found(list_destructors<list_dropping>, suture::finding_kind::deadlock);
  expect_verified(list_destructors<right_list>);
  expect_found(dict_destructors<dict_dropping>, suture::finding_kind::deadlock);
  expect_verified(dict_destructors<right_dict>);
}

TEST(mistake_runs, a_sort_that_compares_under_the_lock) {
  expect_found(sorts_that_look_at_the_other<list_sorting>, suture::finding_kind::deadlock);
  expect_verified(sorts_that_look_at_the_other<right_list>);
}

TEST(mistake_runs, an_unlock_too_many) {
  suture::options interleavings;
  interleavings.memory = "sc";
  const suture::result r = suture::check(sets_after_a_miss<dict_unlocking>, interleavings);
  EXPECT_EQ(r.verdict, suture::verdict::found) << r.to_string();
  const suture::result right =
      suture::check(sets_after_a_miss<dict_with_stale_owner>, interleavings);
  EXPECT_EQ(right.verdict, suture::verdict::verified) << right.to_string();
}

// Order by address does not help who already holds the later of the two. Letting go of it does.
TEST(mistake_runs, two_locks_while_one_is_held) {
  expect_found(update_within_a_lookup<right_dict>, suture::finding_kind::deadlock);
  expect_verified(update_within_a_lookup<dict_that_lets_go>);
}

// Whoever lets go of its lock while it waits has no trouble with the others either.
TEST(mistake_runs, critical_sections_survive_destructors_and_sorts_under_the_lock) {
  expect_verified(dict_destructors<dict_dropping_and_letting_go>);
  expect_verified(sorts_that_look_at_the_other<list_sorting_and_letting_go>);
}

}  // namespace
