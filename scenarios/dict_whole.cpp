// dict: operations on all of it, and on two at once.
#include "interp_core/dict/dict.hpp"
#include "interp_core/dict/dict_iterator.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::error;
namespace locking = interp::locking;

// Two dicts of one key each update each other; whoever comes first, both have both keys in the end.
struct update_both {
  template <class Policies>
  static void run() {
    using count = typename Policies::count;
    interp::runtime rt;
    owned<interp::dict<Policies>> a(rt), b(rt);
    number<count> one(rt, 1), two(rt, 2);
    sync::check(a->set(rt, one, one) == error::none, "set works");
    sync::check(b->set(rt, two, two) == error::none, "set works");
    error what[2] = {};
    sync::parallel([&] { what[0] = a->update(rt, *b); }, [&] { what[1] = b->update(rt, *a); });
    sync::check(what[0] == error::none && what[1] == error::none, "update works");
    sync::check(a->len(rt) == 2 && b->len(rt) == 2, "each dict has both keys");
  }
};

// One thread iterates over a dict of one key, the other sets a second one: the iterator gives out
// the first key, or notices.
struct iterate_mutated {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    using count = typename Policies::count;
    interp::runtime rt;
    owned<interp::dict<Policies>> d(rt);
    number<count> one(rt, 1), two(rt, 2);
    sync::check(d->set(rt, one, one) == error::none, "set works");
    auto* iterator = d->iterate(rt).value;
    error set = error::none, next = error::none;
    long seen = -1;
    sync::parallel(
        [&] {
          const auto item = iterator->next(rt);
          next = item.what;
          take_value(rt, item.value.key);
          seen = take_value(rt, item.value.value);
        },
        [&] { set = d->set(rt, two, two); });
    interp::decref(rt, *iterator);
    sync::check(set == error::none, "set works");
    sync::check(next == error::none ? seen == 1 : next == error::runtime_error,
                "the iterator gives out the first key or a RuntimeError");
  }
};

constexpr const char* talk_update =
    "Gilectomy talk, checklist 26: d1.update(d2) while d2.update(d1)";
constexpr const char* talk_iterate =
    "Gilectomy talk, checklist 15 and 27: a dict changes while it is iterated over";

void register_update(registry& out) {
  using plain = interp::dict_policies;
  out.add({.id = "dict.update_both/lock=none",
           .summary = "each is read while it is being updated",
           .provenance = talk_update,
           .expected = "race"},
          this_backend, update_both::run<with_locking<plain, locking::none>>);
  out.add({.id = "dict.update_both/lock=mutex,order=as_given",
           .summary = "AB and BA: each has its own dict and waits for the other's",
           .provenance = talk_update,
           .expected = "deadlock"},
          this_backend,
          update_both::run<with_locking<plain, locking::basic_assumed<locking::order::as_given>>>);
  out.add({.id = "dict.update_both/lock=mutex,order=by_address",
           .summary = "both take the same dict's lock first",
           .provenance = talk_update},
          this_backend, update_both::run<with_locking<plain, locking::assumed>>);
  out.add({.id = "dict.update_both/lock=gil",
           .summary = "one lock cannot be taken in two orders",
           .provenance = talk_update},
          this_backend, update_both::run<with_locking<plain, locking::one_gil>>);
}

}  // namespace

void register_dict_whole(registry& out);
void register_dict_whole(registry& out) {
  register_update(out);
  register_with_locks<iterate_mutated, interp::dict_policies>(
      out, "dict.iterate_mutated", "the iterator reads what is being changed", talk_iterate);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
