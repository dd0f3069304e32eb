// list as in today's free-threaded CPython: get takes no lock. What each part of the protocol is
// good for, by leaving it out.
#include "interp_core/lock_free/shared_list.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/lock_free.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using namespace lock_free;
using interp::error;

// A list of 1 and 2, for which its first array has just room.
template <class List>
void fill(interp::runtime& rt, List& l) {
  for (const long v : {1, 2}) {
    integer n(rt, v);
    sync::check(l.append(rt, n) == error::none, "append works");
  }
}

// Gets the i-th item so often: the first time a thread marks the list as shared, under the lock.
template <class List>
void get(interp::runtime& rt, List& l, std::size_t i, int times) {
  for (int n = 0; n < times; ++n) {
    const long seen = take_value(rt, l.get(rt, i).value);
    sync::check(i == 0 ? seen == 1 || seen == 2 : seen == 3 || seen == -1,
                "an item is one that was put there");
  }
}

// The main thread sets item 0, which had the list's reference only.
template <class Policies>
void get_and_set() {
  using list = interp::shared_list<Policies>;
  owner_and_reader<list>(
      fill<list>,
      [](interp::runtime& rt, list& l) {
        integer two(rt, 2);
        sync::check(l.set(rt, 0, two) == error::none, "set works");
      },
      [](interp::runtime& rt, list& l) { get(rt, l, 0, 2); });
}

template <class List>
void append_three(interp::runtime& rt, List& l) {
  integer three(rt, 3);
  sync::check(l.append(rt, three) == error::none, "append works");
}

// The main thread appends, which moves the items into a larger array.
template <class Policies>
void get_and_append() {
  using list = interp::shared_list<Policies>;
  owner_and_reader<list>(fill<list>, append_three<list>,
                         [](interp::runtime& rt, list& l) { get(rt, l, 0, 2); });
}

// The same, and what is read is the new item.
template <class Policies>
void get_new_and_append() {
  using list = interp::shared_list<Policies>;
  owner_and_reader<list>(fill<list>, append_three<list>, [](interp::runtime& rt, list& l) {
    get(rt, l, 0, 1);
    get(rt, l, 2, 1);
  });
}

// The main thread pops item 0, and item 1 moves down.
template <class Policies>
void get_and_pop() {
  using list = interp::shared_list<Policies>;
  owner_and_reader<list>(
      fill<list>, [](interp::runtime& rt, list& l) { take_value(rt, l.pop(rt, 0).value); },
      [](interp::runtime& rt, list& l) { get(rt, l, 0, 2); });
}

// The main thread appends while one reader marks the list and another sees the mark.
template <class Policies>
void two_readers() {
  using list = interp::shared_list<Policies>;
  interp::runtime rt;
  interp::grace_periods grace(rt, 2);
  owned<list> shared(rt);
  fill(rt, *shared);
  auto read = [&](std::uint32_t which) {
    const interp::grace_periods::member here(grace, which);
    get(rt, *shared, 0, 1);
  };
  sync::thread first([&] { read(0); }), second([&] { read(1); });
  append_three(rt, *shared);
  first.join();
  second.join();
}

constexpr const char* protocol = "free-threaded CPython, list_get_item_ref and list_resize";
constexpr const char* own_grace = "our mutant of free-threaded CPython's delayed freeing";
constexpr const char* own_incref = "our mutant of free-threaded CPython's _Py_TryXGetRef";
constexpr const char* own_size = "our mutant of list_get_item_ref, which asks the array's header";
constexpr const char* own_publication = "our mutant of list_resize's release store";
constexpr const char* unmarked = "gh-144295, for list: a reader does not mark the container";
constexpr const char* mark_order = "pycore_gc.h, _PyObject_GC_IS_SHARED: both accesses are relaxed";
constexpr const char* memmove = "gh-129069: list mutation while an item is read";
constexpr const char* unwritten = "gh-118561, gh-118723: list.extend exposes uninitialised memory";

// Relacy reports what is used before it is made as uninitialised, and lets a load look back one
// store only, which is too little for the array that is too small. Of an item that has died it
// meets the use or the second free first, as its schedule has it.
const variant_row rows[] = {
    {"list.lock_free_set/mistake=none",
     "a reference is taken only to what lives, where it was",
     protocol,
     get_and_set<right>,
     "verified",
     {},
     relacy::agrees,
     1},
    {"list.lock_free_set/mistake=plain_incref",
     "a reference is taken to an item that has died",
     own_incref,
     get_and_set<plain_incref>,
     "double-free",
     {},
     relacy::differs,
     1},
    {"list.lock_free_append/mistake=none",
     "the old array is freed when nobody can have it",
     protocol,
     get_and_append<right>,
     "verified",
     {},
     relacy::agrees,
     1},
    {"list.lock_free_append/mistake=frees_at_once",
     "the old array is freed under the reader",
     own_grace,
     get_and_append<frees_at_once>,
     "use-after-free",
     {},
     relacy::agrees,
     1},
    {"list.lock_free_append/mistake=no_mark",
     "the owner does not know that somebody reads",
     unmarked,
     get_and_append<no_mark>,
     "use-after-free",
     {},
     relacy::agrees,
     1},
    {"list.lock_free_append/mistake=unready_array",
     "the array is seen before it has any slots",
     unwritten,
     get_and_append<unready_array>,
     "race",
     {},
     relacy::differs,
     1},
    {"list.lock_free_append/mistake=relaxed_publication", "the array is seen before what is in it",
     own_publication, get_and_append<relaxed_publication>, "race", verified_up_to_tso,
     relacy::differs, 1},
    {"list.lock_free_get_new/mistake=none",
     "the index is held against the array's own length",
     protocol,
     get_new_and_append<right>,
     "verified",
     {},
     relacy::agrees,
     1},
    {"list.lock_free_get_new/mistake=trusts_size", "the new size is used with the old array",
     own_size, get_new_and_append<trusts_size>, "use-after-free", verified_up_to_tso,
     relacy::differs, 1},
    {"list.lock_free_pop/mistake=none",
     "items are moved pointer by pointer",
     protocol,
     get_and_pop<right>,
     "verified",
     {},
     relacy::agrees,
     1},
    {"list.lock_free_pop/mistake=plain_moves",
     "items are moved by memmove, under a reader",
     memmove,
     get_and_pop<plain_moves>,
     "race",
     {},
     relacy::agrees,
     1},
    {"list.lock_free_mark/mistake=none", "who sees the mark sees what was published before it",
     protocol, two_readers<right>},
    {"list.lock_free_mark/mistake=relaxed_mark",
     "a reader sees the mark, and still the array that the owner freed before it knew of any "
     "reader",
     mark_order, two_readers<relaxed_mark>, "use-after-free", verified_up_to_tso},
};

}  // namespace

void register_list_lock_free(registry& out);
void register_list_lock_free(registry& out) { register_rows(out, rows); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
