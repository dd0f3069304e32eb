// Two threads and their freelists, in every order: no block is handed out twice, and none is lost.
#include <gtest/gtest.h>

#include <algorithm>

#include "interp_core/cell.hpp"
#include "interp_core/freelist/shared_freelists.hpp"
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/objects/float_number.hpp"
#include "interp_core/objects/frame.hpp"
#include "interp_core/objects/record.hpp"
#include "interp_core/objects/singleton.hpp"
#include "interp_core/objects/tuple.hpp"
#include "library/suture.hpp"

namespace {

using count = interp::refcount::atomic;
using interp::freelist_kind;
namespace locking = interp::locking;

void expect_found(const std::function<void()>& body,
                  std::initializer_list<std::string_view> kinds) {
  const suture::result r = suture::check(body);
  ASSERT_EQ(r.verdict, suture::verdict::found) << r.to_string();
  EXPECT_NE(std::find(kinds.begin(), kinds.end(), r.findings.front().kind), kinds.end())
      << r.to_string();
}
void expect_verified(const std::function<void()>& body) {
  const suture::result r = suture::check(body);
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_LT(r.seconds, 2.0);
}

// Each thread makes an object, keeps it while the other may make one, and drops it.
template <class Lists, freelist_kind Kind, class Object>
void two_users(Object* (*create)(interp::runtime&)) {
  interp::runtime rt;
  Lists lists(rt, interp::room_for_only<Kind>);
  interp::decref(rt, *create(rt));  // so that there is one to fight for
  auto use = [&] { interp::decref(rt, *create(rt)); };
  sync::parallel(use, use);
}

template <class Lists>
void two_floats() {
  two_users<Lists, freelist_kind::float_number, interp::float_number<count>>(
      [](interp::runtime& rt) { return interp::float_number<count>::create(rt, 1); });
}
template <class Lists>
void two_slices() {
  two_users<Lists, freelist_kind::slice, interp::slice<count>>(
      [](interp::runtime& rt) { return interp::slice<count>::create(rt, {}); });
}

// The same with lists of each thread's own.
template <class Member>
void two_threads_with_lists() {
  interp::runtime rt;
  interp::thread_freelists lists(rt, interp::room_for_only<freelist_kind::list>);
  auto* passed_on = interp::list<>::create(rt);
  interp::incref(rt, *passed_on);
  auto use = [&] {
    const Member mine(lists);
    auto* l = interp::list<>::create(rt);
    interp::decref(rt, *l);
    interp::decref(rt, *passed_on);
  };
  sync::parallel(use, use);
}

struct assumed_singleton : interp::singleton_policies {
  using locking = interp::locking::assumed;
};
struct made_outside : assumed_singleton {  // G10
  static constexpr bool makes_under_lock = false;
};
struct made_without_lock : interp::singleton_policies {  // G14
  using locking = interp::locking::none;
};
struct made_without_lock_or_race : made_without_lock {
  template <class T>
  using cell = interp::ordered_cell<T>;
};

template <class Policies>
void two_first_users() {
  interp::runtime rt;
  interp::singleton<interp::tuple<count>, Policies> empty(rt);
  interp::tuple<count>* seen[2] = {};
  auto use = [&](int i) {
    seen[i] = empty.get([&] { return interp::tuple<count>::create(rt, {}); });
  };
  sync::parallel([&] { use(0); }, [&] { use(1); });
  sync::check(seen[0] == seen[1], "there is one empty tuple");
  for (auto* tuple : seen) interp::decref(rt, *tuple);
}

struct assumed_frames : interp::frame_policies {
  using locking = interp::locking::assumed;
};
struct frames_of_2016 : interp::frame_policies {  // G16
  using locking = interp::locking::none;
};
struct frames_of_2016_without_race : frames_of_2016 {
  template <class T>
  using cell = interp::ordered_cell<T>;
};

// Two threads call the same function.
template <class Policies>
void two_calls() {
  interp::runtime rt;
  auto* code = interp::code<Policies>::create();
  interp::decref(rt, *interp::frame<Policies>::create(rt, *code));
  auto call = [&] { interp::decref(rt, *interp::frame<Policies>::create(rt, *code)); };
  sync::parallel(call, call);
  interp::decref(rt, *code);
}

// A thread works on a list to which it has no reference, while the memory is used again.
void stale_pointer() {
  interp::runtime rt;
  interp::shared_freelists<locking::assumed> lists(rt, interp::room_for_only<freelist_kind::list>);
  struct policies : interp::list_policies {
    using locking = interp::locking::assumed;
  };
  auto* l = interp::list<policies>::create(rt);
  sync::parallel([&] { static_cast<void>(l->len(rt)); }, [&] { interp::decref(rt, *l); });
}

TEST(freelist_runs, a_shared_one_needs_a_lock) {
  using locked = interp::shared_freelists<locking::assumed>;
  using unlocked = interp::shared_freelists<locking::none>;
  using without_race = interp::shared_freelists<locking::none, interp::ordered_cell>;
  expect_verified(two_floats<locked>);
  expect_verified(two_slices<locked>);
  expect_found(two_floats<unlocked>, {suture::finding_kind::race});
  // Both take the same block, or both put theirs in the same place.
  expect_found(two_slices<without_race>,
               {suture::finding_kind::retired_access, suture::finding_kind::leak});
}

TEST(freelist_runs, one_for_each_thread_must_be_drained) {
  using interp::thread_freelists;
  expect_verified(two_threads_with_lists<thread_freelists::member>);
  expect_found(two_threads_with_lists<thread_freelists::member_that_forgets>,
               {suture::finding_kind::leak});
}

TEST(freelist_runs, a_stale_pointer_meets_retired_memory) {
  expect_found(stale_pointer,
               {suture::finding_kind::retired_access, suture::finding_kind::use_after_free});
}

TEST(freelist_runs, a_singleton_is_made_in_one_step) {
  expect_verified(two_first_users<assumed_singleton>);
  expect_found(two_first_users<made_outside>,
               {suture::finding_kind::check, suture::finding_kind::leak});
  expect_found(two_first_users<made_without_lock>, {suture::finding_kind::race});
  expect_found(two_first_users<made_without_lock_or_race>,
               {suture::finding_kind::check, suture::finding_kind::leak,
                suture::finding_kind::use_after_free});
}

TEST(freelist_runs, a_zombie_frame_is_taken_in_one_step) {
  expect_verified(two_calls<assumed_frames>);
  expect_found(two_calls<frames_of_2016>, {suture::finding_kind::race});
  expect_found(two_calls<frames_of_2016_without_race>,
               {suture::finding_kind::retired_access, suture::finding_kind::leak});
}

}  // namespace
