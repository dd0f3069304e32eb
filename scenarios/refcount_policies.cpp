// Reference counts that one thread keeps for itself, or that never change: biased and immortal
// ones.
#include <string>

#include "interp_core/object.hpp"
#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/immortal.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"
#include "scenarios/two_owners.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace refcount = interp::refcount;

// Short structures, so that a run has little to set up.
struct biased_right : refcount::biased_rules {
  static constexpr std::size_t buckets = 2;
};
struct every_thread_owns : biased_right {
  static constexpr bool looks_at_owner = false;
};
struct publishes_first : biased_right {
  static constexpr bool clears_first = false;
};
struct drops_twice : biased_right {
  static constexpr bool queue_takes_over = false;
};
struct forgets_queue : biased_right {
  static constexpr bool drains_at_exit = false;
};
struct waits_for_the_gone : biased_right {
  static constexpr bool merges_for_the_gone = false;
};
struct drops_relaxed : biased_right {
  static constexpr std::memory_order drop_order = std::memory_order_relaxed;
};
struct anybody_immortalises : biased_right {
  static constexpr bool owner_immortalises = false;
};

// The main thread owns the object; another one has two of the references that the owner counted. It
// drops both, while the owner drops its own and merges what is in its queue.
template <class Rules>
void owner_and_other() {
  using count = refcount::basic_biased<Rules>;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  interp::count_member<count> here(counts);
  auto* shared = sync::make_at<pair_object<count>>(sync::site::current());
  for (int i = 0; i < 2; ++i) interp::incref(rt, *shared);
  sync::thread other([&] {
    const interp::count_member<count> member(counts);
    interp::decref(rt, *shared);
    shared->right.set(2);
    interp::decref(rt, *shared);
  });
  shared->left.set(2);
  interp::decref(rt, *shared);
  here.safepoint();
  other.join();
  counts.settle();
}

// A thread makes an object, keeps one reference for itself, hands another one out, and ends.
template <class Rules>
void owner_ends() {
  using count = refcount::basic_biased<Rules>;
  using pair = pair_object<count>;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  const interp::count_member<count> here(counts);
  sync::atomic<pair*> handed_out{nullptr};
  sync::label(handed_out, "handed out");
  const auto drop_what_is_handed_out = [&] {
    pair* const found = handed_out.exchange(nullptr, std::memory_order_acquire);
    if (found != nullptr) interp::decref(rt, *found);
  };
  sync::parallel(
      [&] {
        const interp::count_member<count> member(counts);
        auto* mine = sync::make_at<pair>(sync::site::current());
        interp::incref(rt, *mine);
        handed_out.store(mine, std::memory_order_release);
        interp::decref(rt, *mine);
      },
      [&] {
        const interp::count_member<count> member(counts);
        drop_what_is_handed_out();
      });
  drop_what_is_handed_out();
}

// The owner counts while another thread wants the object to be immortal.
template <class Rules>
void immortal_for_another() {
  using count = refcount::basic_biased<Rules>;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  const interp::count_member<count> here(counts);
  auto* shared = sync::make_at<pair_object<count>>(sync::site::current());
  bool is_granted = false;
  sync::thread other([&] { is_granted = interp::immortalise(*shared); });
  interp::incref(rt, *shared);
  interp::decref(rt, *shared);
  other.join();
  sync::check(!is_granted || shared->refcount.is_immortal(), "what was made immortal is immortal");
  if (!is_granted) interp::decref(rt, *shared);
  if (is_granted) sync::destroy(shared);
}

// The object is made immortal while two threads use it.
template <class Rules>
void immortal_in_use() {
  using count = refcount::basic_immortal<Rules>;
  interp::runtime rt;
  auto* shared = sync::make_at<pair_object<count>>(sync::site::current());
  const auto use = [&] {
    interp::incref(rt, *shared);
    interp::decref(rt, *shared);
  };
  sync::parallel(use, use, [&] { shared->refcount.immortalise(); });
  sync::check(shared->refcount.is_immortal(), "what was made immortal is immortal");
  sync::destroy(shared);
}

struct one_number : refcount::immortal_rules {
  static constexpr bool is_range = false;
};

constexpr const char* biased =
    "biased reference counts: Choi et al. 2018, CPython's object.c, brc.c";
constexpr const char* own_biased = "our mutant of CPython's object.c, brc.c";
constexpr const char* merging = "gh-119999, gh-120000: race in _Py_ExplicitMergeRefcount";
constexpr const char* immortal = "Gilectomy talk, checklist 43: immortal objects";
constexpr const char* foreign = "gh-113956, gh-148886: _Py_SetImmortal on another thread's object";

// What two_owners and last_two_drops show of any policy.
template <class Count>
void register_policy(registry& out, const std::string& name, const char* from) {
  out.add({.id = "refcount.two_owners/refcount=" + name,
           .summary = "two owners take, use and drop: the object is whole when it is freed, once",
           .provenance = from},
          this_backend, two_owners<Count>);
  out.add({.id = "refcount.last_two_drops/refcount=" + name,
           .summary = "exactly one of the last two drops leads to the release",
           .provenance = from},
          this_backend, last_two_drops<Count>);
}

void register_biased(registry& out) {
  register_policy<refcount::basic_biased<biased_right>>(out, "biased", biased);
  out.add({.id = "refcount.biased/mistake=none",
           .summary = "the owner counts plainly, another thread atomically; then they are merged",
           .provenance = biased},
          this_backend, owner_and_other<biased_right>);
  out.add({.id = "refcount.two_takers/refcount=biased",
           .summary = "two threads that are not the owner take a reference each",
           .provenance = biased},
          this_backend, two_takers<refcount::basic_biased<biased_right>>);
  out.add({.id = "refcount.two_takers/refcount=biased,mistake=all_own",
           .summary = "every thread counts plainly: an increment is lost",
           .provenance = own_biased,
           .expected = "use-after-free"},
          this_backend, two_takers<refcount::basic_biased<every_thread_owns>>);
  out.add({.id = "refcount.biased/mistake=publishes_first",
           .summary = "fields are cleared when the object may be gone",
           .provenance = merging,
           .expected = "use-after-free"},
          this_backend, owner_and_other<publishes_first>);
  out.add({.id = "refcount.biased/mistake=drops_twice",
           .summary = "a drop is counted, and the object queued for the owner to drop it again",
           .provenance = own_biased,
           .expected = "check"},
          this_backend, owner_and_other<drops_twice>);
  out.add({.id = "refcount.biased/mistake=drops_relaxed",
           .summary = "who frees the object need not have seen what the other owner last wrote",
           .provenance = own_biased,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, owner_and_other<drops_relaxed>);
}

void register_queues(registry& out) {
  out.add({.id = "refcount.biased_exit/mistake=none",
           .summary = "a thread that ends merges its queue, and others merge for who is gone",
           .provenance = biased},
          this_backend, owner_ends<biased_right>);
  out.add({.id = "refcount.biased_exit/mistake=forgets_queue",
           .summary = "what is in the queue of a thread that ends is never merged",
           .provenance = own_biased,
           .expected = "leak"},
          this_backend, owner_ends<forgets_queue>);
  out.add({.id = "refcount.biased_exit/mistake=waits_for_the_gone",
           .summary = "nobody merges an object whose owner is gone",
           .provenance = own_biased,
           .expected = "leak"},
          this_backend, owner_ends<waits_for_the_gone>);
}

void register_immortal(registry& out) {
  register_policy<refcount::immortal>(out, "immortal", immortal);
  out.add({.id = "refcount.immortal/mark=range",
           .summary = "a change under way moves an immortal count, and does not bring it back",
           .provenance = immortal,
           .threads = 3},
          this_backend, immortal_in_use<refcount::immortal_rules>);
  out.add({.id = "refcount.immortal/mark=number",
           .summary = "immortal is one number, and a change under way makes it another",
           .provenance = "our mutant of checklist 43",
           .expected = "check",
           .threads = 3},
          this_backend, immortal_in_use<one_number>);
  out.add({.id = "refcount.biased_immortal/by=owner",
           .summary = "only its owner makes an object immortal; another thread is refused",
           .provenance = foreign},
          this_backend, immortal_for_another<biased_right>);
  out.add({.id = "refcount.biased_immortal/by=anybody",
           .summary = "the owner's plain store undoes it",
           .provenance = foreign,
           .expected = "check"},
          this_backend, immortal_for_another<anybody_immortalises>);
}

}  // namespace

void register_refcount_policies(registry& out);
void register_refcount_policies(registry& out) {
  register_biased(out);
  register_queues(out);
  register_immortal(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
