// G2 and G3: what dict methods do with a value after they have unlocked.
//
// dictobject.c, in our own words. G2: dict_subscript finds the value under the lock, unlocks, and
// only then takes a reference; meanwhile `del` may have dropped the last one. G3: dict_get and the
// contains methods find the address of the value in the table of keys, unlock, and then look
// whether there is a value at that address; meanwhile an insertion may have resized the dict and
// freed the table.
//
// Fixed: both are done before the lock is released. This is interp_core's dict, which can be told
// to make these mistakes.
#include "interp_core/dict/dict.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

using interp::error;

struct right : interp::dict_policies {
  using locking = interp::locking::assumed;
};
struct reference_after_unlock : right {
  static constexpr bool takes_reference_under_lock = false;
};
struct entry_after_unlock : right {
  static constexpr bool reads_entry_under_lock = false;
};

using count = right::count;

// Sets key to a number that nobody but the dict has.
template <class Dict>
void set_new(interp::runtime& rt, Dict& d, interp::object<count>& key, long value) {
  number<count> n(rt, value);
  sync::check(d.set(rt, key, n) == error::none, "set works");
}

// One thread looks up the key that the other deletes.
template <class Policies>
void get_and_del() {
  interp::runtime rt;
  owned<interp::dict<Policies>> d(rt);
  number<count> key(rt, 1);
  set_new(rt, *d, key, 7);
  long seen = -1;
  error deleted = error::none;
  sync::parallel([&] { seen = take_value(rt, d->get(rt, key).value); },
                 [&] { deleted = d->del(rt, key); });
  sync::check(seen == 7 || seen == -1, "a look-up finds the value or nothing");
  sync::check(deleted == error::none, "the key can be deleted");
}

// One thread asks for a key, the other sets the sixth one, for which the table must grow.
template <class Policies>
void contains_and_resize() {
  interp::runtime rt;
  owned<interp::dict<Policies>> d(rt);
  number<count> first(rt, 0), sixth(rt, 5);
  set_new(rt, *d, first, 0);
  for (long i = 1; i < 5; ++i) {
    number<count> key(rt, i);
    set_new(rt, *d, key, i);
  }
  bool found = false;
  error set = error::none;
  sync::parallel([&] { found = d->contains(rt, first).value; },
                 [&] { set = d->set(rt, sixth, sixth); });
  sync::check(found && set == error::none, "the key is there all the time");
}

constexpr const char* reference = "Gilectomy bug G2: dictobject.c, dict_subscript, Py_INCREF(v)";
constexpr const char* address =
    "Gilectomy bug G3: dictobject.c, dict_get, __contains__, PyDict_Contains: *value_addr";

}  // namespace

void register_dict_value(registry& out) {
  out.add({.id = "gilectomy.get_and_del/fix=none",
           .summary = "the reference is taken after unlock, and del has dropped the last one",
           .provenance = reference,
           .expected = "use-after-free"},
          this_backend, get_and_del<reference_after_unlock>);
  out.add({.id = "gilectomy.get_and_del/fix=under_lock",
           .summary = "the reference is taken before unlock, while the dict still has one",
           .provenance = reference},
          this_backend, get_and_del<right>);
  // Relacy neither switches between an unlock and a plain read nor holds a destruction against a
  // read that nothing orders before it.
  if (this_backend != backend::relacy)
    out.add({.id = "gilectomy.contains_and_resize/fix=none",
             .summary = "an address in the table is looked at when the table is gone",
             .provenance = address,
             .expected = "use-after-free"},
            this_backend, contains_and_resize<entry_after_unlock>);
  out.add({.id = "gilectomy.contains_and_resize/fix=under_lock",
           .summary = "the value is looked at before unlock, and no address leaves the lock",
           .provenance = address},
          this_backend, contains_and_resize<right>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
