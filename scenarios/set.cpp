// set: each operation is one step, on one set and on two.
#include "interp_core/set/set.hpp"

#include <vector>

#include "interp_core/set/set_iterator.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::error;
namespace locking = interp::locking;

// A set of 0, 1, ... up to `size`, with all it needs. What is done through it is marked, and held
// to what a set does.
template <class Policies>
struct filled {
  using count = typename Policies::count;
  using number_type = number<count>;

  explicit filled(long size) {
    for (long i = 0; i < size; ++i) {
      number_type n(rt, i);
      add(n, i);
    }
  }

  void add(number_type& n, long value) {
    sync::marked_operation op(&*set, "set.add", {value});
    sync::check(set->add(rt, n) == error::none, "add works");
    op.returns();
  }
  void discard(number_type& n, long value) {
    sync::marked_operation op(&*set, "set.discard", {value});
    sync::check(set->discard(rt, n) == error::none, "discard works");
    op.returns();
  }
  bool contains(number_type& n, long value) {
    sync::marked_operation op(&*set, "set.contains", {value});
    const bool is_there = set->contains(rt, n).value;
    op.returns(is_there);
    return is_there;
  }
  long pop() {
    sync::marked_operation op(&*set, "set.pop");
    const auto popped = set->pop(rt);
    const long value = take_value<count>(rt, popped.value);
    if (popped.ok()) {
      op.returns(value);
    } else {
      op.returns(sync::mark_value::error(to_string(popped.what)));
    }
    return value;
  }
  void keep(interp::set<Policies>& other, long value) {
    sync::marked_operation op(&*set, "set.intersection_update",
                              {std::vector<sync::mark_value>{value}});
    sync::check(set->intersection_update(rt, other) == error::none, "&= works");
    op.returns();
  }
  std::size_t len() {
    sync::marked_operation op(&*set, "set.len");
    const std::size_t size = set->len(rt);
    op.returns(size);
    return size;
  }

  interp::runtime rt;
  owned<interp::set<Policies>> set{rt};
};

// The set is full, so that the first of two keys that come at once makes its table grow.
struct add_add {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(4);
    number<typename Policies::count> four(f.rt, 4), five(f.rt, 5);
    sync::parallel([&] { f.add(four, 4); }, [&] { f.add(five, 5); });
    sync::check(f.len() == 6, "no key is lost");
  }
};

// One thread adds a key, one takes another out, one looks for both.
struct add_discard_contains {
  static constexpr unsigned threads = 3;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    number<typename Policies::count> zero(f.rt, 0), eight(f.rt, 8);  // they meet in the table
    sync::parallel([&] { f.add(eight, 8); }, [&] { f.discard(zero, 0); },
                   [&] {
                     f.contains(zero, 0);
                     f.contains(eight, 8);
                   });
    sync::check(f.contains(eight, 8) && !f.contains(zero, 0), "both have happened");
  }
};

// Two threads pop the one key.
struct pop_pop {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    long popped[2] = {};
    sync::parallel([&] { popped[0] = f.pop(); }, [&] { popped[1] = f.pop(); });
    sync::check(popped[0] + popped[1] == -1, "one gets the key, the other a KeyError");
  }
};

// One thread iterates over a set of one key, the other adds a second one.
struct iterate_mutated {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    using count = typename Policies::count;
    filled<Policies> f(1);
    number<count> one(f.rt, 1);
    auto* const iterator = f.set->iterate(f.rt).value;
    error what = error::none;
    long seen = -1;
    sync::parallel(
        [&] {
          const auto next = iterator->next(f.rt);
          what = next.what;
          seen = take_value<count>(f.rt, next.value);
        },
        [&] { f.add(one, 1); });
    interp::decref(f.rt, *iterator);
    sync::check(what == error::none ? seen == 0 : what == error::runtime_error,
                "the iterator gives out the first key or a RuntimeError");
  }
};

// Of {0, 1} one thread keeps {0}, the other {1}: nothing may be left.
template <class Policies>
void two_intersections() {
  using count = typename Policies::count;
  filled<Policies> f(2);
  number<count> zero(f.rt, 0), one(f.rt, 1);
  owned<interp::set<Policies>> only_zero(f.rt), only_one(f.rt);
  sync::check(only_zero->add(f.rt, zero) == error::none, "add works");
  sync::check(only_one->add(f.rt, one) == error::none, "add works");
  sync::parallel([&] { f.keep(*only_zero, 0); }, [&] { f.keep(*only_one, 1); });
  f.len();
}

// Each of two sets is updated from the other.
template <class Policies>
void update_both() {
  using count = typename Policies::count;
  interp::runtime rt;
  number<count> one(rt, 1), two(rt, 2);
  owned<interp::set<Policies>> a(rt), b(rt);
  sync::check(a->add(rt, one) == error::none && b->add(rt, two) == error::none, "add works");
  error what[2] = {};
  sync::parallel([&] { what[0] = a->update(rt, *b); }, [&] { what[1] = b->update(rt, *a); });
  sync::check(what[0] == error::none && what[1] == error::none, "update works");
  sync::check(a->len(rt) == 2 && b->len(rt) == 2, "each set has both keys");
}

struct assumed : interp::set_policies {
  using locking = interp::locking::assumed;
};
struct swaps_later : assumed {
  static constexpr bool swaps_where_it_built = false;
};

constexpr const char* rule = "our own, after checklist 15 and 27: each operation is atomic";
constexpr const char* in_place = "gh-126136: in-place set operations are not atomic";
constexpr const char* two_sets = "our own, after checklist 26: a |= b while b |= a";

void register_two_sets(registry& out) {
  using as_given =
      with_locking<interp::set_policies, locking::basic_assumed<locking::order::as_given>>;
  out.add({.id = "set.intersections/mistake=none",
           .summary = "the lock is held from the first look to the swap",
           .provenance = in_place},
          this_backend, two_intersections<assumed>);
  // Relacy does not hear what is marked.
  if (this_backend != backend::relacy)
    out.add({.id = "set.intersections/mistake=swaps_later",
             .summary = "both are built from the same old set, and one result is lost",
             .provenance = in_place,
             .expected = "not-linearizable"},
            this_backend, two_intersections<swaps_later>);
  out.add({.id = "set.update_both/order=by_address",
           .summary = "both take the same set's lock first",
           .provenance = two_sets},
          this_backend, update_both<assumed>);
  out.add({.id = "set.update_both/order=as_given",
           .summary = "AB and BA: each has its own set and waits for the other's",
           .provenance = two_sets,
           .expected = "deadlock"},
          this_backend, update_both<as_given>);
}

}  // namespace

void register_set(registry& out);
void register_set(registry& out) {
  using plain = interp::set_policies;
  register_with_locks<add_add, plain>(out, "set.add_add", "both write into the same table", rule);
  register_with_locks<add_discard_contains, plain>(out, "set.add_discard_contains",
                                                   "a table is read while it is written", rule);
  register_with_locks<pop_pop, plain>(out, "set.pop", "both take the one key", rule);
  register_with_locks<iterate_mutated, plain>(out, "set.iterate_mutated",
                                              "the iterator reads what is being changed", rule);
  register_two_sets(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
