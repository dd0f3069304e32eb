// The collector: what it finds, what it must leave alone, and how it knows of the objects there
// are.
#include <array>
#include <optional>

#include "interp_core/cell.hpp"
#include "interp_core/gc/buffered_tracking.hpp"
#include "interp_core/gc/collector.hpp"
#include "interp_core/gc/node.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/collecting.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using namespace collecting;
namespace tracking = interp::tracking;

// An interpreter with a collector, and a place under a lock in which threads leave a node.
template <class Policies, class Rules = interp::node_rules>
struct interpreter {
  using world = typename Policies::world;
  using heap_type = interp::gc_heap<Policies>;
  using node = interp::gc_node<Policies, Rules>;

  interpreter() {
    sync::label(lock, "of the place");
    sync::label(place, "place");
  }

  // The reference goes with it. What was there is the caller's.
  node* exchange(node* to) {
    const sync::lock_guard<sync::mutex> held(lock);
    node* const old = place.get();
    place.set(to);
    return old;
  }

  interp::runtime rt;
  world all;
  heap_type heap{rt, all};
  sync::mutex lock;
  sync::var<node*> place{nullptr};
};

// Two nodes that hold each other. One reference to the first is the caller's.
template <class Interpreter>
typename Interpreter::node* make_cycle(Interpreter& in) {
  auto* const a = Interpreter::node::create(in.heap);
  auto* const b = Interpreter::node::create(in.heap);
  a->set(in.rt, 0, b);
  b->set(in.rt, 0, a);
  interp::decref(in.rt, *b);
  return a;
}

// At the end, by the main thread: all that is garbage is freed, and nothing is left.
template <class Interpreter>
void collect_the_rest(Interpreter& in) {
  running<Interpreter> main(in);
  interp::decref_if(in.rt, in.exchange(nullptr));
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
        auto* const cycle = make_cycle(in);
        here.me.safepoint();
        interp::decref(in.rt, *cycle);
      },
      [&] {
        running<interpreter> here(in);
        in.heap.collect(here.me);
      });
  collect_the_rest(in);
}

// Two threads make a node each, and drop it.
template <class Policies>
void make_and_drop() {
  interpreter<Policies> in;
  using interpreter = decltype(in);
  const auto work = [&] {
    running<interpreter> here(in);
    interp::decref(in.rt, *interpreter::node::create(in.heap));
  };
  sync::parallel(work, work);
  collect_the_rest(in);
}

// Each thread makes a node and keeps it.
template <class Policies>
void make_and_keep() {
  interpreter<Policies> in;
  using interpreter = decltype(in);
  std::array<typename interpreter::node*, 2> made{};
  const auto work = [&](std::size_t which) {
    running<interpreter> here(in);
    made[which] = interpreter::node::create(in.heap);
  };
  sync::parallel([&] { work(0); }, [&] { work(1); });
  sync::check(in.heap.is_whole(2), "what is tracked is a ring of two");
  {
    running<interpreter> main(in);
    for (auto* o : made) interp::decref(in.rt, *o);
  }
  collect_the_rest(in);
}

// One thread makes a node and leaves it for the other one, which drops it and collects before the
// first one ends.
template <class Policies>
void hand_over() {
  interpreter<Policies> in;
  using interpreter = decltype(in);
  sync::atomic<bool> is_left{false}, is_collected{false};
  const auto await = [](auto& me, const sync::atomic<bool>& flag) {
    me.without([&] { sync::spin_until([&] { return flag.load(std::memory_order_acquire); }); });
  };
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        interp::decref_if(in.rt, in.exchange(interpreter::node::create(in.heap)));
        is_left.store(true, std::memory_order_release);
        await(here.me, is_collected);
      },
      [&] {
        running<interpreter> here(in);
        await(here.me, is_left);
        interp::decref_if(in.rt, in.exchange(nullptr));
        in.heap.collect(here.me);
        is_collected.store(true, std::memory_order_release);
      });
  collect_the_rest(in);
}

// One thread moves a reference from one node to another and back out of a cycle, while the other
// one collects.
template <class Policies>
void move_about() {
  interpreter<Policies> in;
  using interpreter = decltype(in);
  using node = typename interpreter::node;
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        node* const from = node::create(in.heap);
        node* const to = node::create(in.heap);
        from->set(in.rt, 0, from);
        here.me.safepoint();
        to->set(in.rt, 0, from);
        from->set(in.rt, 0, nullptr);
        interp::decref(in.rt, *from);
        here.me.safepoint();
        sync::check(to->get(0)->get(0) == nullptr, "what is held is as it was left");
        interp::decref(in.rt, *to);
      },
      [&] {
        running<interpreter> here(in);
        in.heap.collect(here.me);
      });
  collect_the_rest(in);
}

// A node is made, and dies, in steps between which its thread may be stopped.
template <class Rules>
void half_made() {
  interpreter<policies<>, Rules> in;
  using interpreter = decltype(in);
  using node = typename interpreter::node;
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        interp::decref(in.rt, *node::create(in.heap, [&] { here.me.safepoint(); }));
      },
      [&] {
        running<interpreter> here(in);
        in.heap.collect(here.me);
      });
  collect_the_rest(in);
}

struct comes_back : interp::node_rules {
  static constexpr bool resurrects = true;
};

// One thread makes a node that holds itself and a shelf, and drops it. The other one collects it,
// which puts it on the shelf.
template <class Policies>
void put_on_shelf() {
  interpreter<Policies, comes_back> in;
  using interpreter = decltype(in);
  using node = typename interpreter::node;
  std::optional<running<interpreter>> main(in);
  node* const shelf = node::create(in.heap);
  main.reset();
  sync::parallel(
      [&] {
        running<interpreter> here(in);
        node* const made = node::create(in.heap);
        made->set(in.rt, 0, made);
        made->set(in.rt, 1, shelf);
        here.me.safepoint();
        interp::decref(in.rt, *made);
      },
      [&] {
        running<interpreter> here(in);
        in.heap.collect(here.me);
      });
  main.emplace(in);
  in.heap.collect(main->me);
  node* const found = shelf->take(0);
  sync::check(found != nullptr && found->get(0) == found, "what is on the shelf is as it was");
  interp::decref(in.rt, *found);
  interp::decref(in.rt, *shelf);
  in.heap.collect(main->me);
  main.reset();
  collect_the_rest(in);
}

struct locks_nothing : tracking::lock_rules {
  static constexpr bool locks = false;
};
struct locks_nothing_atomic : locks_nothing {
  template <class T>
  using cell = interp::ordered_cell<T>;
};
struct in_turn : tracking::buffer_rules {
  static constexpr bool sums_up = false;
};
struct forgets_logs : tracking::buffer_rules {
  static constexpr bool keeps_logs_of_the_gone = false;
};
struct keeps_the_dead : tracking::buffer_rules {
  static constexpr bool logs_untracking = false;
};
struct looks_once : policies<> {
  static constexpr bool looks_again = false;
};
struct runs_code : interp::node_rules {
  static constexpr bool stops_in_destructor = true;
};
struct untracks_late : runs_code {
  static constexpr bool untracks_first = false;
};
struct tracks_first : interp::node_rules {
  static constexpr bool tracks_last = false;
};
struct never_untracks : interp::node_rules {
  static constexpr bool untracks = false;
};

constexpr const char* stub = "Gilectomy talk, checklist 33: tracking does nothing";
constexpr const char* locked = "Gilectomy talk, checklist 34: tracking under a lock";
constexpr const char* buffer = "Gilectomy talk, checklist 47: buffered tracking";
constexpr const char* own_buffer = "our mutant of checklist 47";
constexpr const char* cpython = "free-threaded CPython, gc_free_threading.c; checklist 46";
constexpr const char* own = "our mutant of CPython's collector";

void register_tracking(registry& out) {
  out.add({.id = "gc.cycle/tracking=stubbed",
           .summary = "nobody knows of the cycle that is left",
           .provenance = stub,
           .expected = "leak"},
          this_backend, drop_cycle<policies<tracking::stubbed>>);
  out.add({.id = "gc.cycle/tracking=locked",
           .summary = "a cycle that nobody holds is found and freed",
           .provenance = cpython},
          this_backend, drop_cycle<policies<>>);
  out.add({.id = "gc.cycle/tracking=buffered",
           .summary = "a cycle is found once the logs are read",
           .provenance = buffer},
          this_backend, drop_cycle<policies<tracking::buffered<>>>);
  out.add({.id = "gc.cycle/tracking=buffered,mistake=forgets_logs",
           .summary = "what a thread has logged goes with it, and its cycle stays",
           .provenance = own_buffer,
           .expected = "leak"},
          this_backend, drop_cycle<policies<tracking::buffered<forgets_logs>>>);
  out.add({.id = "gc.track/tracking=locked",
           .summary = "one thread at a time changes the list",
           .provenance = locked},
          this_backend, make_and_drop<policies<>>);
  out.add({.id = "gc.track/tracking=buffered",
           .summary = "each thread writes into its own log",
           .provenance = buffer},
          this_backend, make_and_drop<policies<tracking::buffered<>>>);
  out.add({.id = "gc.track/tracking=unlocked",
           .summary = "two threads link their objects into one list",
           .provenance = locked,
           .expected = "race"},
          this_backend, make_and_drop<policies<tracking::under_lock<locks_nothing>>>);
  out.add({.id = "gc.link/tracking=locked",
           .summary = "the list is a ring in both directions",
           .provenance = locked},
          this_backend, make_and_keep<policies<>>);
  out.add({.id = "gc.link/tracking=buffered",
           .summary = "who has stopped the world writes the table",
           .provenance = buffer},
          this_backend, make_and_keep<policies<tracking::buffered<>>>);
  out.add(
      {.id = "gc.link/tracking=unlocked",
       .summary = "without the data race: an object is lost between two that are linked at once",
       .provenance = locked,
       .expected = "check"},
      this_backend, make_and_keep<policies<tracking::under_lock<locks_nothing_atomic>>>);
  out.add({.id = "gc.hand_over/tracking=locked",
           .summary = "an object dies in another thread than it was made in",
           .provenance = locked},
          this_backend, hand_over<policies<>>);
  out.add({.id = "gc.hand_over/tracking=buffered",
           .summary = "one thread has tracked it, another untracked: what counts is the sum",
           .provenance = buffer},
          this_backend, hand_over<policies<tracking::buffered<>>>);
  out.add({.id = "gc.hand_over/tracking=buffered,mistake=in_turn",
           .summary = "its end is carried out before its beginning, which then brings it back",
           .provenance = own_buffer,
           .expected = "use-after-free"},
          this_backend, hand_over<policies<tracking::buffered<in_turn>>>);
  out.add({.id = "gc.hand_over/tracking=buffered,mistake=keeps_the_dead",
           .summary = "that an object died is not in the log",
           .provenance = own_buffer,
           .expected = "use-after-free"},
          this_backend, hand_over<policies<tracking::buffered<keeps_the_dead>>>);
}

void register_collecting(registry& out) {
  out.add({.id = "gc.move/mistake=none",
           .summary = "references move about, but not while the world stands",
           .provenance = cpython},
          this_backend, move_about<policies<>>);
  out.add({.id = "gc.move/mistake=stops_nobody",
           .summary = "the collector looks at an object that changes",
           .provenance = own,
           .expected = "race"},
          this_backend, move_about<stops_nobody>);
  out.add({.id = "gc.clear/mistake=none",
           .summary = "the objects of a cycle are held until all are cleared",
           .provenance = cpython},
          this_backend, drop_cycle<policies<>>);
  out.add({.id = "gc.clear/mistake=holds_nothing",
           .summary = "clearing one object of a cycle frees the next",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, drop_cycle<holds_nothing>);
  out.add({.id = "gc.made/mistake=none",
           .summary = "an object is tracked when it is complete",
           .provenance = cpython},
          this_backend, half_made<interp::node_rules>);
  out.add({.id = "gc.made/mistake=tracks_first",
           .summary = "the collector looks at an object that is not yet filled",
           .provenance = "gh-151722: half-initialised objects are tracked",
           .expected = "uninitialised-read"},
          this_backend, half_made<tracks_first>);
  out.add({.id = "gc.made/mistake=never_untracks",
           .summary = "the collector looks at an object that is freed",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, half_made<never_untracks>);
  out.add({.id = "gc.destructor/mistake=none",
           .summary = "an object is untracked before its destructor runs any code",
           .provenance = cpython},
          this_backend, half_made<runs_code>);
  out.add({.id = "gc.destructor/mistake=untracks_late",
           .summary = "the collector finds an object without references",
           .provenance = "gh-142975: a tracked object has a count of zero",
           .expected = "check"},
          this_backend, half_made<untracks_late>);
  out.add({.id = "gc.resurrect/mistake=none",
           .summary = "what a finalizer has given away is found by a second look",
           .provenance = cpython},
          this_backend, put_on_shelf<policies<>>);
  out.add({.id = "gc.resurrect/mistake=looks_once",
           .summary = "an object is cleared that somebody has again",
           .provenance = own,
           .expected = "check"},
          this_backend, put_on_shelf<looks_once>);
}

}  // namespace

void register_gc(registry& out);
void register_gc(registry& out) {
  register_tracking(out);
  register_collecting(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
