// G6: the old value dropped while the container's lock is held.
//
// listobject.c and dictobject.c, in our own words: PyList_SetItem and insertdict put the new value
// in place and drop the old one before they unlock. If that was the last reference its destructor
// runs, any code of the user's: it locks another container, while this one is locked. Two lists
// whose elements' destructors use the other list wait for each other.
//
// Fixed: the old value is carried out and dropped after unlock. This is interp_core's list, which
// can be told to make the mistake.
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

struct right : interp::list_policies {
  using locking = interp::locking::assumed;
};
struct wrong : right {
  static constexpr bool drops_under_lock = true;
};

using count = right::count;

// An item whose destructor asks for the length of a list.
template <class Policies>
struct asking : interp::object<count> {
  explicit asking(interp::list<Policies>& a) : interp::object<count>(this_type), about(a) {}

  interp::list<Policies>& about;

 private:
  static void dealloc(interp::runtime& rt, interp::object<count>* o) {
    auto* self = static_cast<asking*>(o);
    sync::check(self->about.len(rt) == 1, "the other list has its item");
    sync::destroy(self);
  }
  static constexpr interp::type_object<count> this_type{.name = "asking", .dealloc = dealloc};
};

// Each thread replaces the item of its list, whose destructor asks for the other list's length.
template <class Policies>
void destructors_cross() {
  using list = interp::list<Policies>;
  interp::runtime rt;
  owned<list> a(rt), b(rt);
  number<count> one(rt, 1);
  auto put = [&rt](list& in, list& about) {
    auto* item = sync::make_at<asking<Policies>>(sync::site::current(), about);
    sync::check(in.append(rt, *item) == interp::error::none, "append works");
    interp::decref(rt, *item);
  };
  put(*a, *b);
  put(*b, *a);
  interp::error what[2] = {};
  sync::parallel([&] { what[0] = a->set(rt, 0, one); }, [&] { what[1] = b->set(rt, 0, one); });
  sync::check(what[0] == interp::error::none && what[1] == interp::error::none, "set works");
}

constexpr const char* source =
    "Gilectomy bug G6: PyList_SetItem and insertdict, Py_DECREF under the lock";

}  // namespace

void register_set_item(registry& out) {
  out.add({.id = "gilectomy.set_item_destructor/fix=none",
           .summary = "each list is locked while an element's destructor wants the other",
           .provenance = source,
           .expected = "deadlock"},
          this_backend, destructors_cross<wrong>);
  out.add({.id = "gilectomy.set_item_destructor/fix=drop_after_unlock",
           .summary = "no destructor runs under a container's lock",
           .provenance = source},
          this_backend, destructors_cross<right>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
