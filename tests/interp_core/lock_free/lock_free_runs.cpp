// Readers without a lock against writers with one, in every order the memory model allows; and what
// each part of the protocol is good for.
#include <gtest/gtest.h>

#include <algorithm>

#include "interp_core/lock_free/shared_dict.hpp"
#include "interp_core/lock_free/shared_list.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"

namespace {

struct right : interp::lock_free_policies {
  using locking = interp::locking::assumed;
};
struct without_grace : right {
  static constexpr bool waits_to_free = false;
};
struct plain_incref : right {
  static constexpr bool tries_to_take = false;
};
struct without_mark : right {
  static constexpr bool marks_on_read = false;
};
struct trusts_the_size : right {
  static constexpr bool asks_the_array = false;
};
struct plain_moves : right {
  static constexpr bool moves_atomically = false;
};
struct unready_array : right {
  static constexpr bool clears_before_publishing = false;
};
struct relaxed_publication : right {
  static constexpr std::memory_order publish = std::memory_order_relaxed;
};

struct relaxed_mark : right {
  static constexpr std::memory_order load_mark = std::memory_order_relaxed;
};

using interp::grace_periods;
using int_object = interp::small_int<right::count>;

int_object* integer(long value) { return sync::make_at<int_object>(sync::site::current(), value); }

// Main owns the container and writes; another thread reads.
template <class Container, class Fill, class Write, class Read>
void owner_and_reader(Fill fill, Write write, Read read) {
  interp::runtime rt;
  grace_periods grace(rt, 2);
  auto* shared = Container::create();
  fill(rt, *shared);
  sync::thread reader([&] {
    grace_periods::member here(grace, 1);
    read(rt, *shared);
    here.quiescent();
  });
  {
    grace_periods::member here(grace, 0);
    write(rt, *shared);
    here.quiescent();
  }
  reader.join();
  interp::decref(rt, *shared);
}

// The reader gets the first item, which is 1 or 2, twice over: the first time it marks the list.
template <class Policies>
void read_first(interp::runtime& rt, interp::shared_list<Policies>& l, int times = 1) {
  for (int i = 0; i < times; ++i) {
    const auto found = l.get(rt, 0);
    sync::check(found.ok(), "there is a first item all the time");
    const long value = static_cast<int_object*>(found.value)->value;
    sync::check(value == 1 || value == 2, "and it is one that was put there");
    interp::decref(rt, *found.value);
  }
}

template <class Policies>
void fill_list(interp::runtime& rt, interp::shared_list<Policies>& l) {
  for (const long v : {1, 2}) {
    int_object* o = integer(v);
    static_cast<void>(l.append(rt, *o));
    interp::decref(rt, *o);
  }
}

// The list's only reference to its first item is replaced.
template <class Policies>
void get_and_set() {
  owner_and_reader<interp::shared_list<Policies>>(
      fill_list<Policies>,
      [](interp::runtime& rt, auto& l) {
        int_object* two = integer(2);
        static_cast<void>(l.set(rt, 0, *two));
        interp::decref(rt, *two);
      },
      [](interp::runtime& rt, auto& l) { read_first(rt, l, 2); });
}

// The third item does not fit into the first array.
template <class Policies>
void get_and_append() {
  owner_and_reader<interp::shared_list<Policies>>(
      fill_list<Policies>,
      [](interp::runtime& rt, auto& l) {
        int_object* three = integer(3);
        static_cast<void>(l.append(rt, *three));
        interp::decref(rt, *three);
      },
      [](interp::runtime& rt, auto& l) { read_first(rt, l, 2); });
}

// The items move down by one.
template <class Policies>
void get_and_pop_front() {
  owner_and_reader<interp::shared_list<Policies>>(
      fill_list<Policies>,
      [](interp::runtime& rt, auto& l) { interp::decref(rt, *l.pop(rt, 0).value); },
      [](interp::runtime& rt, auto& l) { read_first(rt, l, 2); });
}

// The list becomes longer than its first array while the reader looks for what is beyond it.
template <class Policies>
void get_beyond_the_old_array() {
  owner_and_reader<interp::shared_list<Policies>>(
      fill_list<Policies>,
      [](interp::runtime& rt, auto& l) {
        int_object* three = integer(3);
        static_cast<void>(l.append(rt, *three));
        interp::decref(rt, *three);
      },
      [](interp::runtime& rt, auto& l) {
        read_first(rt, l);
        const auto found = l.get(rt, 2);
        if (found.ok()) interp::decref(rt, *found.value);
      });
}

// The owner's array grows while one reader marks the list and another one sees the mark.
template <class Policies>
void two_readers() {
  interp::runtime rt;
  grace_periods grace(rt, 2);
  auto* shared = interp::shared_list<Policies>::create();
  fill_list(rt, *shared);
  auto read = [&](std::uint32_t which) {
    grace_periods::member here(grace, which);
    read_first(rt, *shared);
  };
  sync::thread first([&] { read(0); }), second([&] { read(1); });
  int_object* three = integer(3);
  static_cast<void>(shared->append(rt, *three));
  first.join();
  second.join();
  interp::decref(rt, *three);
  interp::decref(rt, *shared);
}

template <class Policies>
void fill_dict(interp::runtime& rt, interp::shared_dict<Policies>& d, long keys) {
  for (long k = 0; k < keys; ++k) {
    int_object* key = integer(k);
    int_object* value = integer(k);
    static_cast<void>(d.set(rt, *key, *value));
    interp::decref(rt, *key);
    interp::decref(rt, *value);
  }
}

template <class Policies>
void read_zero(interp::runtime& rt, interp::shared_dict<Policies>& d, bool may_be_absent) {
  int_object* zero = integer(0);
  for (int i = 0; i < 2; ++i) {
    const auto found = d.get(rt, *zero);
    sync::check(found.ok() && (found.value != nullptr || may_be_absent), "the key is there");
    if (found.value == nullptr) continue;
    const long value = static_cast<int_object*>(found.value)->value;
    sync::check(value == 0 || value == 7, "with a value that it had");
    interp::decref(rt, *found.value);
  }
  interp::decref(rt, *zero);
}

// Five entries are all that fit: the sixth makes a new table.
template <class Policies>
void get_and_resize() {
  owner_and_reader<interp::shared_dict<Policies>>(
      [](interp::runtime& rt, auto& d) { fill_dict(rt, d, 5); },
      [](interp::runtime& rt, auto& d) {
        int_object* five = integer(5);
        static_cast<void>(d.set(rt, *five, *five));
        interp::decref(rt, *five);
      },
      [](interp::runtime& rt, auto& d) { read_zero(rt, d, false); });
}

template <class Policies>
void get_and_replace() {
  owner_and_reader<interp::shared_dict<Policies>>(
      [](interp::runtime& rt, auto& d) { fill_dict(rt, d, 1); },
      [](interp::runtime& rt, auto& d) {
        int_object* zero = integer(0);
        int_object* seven = integer(7);
        static_cast<void>(d.set(rt, *zero, *seven));
        interp::decref(rt, *zero);
        interp::decref(rt, *seven);
      },
      [](interp::runtime& rt, auto& d) { read_zero(rt, d, false); });
}

template <class Policies>
void get_and_delete() {
  owner_and_reader<interp::shared_dict<Policies>>(
      [](interp::runtime& rt, auto& d) { fill_dict(rt, d, 1); },
      [](interp::runtime& rt, auto& d) {
        int_object* zero = integer(0);
        static_cast<void>(d.del(rt, *zero));
        interp::decref(rt, *zero);
      },
      [](interp::runtime& rt, auto& d) { read_zero(rt, d, true); });
}

template <class Policies>
void get_and_clear() {
  owner_and_reader<interp::shared_dict<Policies>>(
      [](interp::runtime& rt, auto& d) { fill_dict(rt, d, 1); },
      [](interp::runtime& rt, auto& d) { d.clear(rt); },
      [](interp::runtime& rt, auto& d) { read_zero(rt, d, true); });
}

void expect_verified(const std::function<void()>& body) {
  const suture::result r = suture::check(body);
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_LT(r.seconds, 5.0);
}
void expect_found(const std::function<void()>& body,
                  std::initializer_list<std::string_view> kinds) {
  const suture::result r = suture::check(body);
  ASSERT_EQ(r.verdict, suture::verdict::found) << r.to_string();
  EXPECT_NE(std::find(kinds.begin(), kinds.end(), r.findings.front().kind), kinds.end())
      << r.to_string();
}

namespace kind = suture::finding_kind;

TEST(lock_free_runs, a_list_may_be_read_while_it_is_written) {
  expect_verified(get_and_set<right>);
  expect_verified(get_and_append<right>);
  expect_verified(get_and_pop_front<right>);
  expect_verified(get_beyond_the_old_array<right>);
}

TEST(lock_free_runs, a_dict_may_be_read_while_it_is_written) {
  expect_verified(get_and_replace<right>);
  expect_verified(get_and_delete<right>);
  expect_verified(get_and_clear<right>);
  expect_verified(get_and_resize<right>);
}

TEST(lock_free_runs, what_is_replaced_must_outlive_its_readers) {
  expect_found(get_and_append<without_grace>, {kind::use_after_free});
  expect_found(get_and_resize<without_grace>, {kind::use_after_free});
}

TEST(lock_free_runs, the_owner_must_know_of_its_readers) {
  expect_found(get_and_append<without_mark>, {kind::use_after_free});
  expect_found(get_and_resize<without_mark>, {kind::use_after_free});
}

TEST(lock_free_runs, who_sees_the_mark_must_see_what_came_before_it) {
  suture::options how;
  how.max_seconds = 20;
  const suture::result right_order = suture::check(two_readers<right>, how);
  EXPECT_EQ(right_order.verdict, suture::verdict::verified) << right_order.to_string();
  expect_found(two_readers<relaxed_mark>, {kind::use_after_free});
  how.memory = "sc";
  const suture::result in_order = suture::check(two_readers<relaxed_mark>, how);
  EXPECT_EQ(in_order.verdict, suture::verdict::verified) << in_order.to_string();
}

TEST(lock_free_runs, a_dead_object_must_not_be_taken) {
  expect_found(get_and_set<plain_incref>, {kind::use_after_free, kind::double_free, kind::misuse});
  expect_found(get_and_replace<plain_incref>,
               {kind::use_after_free, kind::double_free, kind::misuse});
}

TEST(lock_free_runs, size_and_array_are_read_together) {
  expect_found(get_beyond_the_old_array<trusts_the_size>, {kind::use_after_free, kind::race});
}

TEST(lock_free_runs, items_are_moved_atomically) {
  expect_found(get_and_pop_front<plain_moves>, {kind::race});
}

TEST(lock_free_runs, an_array_is_ready_before_it_is_published) {
  expect_found(get_and_append<unready_array>, {kind::use_after_free, kind::race});
  expect_found(get_and_append<relaxed_publication>, {kind::use_after_free, kind::race});
  expect_found(get_and_resize<relaxed_publication>, {kind::use_after_free, kind::race});
}

}  // namespace
