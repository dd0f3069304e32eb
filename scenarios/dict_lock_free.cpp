// dict as in today's free-threaded CPython: get takes no lock. What each part of the protocol is
// good for, by leaving it out.
#include <string_view>

#include "interp_core/lock_free/shared_dict.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/lock_free.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using namespace lock_free;
using interp::error;

// Sets as many keys, from 0 on, each to an equal number.
template <class Dict, long Keys>
void fill(interp::runtime& rt, Dict& d) {
  for (long k = 0; k < Keys; ++k) {
    integer key(rt, k), value(rt, k);
    sync::check(d.set(rt, key, value) == error::none, "set works");
  }
}

// Looks up 0 twice: the first time a thread marks the dict as shared, under the lock.
template <class Dict>
void get_zero(interp::runtime& rt, Dict& d) {
  integer zero(rt, 0);
  for (int n = 0; n < 2; ++n) {
    const long seen = take_value(rt, d.get(rt, zero).value);
    sync::check(seen == 0 || seen == 7 || seen == -1, "a value is one that the key had");
  }
}

// The main thread sets another value.
template <class Policies>
void get_and_set() {
  using dict = interp::shared_dict<Policies>;
  owner_and_reader<dict>(
      fill<dict, 1>,
      [](interp::runtime& rt, dict& d) {
        integer zero(rt, 0), seven(rt, 7);
        sync::check(d.set(rt, zero, seven) == error::none, "set works");
      },
      get_zero<dict>);
}

// The main thread deletes the key.
template <class Policies>
void get_and_del() {
  using dict = interp::shared_dict<Policies>;
  owner_and_reader<dict>(
      fill<dict, 1>,
      [](interp::runtime& rt, dict& d) {
        integer zero(rt, 0);
        sync::check(d.del(rt, zero) == error::none, "del works");
      },
      get_zero<dict>);
}

// The main thread sets a sixth key, for which there is no room.
template <class Policies>
void get_and_resize() {
  using dict = interp::shared_dict<Policies>;
  owner_and_reader<dict>(
      fill<dict, 5>,
      [](interp::runtime& rt, dict& d) {
        integer five(rt, 5);
        sync::check(d.set(rt, five, five) == error::none, "set works");
      },
      get_zero<dict>);
}

constexpr const char* protocol = "free-threaded CPython, _Py_dict_lookup_threadsafe";
constexpr const char* own_grace = "our mutant of free-threaded CPython's delayed freeing";
constexpr const char* own_incref = "our mutant of free-threaded CPython's _Py_TryXGetRef";
constexpr const char* unmarked = "gh-144295, gh-144312: race in new_keys_object on method look-up";

const variant_row rows[] = {
    {"dict.lock_free_set/mistake=none", "a reference is taken only to what lives, where it was",
     protocol, get_and_set<right>},
    {"dict.lock_free_set/mistake=plain_incref", "a reference is taken to a value that has died",
     own_incref, get_and_set<plain_incref>, "double-free"},
    {"dict.lock_free_del/mistake=none", "a key that is being deleted is there or is not", protocol,
     get_and_del<right>},
    {"dict.lock_free_resize/mistake=none", "the old table is freed when nobody can have it",
     protocol, get_and_resize<right>},
    {"dict.lock_free_resize/mistake=frees_at_once", "the old table is freed under the reader",
     own_grace, get_and_resize<frees_at_once>, "use-after-free"},
    {"dict.lock_free_resize/mistake=no_mark", "the owner does not know that somebody reads",
     unmarked, get_and_resize<no_mark>, "use-after-free"},
};

}  // namespace

void register_dict_lock_free(registry& out);
void register_dict_lock_free(registry& out) {
  for (variant_row row : rows) {
    // Relacy's random walk seldom meets any of these: the ways are too long for it.
    if (std::string_view(row.expected) != "verified") row.second_opinion = relacy::differs;
    row.threads = 1;
    register_row(out, row);
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
