// The collector and the containers: cycles of lists and dicts, and the freelists that it clears.
#include <optional>

#include "interp_core/dict/dict.hpp"
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/gc/collected.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/objects/float_number.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/collecting.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::error;
using namespace collecting;

// An interpreter whose lists and dicts a collector knows of.
template <class Policies, class Rules = interp::collected_rules, bool TracksWhenFilled = true>
struct interpreter {
  using world = typename Policies::world;
  using heap_type = interp::gc_heap<Policies>;
  using count = typename Policies::count;
  using collection = interp::collected_by<Policies, Rules>;

  struct list_policies : interp::list_policies {
    using locking = interp::locking::assumed;
    using collection = interpreter::collection;
    static constexpr bool tracks_when_filled = TracksWhenFilled;
  };
  struct dict_policies : interp::dict_policies {
    using locking = interp::locking::assumed;
    using collection = interpreter::collection;
  };
  using list = interp::list<list_policies>;
  using dict = interp::dict<dict_policies>;

  // A list that holds a dict that holds the list. The reference is to the list.
  list* make_cycle() {
    list* const l = list::create(rt, heap);
    dict* const d = dict::create(rt, heap);
    sync::check(l->append(rt, *d) == error::none && d->set(rt, key, *l) == error::none, "set up");
    interp::decref(rt, *d);
    return l;
  }

  interp::runtime rt;
  number<count> key{rt, 1};
  world all;
  heap_type heap{rt, all};
};

// At the end, by the main thread: all that is garbage is freed, and nothing is left.
template <class Interpreter>
void collect_the_rest(Interpreter& in) {
  running<Interpreter> main(in);
  in.heap.collect(main.me);
  sync::check(in.heap.is_whole(0), "no object is tracked in the end");
}

// One thread makes a cycle and drops it, the other one collects.
template <class Policies>
void drop_cycle() {
  interpreter<Policies> in;
  using interpreter = decltype(in);
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        auto* const cycle = in.make_cycle();
        here.me.safepoint();
        interp::decref(in.rt, *cycle);
      },
      [&] {
        running<interpreter> here(in);
        in.heap.collect(here.me);
      });
  collect_the_rest(in);
}

// One thread has a cycle and changes it, the other one collects: what is held stays as it is.
template <class Policies>
void change_cycle() {
  interpreter<Policies> in;
  using interpreter = decltype(in);
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        auto* const l = in.make_cycle();
        here.me.safepoint();
        auto* const d = static_cast<typename interpreter::dict*>(l->get(in.rt, 0).value);
        sync::check(d->len(in.rt) == 1, "what is held is as it was left");
        sync::check(l->append(in.rt, *d) == error::none, "append works");
        interp::decref(in.rt, *d);
        here.me.safepoint();
        sync::check(l->len(in.rt) == 2, "what is held is as it was left");
        interp::decref(in.rt, *l);
      },
      [&] {
        running<interpreter> here(in);
        in.heap.collect(here.me);
      });
  collect_the_rest(in);
}

// A list of two is made of items for each of which any code may run, and dies.
template <class Rules, bool TracksWhenFilled = true>
void half_made() {
  interpreter<policies<>, Rules, TracksWhenFilled> in;
  using interpreter = decltype(in);
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        const auto made = interpreter::list::create_filled(in.rt, in.heap, 2, [&](std::size_t) {
          here.me.safepoint();
          return interpreter::list::create(in.rt, in.heap);
        });
        here.me.safepoint();
        interp::decref(in.rt, *made.value);
        here.me.safepoint();
      },
      [&] {
        running<interpreter> here(in);
        in.heap.collect(here.me);
      });
  collect_the_rest(in);
}

// One thread makes a number and drops it, twice, and collects; the other one does the same without
// collecting. Each has a freelist of its own, for one number.
template <class Policies>
void clear_freelists() {
  interpreter<Policies> in;
  using interpreter = decltype(in);
  interp::thread_freelists lists(in.rt, interp::room_for_only<interp::freelist_kind::float_number>);
  const auto make_and_drop = [&] {
    using number = interp::float_number<typename interpreter::count>;
    interp::decref(in.rt, *number::create(in.rt, 1));
  };
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        interp::thread_freelists::known_member mine(lists);
        make_and_drop();
        here.me.safepoint();
        make_and_drop();
      },
      [&] {
        running<interpreter> here(in);
        interp::thread_freelists::known_member mine(lists);
        make_and_drop();
        in.heap.collect(here.me);
        const std::size_t left = mine.kept();
        sync::check(left == 0, "a collection leaves nothing in the freelists");
      });
  collect_the_rest(in);
}

struct never_untracks : interp::collected_rules {
  static constexpr bool untracks = false;
};
struct leaves_freelists : policies<> {
  static constexpr bool clears_freelists = false;
};

constexpr const char* cpython = "free-threaded CPython, gc_free_threading.c; checklist 46";
constexpr const char* half = "gh-151722: half-initialised objects are tracked";
constexpr const char* own = "our mutant of CPython's collector";

void register_cycles(registry& out) {
  out.add({.id = "gc.containers/mistake=none",
           .summary = "a cycle of a list and a dict is found and cleared",
           .provenance = cpython},
          this_backend, drop_cycle<policies<>>);
  out.add({.id = "gc.containers/mistake=holds_nothing",
           .summary = "clearing the list frees the dict, which is next",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, drop_cycle<holds_nothing>);
  out.add({.id = "gc.containers_change/mistake=none",
           .summary = "a container that is held changes, but not while the world stands",
           .provenance = cpython},
          this_backend, change_cycle<policies<>>);
  out.add({.id = "gc.containers_change/mistake=stops_nobody",
           .summary = "the collector walks through a list that changes",
           .provenance = own,
           .expected = "race"},
          this_backend, change_cycle<stops_nobody>);
  out.add({.id = "gc.list_made/mistake=none",
           .summary = "a list is tracked when it is filled",
           .provenance = cpython},
          this_backend, half_made<interp::collected_rules>);
  out.add({.id = "gc.list_made/mistake=tracks_first",
           .summary = "the collector looks at a list whose items are not there yet",
           .provenance = half,
           .expected = "uninitialised-read"},
          this_backend, half_made<interp::collected_rules, false>);
  out.add({.id = "gc.list_made/mistake=never_untracks",
           .summary = "the collector looks at a list that is freed",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, half_made<never_untracks>);
}

void register_freelists(registry& out) {
  out.add({.id = "gc.freelists/mistake=none",
           .summary = "with the world stopped the collector empties the freelists of all threads",
           .provenance = cpython},
          this_backend, clear_freelists<policies<>>);
  out.add({.id = "gc.freelists/mistake=leaves_them",
           .summary = "what is kept for the next object is not given back",
           .provenance = own,
           .expected = "check"},
          this_backend, clear_freelists<leaves_freelists>);
  out.add({.id = "gc.freelists/mistake=stops_nobody",
           .summary = "a freelist is emptied while its thread takes from it",
           .provenance = own,
           .expected = "race"},
          this_backend, clear_freelists<stops_nobody>);
}

}  // namespace

void register_gc_containers(registry& out);
void register_gc_containers(registry& out) {
  register_cycles(out);
  register_freelists(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
