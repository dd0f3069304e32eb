// G20: list.sort, which holds the list's lock while it calls the user's comparison.
//
// listobject.c, in our own words: listsort locks the list and keeps the lock to its end. The key
// function or the elements' __lt__ are user code, and may use another list. If that one is being
// sorted too, by a comparison that uses the first, each waits for the other.
//
// Fixed: the items are taken out under the lock, sorted without it, and put back under it. The list
// is empty meanwhile, which the language allows. This is interp_core's list, which can be told to
// make the mistake.
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
  static constexpr bool sorts_under_lock = true;
};

using count = right::count;

// An item that asks for the length of a list before it says whether it is less.
template <class Policies>
struct comparing : interp::object<count> {
  comparing(long r, interp::list<Policies>& a)
      : interp::object<count>(this_type), rank(r), about(a) {}

  const long rank;
  interp::list<Policies>& about;

 private:
  static void dealloc(interp::runtime&, interp::object<count>* o) {
    sync::destroy(static_cast<comparing*>(o));
  }
  static interp::result<bool> less(interp::runtime& rt, interp::object<count>& a,
                                   interp::object<count>& b) {
    auto& mine = static_cast<comparing&>(a);
    sync::check(mine.about.len(rt) <= 2, "the other list has its items, or is being sorted");
    return mine.rank < static_cast<comparing&>(b).rank;
  }
  static constexpr interp::type_object<count> this_type{
      .name = "comparing", .dealloc = dealloc, .less = less};
};

// Each thread sorts its list by a comparison that uses the other's.
template <class Policies>
void comparisons_cross() {
  using list = interp::list<Policies>;
  interp::runtime rt;
  owned<list> a(rt), b(rt);
  auto put = [&rt](list& in, list& about) {
    for (long rank : {2, 1}) {
      auto* item = sync::make_at<comparing<Policies>>(sync::site::current(), rank, about);
      sync::check(in.append(rt, *item) == interp::error::none, "append works");
      interp::decref(rt, *item);
    }
  };
  put(*a, *b);
  put(*b, *a);
  interp::error what[2] = {};
  sync::parallel([&] { what[0] = a->sort(rt); }, [&] { what[1] = b->sort(rt); });
  sync::check(what[0] == interp::error::none && what[1] == interp::error::none, "sort works");
}

constexpr const char* source = "Gilectomy bug G20: listobject.c, listsort";

}  // namespace

void register_sort(registry& out) {
  out.add({.id = "gilectomy.sort_compares/fix=none",
           .summary = "each list is locked while it is sorted, and the comparison wants the other",
           .provenance = source,
           .expected = "deadlock"},
          this_backend, comparisons_cross<wrong>);
  out.add({.id = "gilectomy.sort_compares/fix=take_out",
           .summary = "the items are sorted outside of the list, and its lock is free meanwhile",
           .provenance = source},
          this_backend, comparisons_cross<right>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
