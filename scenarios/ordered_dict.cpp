// Ordered dicts: a dict and a list that must always agree, under one lock.
#include "interp_core/ordered_dict/ordered_dict.hpp"

#include "interp_core/cell.hpp"
#include "interp_core/ordered_dict/ordered_dict_iterator.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::error;

// An ordered dict of 0: 0, 1: 1, ... up to `size`, with all it needs.
template <class Policies>
struct filled {
  using dict = interp::ordered_dict<Policies>;
  using count = typename Policies::count;

  explicit filled(long size) {
    for (long i = 0; i < size; ++i) {
      number<count> n(rt, i);
      sync::check(d->set(rt, n, n) == error::none, "set works");
    }
  }

  // When no other thread is about: is it sound, and has it so many?
  void check(std::size_t expected) {
    sync::check(d->is_whole(rt), "dict and order hold the same keys");
    sync::check(d->len(rt) == expected, "no key is lost");
  }
  long first() {
    const auto taken = d->popitem(rt, dict::end::first).value;
    take_value<count>(rt, taken.value);
    return take_value<count>(rt, taken.key);
  }

  interp::runtime rt;
  owned<dict> d{rt};
};

// One thread moves a key to the end, the other one sets a new key.
struct move_and_set {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(2);
    number<typename Policies::count> zero(f.rt, 0), two(f.rt, 2);
    error moved = error::none, set = error::none;
    sync::parallel([&] { moved = f.d->move_to_end(f.rt, zero); },
                   [&] { set = f.d->set(f.rt, two, two); });
    sync::check(moved == error::none && set == error::none, "both work");
    f.check(3);
    sync::check(f.first() == 1, "what was not moved is first");
  }
};

// One thread moves a key to the end, the other one deletes it.
struct move_and_del {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(2);
    number<typename Policies::count> zero(f.rt, 0);
    error moved = error::none, del = error::none;
    sync::parallel([&] { moved = f.d->move_to_end(f.rt, zero); },
                   [&] { del = f.d->del(f.rt, zero); });
    sync::check(del == error::none, "the key can be deleted");
    sync::check(moved == error::none || moved == error::key_error, "it is moved or gone");
    f.check(1);
  }
};

// Two threads pop the one item, from either end.
struct popitem {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    using end = typename filled<Policies>::dict::end;
    long popped[2] = {};
    const auto pop = [&](int i, end from) {
      const auto taken = f.d->popitem(f.rt, from).value;
      take_value<typename Policies::count>(f.rt, taken.value);
      popped[i] = take_value<typename Policies::count>(f.rt, taken.key);
    };
    sync::parallel([&] { pop(0, end::first); }, [&] { pop(1, end::last); });
    sync::check(popped[0] + popped[1] == -1, "one gets the item, the other a KeyError");
    f.check(0);
  }
};

// One thread iterates, the other one deletes the key that comes next.
template <class Policies>
void iterate_and_del() {
  using count = typename Policies::count;
  filled<Policies> f(2);
  number<count> one(f.rt, 1);
  auto* const iterator = f.d->iterate(f.rt).value;
  sync::parallel(
      [&] {
        for (int n = 0; n < 2; ++n) {
          const auto next = iterator->next(f.rt);
          take_value<count>(f.rt, next.value.value);
          const long key = take_value<count>(f.rt, next.value.key);
          sync::check(next.ok() ? key == n || key == -1 : next.what == error::runtime_error,
                      "an iterator gives out what is next, if anything, or a RuntimeError");
        }
      },
      [&] { sync::check(f.d->del(f.rt, one) == error::none, "del works"); });
  interp::decref(f.rt, *iterator);
  f.check(1);
}

struct assumed : interp::ordered_dict_policies {
  using locking = interp::locking::assumed;
};
// Without the data race.
struct links_later : assumed {
  template <class T>
  using cell = interp::ordered_cell<T>;
  static constexpr bool links_under_lock = false;
};
struct never_notices : assumed {
  static constexpr bool iterators_notice = false;
};

// Two threads set a key each.
template <class Policies>
void set_and_set() {
  filled<Policies> f(0);
  number<typename Policies::count> zero(f.rt, 0), one(f.rt, 1);
  error what[2] = {};
  sync::parallel([&] { what[0] = f.d->set(f.rt, zero, zero); },
                 [&] { what[1] = f.d->set(f.rt, one, one); });
  sync::check(what[0] == error::none && what[1] == error::none, "set works");
  f.check(2);
}

constexpr const char* source = "CPython, odictobject.c: dict and order under one critical section";
constexpr const char* own = "our mutant of CPython's OrderedDict";

}  // namespace

void register_ordered_dict(registry& out);
void register_ordered_dict(registry& out) {
  using plain = interp::ordered_dict_policies;
  register_with_locks<move_and_set, plain>(out, "ordered_dict.move_and_set",
                                           "both link a node at the end", source);
  register_with_locks<move_and_del, plain>(out, "ordered_dict.move_and_del",
                                           "a node is taken out while it is moved", source);
  register_with_locks<popitem, plain>(out, "ordered_dict.popitem", "both take the one item",
                                      source);
  out.add({.id = "ordered_dict.set_and_set/mistake=none",
           .summary = "a key is in the dict and in the order, or in neither",
           .provenance = source},
          this_backend, set_and_set<assumed>);
  out.add({.id = "ordered_dict.set_and_set/mistake=links_later",
           .summary = "the order is linked outside of the lock, and a key is lost to it",
           .provenance = own,
           .expected = "check"},
          this_backend, set_and_set<links_later>);
  out.add({.id = "ordered_dict.iterate_and_del/mistake=none",
           .summary = "an iterator notices that the order has changed",
           .provenance = source},
          this_backend, iterate_and_del<assumed>);
  out.add({.id = "ordered_dict.iterate_and_del/mistake=never_notices",
           .summary = "it follows a node that is freed",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, iterate_and_del<never_notices>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
