// Freelists: the ten of the talk, each used by two threads that make an object and drop it.
//
// Where the lists are shared by all threads and have no lock, two threads may take the same block,
// or lay two blocks in the same place. A lock in each list is right, and so are lists of each
// thread's own, if the thread gives back what is in them when it ends.
#include "interp_core/freelist/shared_freelists.hpp"

#include <string>

#include "interp_core/cell.hpp"
#include "interp_core/dict/dict.hpp"
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/objects/float_number.hpp"
#include "interp_core/objects/record.hpp"
#include "interp_core/objects/tuple.hpp"
#include "interp_core/small_int.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace locking = interp::locking;
using count = interp::refcount::atomic;
using interp::freelist_kind;

// Makes an object of that kind and drops it.
template <freelist_kind Kind>
void make_and_drop(interp::runtime& rt) {
  if constexpr (Kind == freelist_kind::tuple) {
    interp::object<count>* none = sync::make_at<interp::small_int<count>>(sync::site::current(), 0);
    interp::decref(rt, *interp::tuple<count>::create(rt, {none}));
    interp::decref(rt, *none);
  } else if constexpr (Kind == freelist_kind::list) {
    interp::decref(rt, *interp::list<>::create(rt));
  } else if constexpr (Kind == freelist_kind::dict) {
    interp::decref(rt, *interp::dict<>::create(rt));
  } else if constexpr (Kind == freelist_kind::float_number) {
    interp::decref(rt, *interp::float_number<count>::create(rt, 1));
  } else if constexpr (Kind == freelist_kind::method) {
    interp::decref(rt, *interp::method<count>::create(rt, {}));
  } else if constexpr (Kind == freelist_kind::c_function) {
    interp::decref(rt, *interp::c_function<count>::create(rt, {}));
  } else if constexpr (Kind == freelist_kind::memory_error) {
    interp::decref(rt, *interp::memory_error<count>::create(rt, {}));
  } else if constexpr (Kind == freelist_kind::slice) {
    interp::decref(rt, *interp::slice<count>::create(rt, {}));
  } else {
    constexpr std::size_t bytes = 64;  // what it is for does not matter here
    interp::release_block(rt, {Kind}, interp::allocate_block(rt, {Kind}, bytes));
  }
}

// The list holds one block, and two threads make an object each and drop it.
template <freelist_kind Kind, class Lists>
void shared() {
  interp::runtime rt;
  Lists lists(rt, interp::room_for_only<Kind>);
  make_and_drop<Kind>(rt);
  auto use = [&rt] { make_and_drop<Kind>(rt); };
  sync::parallel(use, use);
}

template <freelist_kind Kind>
void per_thread() {
  interp::runtime rt;
  interp::thread_freelists lists(rt, interp::room_for_only<Kind>);
  auto use = [&] {
    const interp::thread_freelists::member mine(lists);
    make_and_drop<Kind>(rt);
    make_and_drop<Kind>(rt);  // from the freelist
  };
  sync::parallel(use, use);
}

// Each thread takes the block of the one list and keeps it.
template <class Lists>
void take_and_keep() {
  interp::runtime rt;
  Lists lists(rt, interp::room_for_only<freelist_kind::float_number>);
  make_and_drop<freelist_kind::float_number>(rt);
  interp::float_number<count>* made[2] = {};
  auto make = [&](int i) { made[i] = interp::float_number<count>::create(rt, i); };
  sync::parallel([&] { make(0); }, [&] { make(1); });
  sync::check(made[0] != made[1], "each thread has an object of its own");
  for (auto* number : made) interp::decref(rt, *number);
}

// Each thread drops an object into the one list, which has room for both.
template <class Lists>
void drop_two() {
  interp::runtime rt;
  Lists lists(rt, interp::room_for_only<freelist_kind::float_number, 2>);
  auto* a = interp::float_number<count>::create(rt, 1);
  auto* b = interp::float_number<count>::create(rt, 2);
  sync::parallel([&] { interp::decref(rt, *a); }, [&] { interp::decref(rt, *b); });
}

// A thread makes an object and drops another one, which the main thread has made; both blocks go to
// the freelist of the thread, which then ends.
template <class Member>
void thread_ends() {
  interp::runtime rt;
  interp::thread_freelists lists(rt, interp::room_for_only<freelist_kind::float_number, 2>);
  auto* passed_on = interp::float_number<count>::create(rt, 1);
  interp::incref(rt, *passed_on);
  auto use = [&] {
    const Member mine(lists);
    make_and_drop<freelist_kind::float_number>(rt);
    interp::decref(rt, *passed_on);
  };
  sync::parallel(use, use);
}

using unlocked = interp::shared_freelists<locking::none>;
using unlocked_without_race = interp::shared_freelists<locking::none, interp::ordered_cell>;
using locked = interp::shared_freelists<locking::assumed>;

constexpr const char* talk_ten = "Gilectomy talk, checklist 31: ten freelists, each with a lock";
constexpr const char* talk_threads = "Gilectomy talk, checklist 32: freelists of each thread";

template <freelist_kind Kind>
void register_kind(registry& out, const std::string& name) {
  const std::string id = "freelist.two_users/kind=" + name;
  out.add({.id = id + ",lists=unlocked",
           .summary = "two threads read and write the same list of blocks",
           .provenance = talk_ten,
           .expected = "race"},
          this_backend, shared<Kind, unlocked>);
  out.add({.id = id + ",lists=locked",
           .summary = "a block is taken by one thread, and laid down in a place of its own",
           .provenance = talk_ten},
          this_backend, shared<Kind, locked>);
  out.add({.id = id + ",lists=per_thread",
           .summary = "nobody else can reach the list",
           .provenance = talk_threads},
          this_backend, per_thread<Kind>);
}

void register_what_goes_wrong(registry& out) {
  // Relacy knows no memory that is put away, and would find a block freed twice.
  if (this_backend != backend::relacy)
    out.add({.id = "freelist.handed_out_twice/lists=unlocked",
             .summary = "both see the block and both take it",
             .provenance = talk_ten,
             .expected = "retired-access"},
            this_backend, take_and_keep<unlocked_without_race>);
  out.add({.id = "freelist.handed_out_twice/lists=locked",
           .summary = "one thread gets the block, the other goes to the allocator",
           .provenance = talk_ten},
          this_backend, take_and_keep<locked>);
  out.add({.id = "freelist.same_place_twice/lists=unlocked",
           .summary = "both lay their block in the same place, and one is lost",
           .provenance = talk_ten,
           .expected = "leak"},
          this_backend, drop_two<unlocked_without_race>);
  out.add({.id = "freelist.same_place_twice/lists=locked",
           .summary = "each block has a place of its own",
           .provenance = talk_ten},
          this_backend, drop_two<locked>);
  out.add({.id = "freelist.thread_ends/drains=no",
           .summary = "what is in the lists of a thread that ends is lost",
           .provenance = talk_threads,
           .expected = "leak"},
          this_backend, thread_ends<interp::thread_freelists::member_that_forgets>);
  out.add({.id = "freelist.thread_ends/drains=yes",
           .summary = "a thread that ends gives its blocks to the allocator",
           .provenance = talk_threads},
          this_backend, thread_ends<interp::thread_freelists::member>);
}

}  // namespace

void register_freelist(registry& out);
void register_freelist(registry& out) {
  register_kind<freelist_kind::tuple>(out, "tuple");
  register_kind<freelist_kind::list>(out, "list");
  register_kind<freelist_kind::dict>(out, "dict");
  register_kind<freelist_kind::float_number>(out, "float");
  register_kind<freelist_kind::method>(out, "method");
  register_kind<freelist_kind::c_function>(out, "c_function");
  register_kind<freelist_kind::memory_error>(out, "memory_error");
  register_kind<freelist_kind::deque_block>(out, "deque_block");
  register_kind<freelist_kind::frame>(out, "frame");
  register_kind<freelist_kind::slice>(out, "slice");
  register_what_goes_wrong(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
