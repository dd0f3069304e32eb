// set as in today's free-threaded CPython: contains takes no lock. The mask and the table are two
// words, and what each part of their protocol is good for is shown by leaving it out.
#include <string_view>

#include "interp_core/lock_free/shared_set.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/lock_free.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::error;
using lock_free::integer;
using lock_free::owner_and_reader;

struct right : interp::shared_set_policies {
  using locking = interp::locking::assumed;
};
struct relaxed_mask : right {
  static constexpr std::memory_order store_mask = std::memory_order_relaxed;
  static constexpr std::memory_order load_mask = std::memory_order_relaxed;
};
struct release_only : right {
  static constexpr std::memory_order load_mask = std::memory_order_relaxed;
};
struct leaves_table : right {
  static constexpr bool takes_table_away = false;
};
struct frees_at_once : right {
  static constexpr bool waits_to_free = false;
};
struct plain_incref : right {
  static constexpr bool tries_to_take = false;
};

template <class Set, long Keys>
void fill(interp::runtime& rt, Set& s) {
  for (long k = 0; k < Keys; ++k) {
    integer key(rt, k);
    sync::check(s.add(rt, key) == error::none, "add works");
  }
}

// The main thread, which owns the set and may read at once, looks for a key that is there, while
// another one adds a fifth key, for which there is no room. 11 is in the fourth entry of a table of
// eight; a larger mask leads beyond the end.
template <class Policies>
void contains_and_grow() {
  using set = interp::shared_set<Policies>;
  interp::runtime rt;
  interp::grace_periods grace(rt, 2);
  owned<set> shared(rt);
  fill<set, 3>(rt, *shared);
  integer five(rt, 5), eleven(rt, 11);
  sync::check(shared->add(rt, eleven) == error::none, "add works");
  sync::thread writer([&] {
    interp::grace_periods::member here(grace, 1);
    sync::check(shared->add(rt, five) == error::none, "add works");
    here.quiescent();
  });
  {
    interp::grace_periods::member here(grace, 0);
    // To grow takes many steps: one look would mostly be over before.
    for (int n = 0; n < 5; ++n)
      sync::check(shared->contains(rt, eleven).value, "the key is there all the time");
    here.quiescent();
  }
  writer.join();
}

// The main thread takes the key out that the other one looks for.
template <class Policies>
void contains_and_discard() {
  using set = interp::shared_set<Policies>;
  owner_and_reader<set>(
      fill<set, 2>,
      [](interp::runtime& rt, set& s) {
        integer zero(rt, 0);
        sync::check(s.discard(rt, zero) == error::none, "discard works");
      },
      [](interp::runtime& rt, set& s) {
        integer zero(rt, 0), one(rt, 1);
        sync::check(s.contains(rt, one).value, "the other key is there all the time");
        const bool first = s.contains(rt, zero).value;
        sync::check(first || !s.contains(rt, zero).value, "what is gone does not come back");
      });
}

constexpr const char* order = "gh-142735 (issue gh-132657): the order of so->mask";
constexpr const char* own_grace = "our mutant of free-threaded CPython's delayed freeing";
constexpr const char* own_incref = "our mutant of free-threaded CPython's _Py_TryXGetRef";

const variant_row rows[] = {
    {"set.lock_free_grow/mistake=none", "who has a mask and a table has those of one time", order,
     contains_and_grow<right>},
    {"set.lock_free_grow/mistake=relaxed_mask", "the new mask is seen with the old table", order,
     contains_and_grow<relaxed_mask>, "check", verified_up_to_tso},
    {"set.lock_free_grow/mistake=release_only", "a release without an acquire orders nothing",
     order, contains_and_grow<release_only>, "check", verified_up_to_tso},
    {"set.lock_free_grow/mistake=leaves_table",
     "the old table is still there when the new mask is seen", order,
     contains_and_grow<leaves_table>, "check"},
    {"set.lock_free_grow/mistake=frees_at_once", "the old table is freed under the reader",
     own_grace, contains_and_grow<frees_at_once>, "use-after-free"},
    {"set.lock_free_discard/mistake=none", "a key that is being taken out is there or is not",
     order, contains_and_discard<right>},
    {"set.lock_free_discard/mistake=plain_incref", "a reference is taken to a key that has died",
     own_incref, contains_and_discard<plain_incref>, "double-free"},
};

}  // namespace

void register_set_lock_free(registry& out);
void register_set_lock_free(registry& out) {
  for (variant_row row : rows) {
    // As with dict: Relacy's random walk seldom meets any of these.
    if (std::string_view(row.expected) != "verified") row.second_opinion = relacy::differs;
    row.threads = 1;
    register_row(out, row);
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
