// list.extend locks two lists, in the order of their addresses. That order does not hold for one
// who is inside of one of them already.
//
// The talk's rule for operations on two objects (checklist 26, PyObject_Lock2) is that the lock at
// the lower address is taken first. But the locks are recursive, because `in` calls the items'
// __eq__ under the lock, and that may do anything: extend the same list by another. Its lock is
// held by then, and the other's may be lower (checklist 51). No order of two can mend that; one
// lock for all is right, and so are CPython's critical sections, which give up the outer lock while
// they wait for an inner one.
#include "interp_core/list/list.hpp"

#include "interp_core/lock/cpython_sections.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace locking = interp::locking;

// A runtime, with what a way of locking needs besides.
template <class Locking>
struct runtime_for {
  interp::runtime rt;
};
template <>
struct runtime_for<locking::cpython_sections> {
  interp::runtime rt;
  interp::thread_sections sections{rt};
};

// An item whose __eq__ extends the list it is in by another, and says yes.
template <class Policies>
struct extending : interp::object<typename Policies::count> {
  using count = typename Policies::count;
  using object = interp::object<count>;
  using list = interp::list<Policies>;

  extending(list& m, list& o) : object(this_type), mine(m), other(o) {}

  list& mine;
  list& other;

 private:
  static void dealloc(interp::runtime&, object* o) { sync::destroy(static_cast<extending*>(o)); }
  static interp::result<bool> equal(interp::runtime& rt, object& a, object& b) {
    auto& self = static_cast<extending&>(a.type == &this_type ? a : b);
    const interp::error what = self.mine.extend(rt, self.other);
    if (what != interp::error::none) return what;
    return true;
  }
  static constexpr interp::type_object<count> this_type{
      .name = "extending", .dealloc = dealloc, .equal = equal};
};

// Each thread looks for a number in its list, and the item there extends the list by the other.
template <class Locking>
void extend_from_callback() {
  using policies = with_locking<interp::list_policies, Locking>;
  using count = typename policies::count;
  using list = interp::list<policies>;
  runtime_for<Locking> whole;
  interp::runtime& rt = whole.rt;
  owned<list> a(rt), b(rt);
  number<count> one(rt, 1);
  auto put = [&rt](list& in, list& other) {
    auto* item = sync::make_at<extending<policies>>(sync::site::current(), in, other);
    sync::check(in.append(rt, *item) == interp::error::none, "append works");
    interp::decref(rt, *item);
  };
  put(*a, *b);
  put(*b, *a);
  bool found[2] = {};
  sync::parallel([&] { found[0] = a->contains(rt, one).value; },
                 [&] { found[1] = b->contains(rt, one).value; });
  sync::check(found[0] && found[1], "each list has an item that says yes");
}

// Each thread extends its list by the other.
template <class Locking>
void extend_both() {
  using policies = with_locking<interp::list_policies, Locking>;
  using list = interp::list<policies>;
  runtime_for<Locking> whole;
  interp::runtime& rt = whole.rt;
  owned<list> a(rt), b(rt);
  number<typename policies::count> one(rt, 1);
  sync::check(a->append(rt, one) == interp::error::none, "append works");
  interp::error what[2] = {};
  sync::parallel([&] { what[0] = a->extend(rt, *b); }, [&] { what[1] = b->extend(rt, *a); });
  sync::check(what[0] == interp::error::none && what[1] == interp::error::none, "extend works");
  // b is extended by the one item; a by that one too, if it came second.
  sync::check(b->len(rt) == 1 && a->len(rt) - 1 <= 1, "each extends by what the other has");
}

constexpr const char* talk_order =
    "Gilectomy talk, checklist 26: one GIL cannot deadlock, many locks can";
constexpr const char* talk_recursion =
    "Gilectomy talk, checklist 51: recursion breaks the order by address";
constexpr const char* sections =
    "free-threaded CPython, critical_section.c; Gilectomy talk, checklist 51";

}  // namespace

void register_list_callbacks(registry& out);
void register_list_callbacks(registry& out) {
  out.add({.id = "list.extend_both/lock=mutex,order=as_given",
           .summary = "each has its own list and waits for the other's",
           .provenance = talk_order,
           .expected = "deadlock"},
          this_backend, extend_both<locking::basic_assumed<locking::order::as_given>>);
  out.add({.id = "list.extend_both/lock=mutex,order=by_address",
           .summary = "both take the same list's lock first",
           .provenance = talk_order},
          this_backend, extend_both<locking::assumed>);
  out.add({.id = "list.extend_both/lock=gil",
           .summary = "one lock cannot be taken in two orders",
           .provenance = talk_order},
          this_backend, extend_both<locking::one_gil>);
  out.add({.id = "list.extend_from_callback/lock=mutex,order=by_address",
           .summary = "who is inside of one list already does not get to choose the order",
           .provenance = talk_recursion,
           .expected = "deadlock"},
          this_backend, extend_from_callback<locking::assumed>);
  out.add({.id = "list.extend_from_callback/lock=gil",
           .summary = "one lock, held already, is simply held once more",
           .provenance = talk_recursion},
          this_backend, extend_from_callback<locking::one_gil>);
  out.add({.id = "list.extend_both/lock=py_sections",
           .summary = "a section of two lists, whose mutexes are taken in the order of addresses",
           .provenance = sections},
          this_backend, extend_both<locking::cpython_sections>);
  out.add({.id = "list.extend_from_callback/lock=sections",
           .summary = "who waits for two lists has let go of the one it is inside of",
           .provenance = sections},
          this_backend, extend_from_callback<locking::critical_sections>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
