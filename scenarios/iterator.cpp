// One iterator, shared by two threads, that comes to its end: who gives up the container?
#include "interp_core/iterator/container_iterator.hpp"

#include <string>

#include "interp_core/dict/dict_iterator.hpp"
#include "interp_core/list/list_iterator.hpp"
#include "interp_core/ordered_dict/ordered_dict_iterator.hpp"
#include "interp_core/set/set_iterator.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::iterator_end;

template <class Policies, iterator_end End>
struct ends : Policies {
  using locking = interp::locking::assumed;
  static constexpr iterator_end iterators = End;
};
template <iterator_end End>
using list = interp::list<ends<interp::list_policies, End>>;
template <iterator_end End>
using dict = interp::dict<ends<interp::dict_policies, End>>;
template <iterator_end End>
using set = interp::set<ends<interp::set_policies, End>>;
template <iterator_end End>
using ordered_dict = interp::ordered_dict<ends<interp::ordered_dict_policies, End>>;

// The container is empty, so that the first of two calls comes to the end. Its owner keeps it.
template <class Container>
void both_exhaust() {
  interp::runtime rt;
  owned<Container> of(rt);
  auto* const shared = of->iterate(rt).value;
  const auto last = [&] {
    const auto next = shared->next(rt);
    sync::check(next.ok() && next.value == decltype(next.value){}, "there is nothing in it");
  };
  sync::parallel(last, last);
  sync::check(of->len(rt) == 0, "the container lives as long as its owner has it");
  interp::decref(rt, *shared);
}

// The same where only the iterator has the container: who gives it up ends it.
template <class Container>
void last_owner() {
  interp::runtime rt;
  auto* const of = Container::create();
  auto* const shared = of->iterate(rt).value;
  interp::decref(rt, *of);
  const auto last = [&] { static_cast<void>(shared->next(rt)); };
  sync::parallel(last, last);
  interp::decref(rt, *shared);
}

constexpr const char* issue = "gh-148873: dictiter_iternext on a shared iterator";
constexpr const char* kept = "CPython since 3.13: listiter_next only marks that it is over";
constexpr const char* own = "our mutant of gh-148873's fix";

// Container: a template over how its iterators end.
template <template <iterator_end> class Container>
void register_container(registry& out, const std::string& name) {
  const std::string exhaust = "iterator.exhaust_" + name, last = "iterator.last_" + name;
  out.add({.id = exhaust + "/end=locked",
           .summary = "the iterator's own lock is held from the look to the end",
           .provenance = issue},
          this_backend, both_exhaust<Container<iterator_end::under_lock>>);
  out.add({.id = exhaust + "/end=kept",
           .summary = "the container is the iterator's until that dies",
           .provenance = kept},
          this_backend, both_exhaust<Container<iterator_end::kept>>);
  out.add({.id = last + "/end=locked",
           .summary = "the container ends when no thread is at work on it",
           .provenance = issue},
          this_backend, last_owner<Container<iterator_end::under_lock>>);
  out.add({.id = last + "/end=kept",
           .summary = "the container ends with the iterator",
           .provenance = kept},
          this_backend, last_owner<Container<iterator_end::kept>>);
  // Relacy sees a freed container's mutex misused before it sees the use after the free.
  if (this_backend == backend::relacy) return;
  out.add({.id = exhaust + "/end=unguarded",
           .summary = "two threads drop the iterator's one reference",
           .provenance = issue,
           .expected = "use-after-free"},
          this_backend, both_exhaust<Container<iterator_end::unguarded>>);
  out.add({.id = last + "/end=exchange",
           .summary = "one thread drops the reference, once, under another that still looks",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, last_owner<Container<iterator_end::by_exchange>>);
}

}  // namespace

void register_iterator(registry& out);
void register_iterator(registry& out) {
  register_container<list>(out, "list");
  register_container<dict>(out, "dict");
  register_container<set>(out, "set");
  register_container<ordered_dict>(out, "ordered_dict");
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
