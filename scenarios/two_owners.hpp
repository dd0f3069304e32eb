// What the families of reference counts share: an object with two owners, and ways to use it.
#pragma once

#include "interp_core/object.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

// An object with one field for each of two owners. Whoever drops the last reference reads both, as
// a destructor that gives back what the fields hold would.
template <class Count>
struct pair_object : interp::object<Count> {
  pair_object() : interp::object<Count>(this_type) {
    sync::label(left, "left");
    sync::label(right, "right");
  }

  sync::var<int> left{1}, right{1};

 private:
  static void dealloc(interp::runtime&, interp::object<Count>* o) {
    auto* self = static_cast<pair_object*>(o);
    sync::check(self->left.get() > 0 && self->right.get() > 0,
                "the object is whole when it is released");
    sync::destroy(self);
  }
  static constexpr interp::type_object<Count> this_type{"pair", dealloc};
};

// Each thread owns a reference from the start. It hands one more to a callee, which drops it, uses
// the object, and drops its own.
template <class Count>
void two_owners() {
  interp::runtime rt;
  interp::count_domain<Count> counts(rt);
  const interp::count_member<Count> main_member(counts);
  auto* shared = sync::make_at<pair_object<Count>>(sync::site::current());
  interp::incref(rt, *shared);
  auto owner = [&](sync::var<int>& mine) {
    const interp::count_member<Count> member(counts);
    interp::incref(rt, *shared);
    interp::decref(rt, *shared);
    mine.set(2);
    interp::decref(rt, *shared);
  };
  sync::parallel([&] { owner(shared->left); }, [&] { owner(shared->right); });
  counts.settle();
}

// Each thread drops one of the last two references; the later one releases the object.
template <class Count>
void last_two_drops() {
  interp::runtime rt;
  interp::count_domain<Count> counts(rt);
  const interp::count_member<Count> main_member(counts);
  auto* shared = sync::make_at<pair_object<Count>>(sync::site::current());
  interp::incref(rt, *shared);
  auto owner = [&](sync::var<int>& mine) {
    const interp::count_member<Count> member(counts);
    mine.set(2);
    interp::decref(rt, *shared);
  };
  sync::parallel([&] { owner(shared->left); }, [&] { owner(shared->right); });
  counts.settle();
}

// Each thread takes a reference from one the main thread keeps, and leaves it to the main thread,
// which then drops all three.
template <class Count>
void two_takers() {
  interp::runtime rt;
  interp::count_domain<Count> counts(rt);
  const interp::count_member<Count> main_member(counts);
  auto* shared = sync::make_at<pair_object<Count>>(sync::site::current());
  auto taker = [&] {
    const interp::count_member<Count> member(counts);
    interp::incref(rt, *shared);
  };
  sync::parallel(taker, taker);
  for (int i = 0; i < 3; ++i) interp::decref(rt, *shared);
  counts.settle();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
