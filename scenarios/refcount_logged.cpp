// Reference counts that are written down and counted later: buffered, coalesced, deferred.
#include <string>

#include "interp_core/object.hpp"
#include "interp_core/refcount/buffered.hpp"
#include "interp_core/refcount/coalesced.hpp"
#include "interp_core/refcount/deferred.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"
#include "scenarios/two_owners.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace refcount = interp::refcount;

// An object whose use is atomic, so that what is found is what becomes of its memory.
template <class Count>
struct used_object : interp::object<Count> {
  used_object() : interp::object<Count>(this_type) { sync::label(uses, "uses"); }

  void use() { uses.fetch_add(1, std::memory_order_relaxed); }

  sync::atomic<int> uses{0};

 private:
  static void dealloc(interp::runtime&, interp::object<Count>* o) {
    sync::destroy(static_cast<used_object*>(o));
  }
  static constexpr interp::type_object<Count> this_type{"object", dealloc};
};

// A place where one thread leaves a reference for another.
template <class Count>
class handed_over {
 public:
  using item = used_object<Count>;

  handed_over() { sync::label(place_, "handed over"); }
  void leave(item* o) { place_.store(o, std::memory_order_release); }
  item* take() { return place_.exchange(nullptr, std::memory_order_acquire); }

 private:
  sync::atomic<item*> place_{nullptr};
};

// Short logs, so that a run has little to set up.
struct buffered_right : refcount::buffered_rules {
  static constexpr std::size_t room = 8;
};
struct drops_at_once : buffered_right {
  static constexpr bool waits_to_drop = false;
};
struct forgets_logs : buffered_right {
  static constexpr bool keeps_logs_of_the_gone = false;
};
struct commits_twice : buffered_right {
  static constexpr bool locks_commits = false;
};

// One thread takes a reference for another, which drops it, while the main thread commits.
template <class Rules>
void committed_meanwhile() {
  using count = refcount::basic_buffered<Rules>;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  const interp::count_member<count> here(counts);
  auto* shared = sync::make_at<used_object<count>>(sync::site::current());
  handed_over<count> place;
  sync::thread giver([&] {
    const interp::count_member<count> member(counts);
    interp::incref(rt, *shared);
    place.leave(shared);
  });
  sync::thread taker([&] {
    const interp::count_member<count> member(counts);
    if (auto* o = place.take()) interp::decref(rt, *o);
  });
  counts.round();
  counts.round();
  giver.join();
  taker.join();
  if (auto* o = place.take()) interp::decref(rt, *o);
  interp::decref(rt, *shared);
  counts.settle();
}

// Two threads commit what the main thread has written down.
template <class Rules>
void two_committers() {
  using count = refcount::basic_buffered<Rules>;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  const interp::count_member<count> here(counts);
  auto* shared = sync::make_at<used_object<count>>(sync::site::current());
  interp::incref(rt, *shared);
  interp::decref(rt, *shared);
  const auto commit = [&] {
    const interp::count_member<count> member(counts);
    counts.round();
  };
  sync::parallel(commit, commit);
  interp::decref(rt, *shared);
  counts.settle();
}

struct coalesced_right : refcount::coalesced_rules {
  static constexpr std::size_t room = 0;  // every safepoint hands in
};
struct counts_at_once : coalesced_right {
  static constexpr bool waits_to_drop = false;
};
struct forgets_tally : coalesced_right {
  static constexpr bool hands_in_at_exit = false;
};
struct keeps_difference : coalesced_right {
  static constexpr bool keeps_both = false;
};

// The main thread has the only reference, which it takes again for another thread; that one drops
// it. Both hand their tallies in at safepoints. Then the main thread gives its own reference up,
// and the other one may have taken a reference from it just before, as out of a container.
template <class Rules>
void tallies() {
  using count = refcount::basic_coalesced<Rules>;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  interp::count_member<count> here(counts);
  sync::mutex container;
  auto* shared = sync::make_at<used_object<count>>(sync::site::current());
  sync::var<used_object<count>*> in_container{shared};
  handed_over<count> place;
  sync::thread other([&] {
    interp::count_member<count> member(counts);
    if (auto* o = place.take()) interp::decref(rt, *o);
    member.safepoint();
    member.safepoint();
    used_object<count>* found = nullptr;
    {
      const sync::lock_guard<sync::mutex> lock(container);
      found = in_container.get();
      if (found != nullptr) interp::incref(rt, *found);
    }
    if (found != nullptr) {
      found->use();
      interp::decref(rt, *found);
    }
  });
  here.safepoint();
  interp::incref(rt, *shared);
  place.leave(shared);
  {
    const sync::lock_guard<sync::mutex> lock(container);
    in_container.set(nullptr);
    interp::decref(rt, *shared);
  }
  here.safepoint();
  other.join();
  if (auto* o = place.take()) interp::decref(rt, *o);
  counts.settle();
}

struct deferred_right : refcount::deferred_rules {
  static constexpr std::size_t depth = 2;
};
struct frees_zeros : deferred_right {
  static constexpr bool keeps_zeros = false;
};
struct ignores_stacks : deferred_right {
  static constexpr bool looks_at_stacks = false;
};
struct stops_nobody : deferred_right {
  static constexpr bool stops_others = false;
};

// A container has the only counted reference. One thread takes the object out and collects; the
// other one may have it on its stack, over a safepoint.
template <class Rules>
void on_the_stack() {
  using count = refcount::basic_deferred<Rules>;
  interp::runtime rt;
  interp::count_domain<count> counts(rt);
  sync::mutex container;
  auto* shared = sync::make_at<used_object<count>>(sync::site::current());
  sync::var<used_object<count>*> in_container{shared};
  sync::label(in_container, "in the container");
  sync::parallel(
      [&] {
        interp::count_member<count> member(counts);
        used_object<count>* found = nullptr;
        {
          const sync::lock_guard<sync::mutex> lock(container);
          found = in_container.get();
          if (found != nullptr) member.push(*found);
        }
        if (found == nullptr) return;
        member.safepoint();
        found->use();
        member.pop();
      },
      [&] {
        interp::count_member<count> member(counts);
        {
          const sync::lock_guard<sync::mutex> lock(container);
          in_container.set(nullptr);
          interp::decref(rt, *shared);
        }
        member.collect();
      });
  counts.settle();
}

constexpr const char* buffered = "Gilectomy talk, checklist 42: buffered reference counts";
constexpr const char* own_buffered = "our mutant of checklist 42";
constexpr const char* coalesced = "Gilectomy talk, checklist 44: coalesced reference counts";
constexpr const char* own_coalesced = "our mutant of checklist 44";
constexpr const char* deferred = "deferred reference counts: Deutsch and Bobrow 1976, CPython 3.13";
constexpr const char* own_deferred = "our mutant of deferred reference counts";

// What two_owners and last_two_drops show of any policy.
template <class Count>
void register_policy(registry& out, const std::string& name, const char* from) {
  out.add({.id = "refcount.two_owners/refcount=" + name,
           .summary = "what two owners have written down is counted when all is settled",
           .provenance = from},
          this_backend, two_owners<Count>);
  out.add({.id = "refcount.last_two_drops/refcount=" + name,
           .summary = "neither of the last two drops frees: who counts them does",
           .provenance = from},
          this_backend, last_two_drops<Count>);
}

void register_buffered(registry& out) {
  register_policy<refcount::basic_buffered<buffered_right>>(out, "buffered", buffered);
  out.add({.id = "refcount.buffered/mistake=none",
           .summary = "what is dropped counts one round after what is taken",
           .provenance = buffered},
          this_backend, committed_meanwhile<buffered_right>);
  out.add({.id = "refcount.buffered/mistake=drops_at_once",
           .summary = "the drop in one log is counted, the take before it in the other not yet",
           .provenance = own_buffered,
           .expected = "use-after-free"},
          this_backend, committed_meanwhile<drops_at_once>);
  out.add({.id = "refcount.buffered/mistake=forgets_logs",
           .summary = "what a thread has written down goes with it",
           .provenance = own_buffered,
           .expected = "leak"},
          this_backend, last_two_drops<refcount::basic_buffered<forgets_logs>>);
  out.add({.id = "refcount.committers/one_at_a_time=yes",
           .summary = "counts have one writer at a time",
           .provenance = buffered},
          this_backend, two_committers<buffered_right>);
  out.add({.id = "refcount.committers/one_at_a_time=no",
           .summary = "two threads commit at once",
           .provenance = own_buffered,
           .expected = "race"},
          this_backend, two_committers<commits_twice>);
}

void register_coalesced(registry& out) {
  register_policy<refcount::basic_coalesced<coalesced_right>>(out, "coalesced", coalesced);
  out.add({.id = "refcount.tallies/mistake=none",
           .summary = "takes and drops are handed in apart, and drops count a round later",
           .provenance = coalesced,
           .threads = 1},
          this_backend, tallies<coalesced_right>);
  out.add({.id = "refcount.tallies/mistake=counts_at_once",
           .summary = "one thread's drop is counted before another's take that it needs",
           .provenance = own_coalesced,
           .expected = "use-after-free",
           .threads = 1},
          this_backend, tallies<counts_at_once>);
  out.add({.id = "refcount.tallies/mistake=forgets_tally",
           .summary = "what a thread has tallied goes with it",
           .provenance = own_coalesced,
           .expected = "leak"},
          this_backend, last_two_drops<refcount::basic_coalesced<forgets_tally>>);
  // Too rare for Relacy, whose searches stop short of it.
  if (this_backend == backend::relacy) return;
  out.add(
      {.id = "refcount.tallies/mistake=keeps_difference",
       .summary = "the talk's idea to drop a net change of zero: a take that is waited for is lost",
       .provenance = coalesced,
       .expected = "use-after-free",
       .threads = 1},
      this_backend, tallies<keeps_difference>);
}

void register_deferred(registry& out) {
  out.add({.id = "refcount.deferred/mistake=none",
           .summary = "what has come to zero is freed when it is on no stack",
           .provenance = deferred},
          this_backend, on_the_stack<deferred_right>);
  out.add({.id = "refcount.deferred/mistake=frees_zeros",
           .summary = "an object with a count of zero is on a stack",
           .provenance = own_deferred,
           .expected = "use-after-free"},
          this_backend, on_the_stack<frees_zeros>);
  out.add({.id = "refcount.deferred/mistake=ignores_stacks",
           .summary = "a collection does not look at the stacks",
           .provenance = own_deferred,
           .expected = "use-after-free"},
          this_backend, on_the_stack<ignores_stacks>);
  out.add({.id = "refcount.deferred/mistake=stops_nobody",
           .summary = "a collection looks at a stack that changes meanwhile",
           .provenance = own_deferred,
           .expected = "race"},
          this_backend, on_the_stack<stops_nobody>);
}

}  // namespace

void register_refcount_logged(registry& out);
void register_refcount_logged(registry& out) {
  register_buffered(out);
  register_coalesced(out);
  register_deferred(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
