// G4 and G5: borrowed references, which a lock inside of the container does not protect.
//
// ceval.c and dictobject.c, listobject.c, in our own words: PyDict_GetItem (and _PyDict_LoadGlobal,
// through which every call of fib finds fib) and PyList_GetItem look the value up under the lock,
// unlock, and return it without a reference of its own; the caller takes one. Between the two
// another thread may rebind the name, or set the item, and drop the last reference.
//
// Fixed: the function returns a new reference, taken under the lock (today's PyDict_GetItemRef and
// PyList_GetItemRef). These are interp_core's dict and list, which can be told to make the mistake.
#include "interp_core/dict/dict.hpp"
#include "interp_core/list/list.hpp"
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

template <class Policies, bool Borrows>
struct with : Policies {
  using locking = interp::locking::assumed;
  static constexpr bool takes_reference_under_lock = !Borrows;
};

// A module's dict of globals in which one name, a number here, stands for one function.
template <bool Borrows>
struct globals {
  using policies = with<interp::dict_policies, Borrows>;
  using count = typename policies::count;

  explicit globals(interp::runtime& r) : rt(r), name(r, 1), names(r) { store(1); }

  void store(long function) {
    number<count> n(rt, function);
    sync::check(names->set(rt, name, n) == error::none, "set works");
  }
  long load() { return take_value(rt, names->get(rt, name).value); }

  interp::runtime& rt;
  number<count> name;
  owned<interp::dict<policies>> names;
};

// A list of one item.
template <bool Borrows>
struct one_item {
  using policies = with<interp::list_policies, Borrows>;
  using count = typename policies::count;

  explicit one_item(interp::runtime& r) : rt(r), items(r) {
    number<count> n(rt, 1);
    sync::check(items->append(rt, n) == error::none, "append works");
  }

  void store(long item) {
    number<count> n(rt, item);
    sync::check(items->set(rt, 0, n) == error::none, "set works");
  }
  long load() { return take_value(rt, items->get(rt, 0).value); }

  interp::runtime& rt;
  owned<interp::list<policies>> items;
};

template <class Container>
void load_and_store() {
  interp::runtime rt;
  Container c(rt);
  long seen = 0;
  sync::parallel([&] { seen = c.load(); }, [&] { c.store(2); });
  sync::check(seen == 1 || seen == 2, "what is found was there");
}

constexpr const char* global =
    "Gilectomy bug G4: PyDict_GetItem, _PyDict_LoadGlobal and LOAD_GLOBAL in ceval.c";
constexpr const char* item = "Gilectomy bug G5: listobject.c, PyList_GetItem";

}  // namespace

void register_borrowed(registry& out) {
  out.add({.id = "gilectomy.load_global/fix=none",
           .summary = "fib is looked up, rebound by another thread, and then called",
           .provenance = global,
           .expected = "use-after-free"},
          this_backend, load_and_store<globals<true>>);
  out.add({.id = "gilectomy.load_global/fix=new_reference",
           .summary = "the look-up returns a reference of its own, taken under the lock",
           .provenance = global},
          this_backend, load_and_store<globals<false>>);
  out.add({.id = "gilectomy.list_get_item/fix=none",
           .summary = "an item is looked up, replaced by another thread, and then used",
           .provenance = item,
           .expected = "use-after-free"},
          this_backend, load_and_store<one_item<true>>);
  out.add({.id = "gilectomy.list_get_item/fix=new_reference",
           .summary = "the look-up returns a reference of its own, taken under the lock",
           .provenance = item},
          this_backend, load_and_store<one_item<false>>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
