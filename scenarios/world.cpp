// Thread states, and a world that is stopped: who may touch objects, and when.
#include "interp_core/thread/world.hpp"

#include "interp_core/thread/asking_world.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::asking_rules;
using interp::attached_thread;
using interp::stopped_world;
using interp::world_rules;
namespace parking = interp::parking;

// The two ways to ask threads to stop: in the word of their state, and in the eval breaker.
template <class Rules = asking_rules, class Parking = parking::assumed>
using word = interp::asking_world<Rules, Parking>;
template <class Rules = world_rules, class Parking = parking::on_futex>
using breaker = interp::basic_world<Rules, Parking>;

// What every thread may touch while it is attached, each its own part, and who has stopped the
// world touches all of.
template <int Threads>
struct objects {
  objects() {
    for (auto& part : parts) {
      sync::label(part, "object");
      part.set(0);
    }
  }
  void touch(int which) { parts[which].set(parts[which].get() + 1); }
  void touch_all() {
    for (int which = 0; which < Threads; ++which) touch(which);
  }
  sync::var<int> parts[Threads];
};

template <class World, int Threads>
void stops(World& all, typename World::member& me, objects<Threads>& shared) {
  me.attach();
  {
    const stopped_world stopped(all, me);
    shared.touch_all();
  }
  me.detach();
}

// A thread touches its object on either side of a safepoint.
template <class Member, int Threads>
void runs(Member& me, objects<Threads>& shared, int which) {
  me.attach();
  shared.touch(which);
  me.safepoint();
  shared.touch(which);
  me.detach();
}

template <class World>
void one_running() {
  World all;
  typename World::member a(all), b(all);
  objects<1> shared;
  sync::parallel([&] { runs(a, shared, 0); }, [&] { stops(all, b, shared); });
}

template <class World>
void two_running() {
  World all;
  typename World::member a(all), b(all), c(all);
  objects<2> shared;
  sync::parallel([&] { runs(a, shared, 0); }, [&] { runs(b, shared, 1); },
                 [&] { stops(all, c, shared); });
}

// A thread comes and goes.
template <class World>
void coming_and_going() {
  World all;
  typename World::member stopper(all);
  objects<1> shared;
  sync::parallel(
      [&] {
        attached_thread<World> me(all);
        shared.touch(0);
        me.safepoint();
        shared.touch(0);
      },
      [&] { stops(all, stopper, shared); });
}

// A thread detaches and attaches, without a safepoint.
template <class World>
void detaching() {
  World all;
  typename World::member a(all), b(all);
  objects<1> shared;
  sync::parallel(
      [&] {
        a.attach();
        shared.touch(0);
        a.without([] {});
        shared.touch(0);
        a.detach();
      },
      [&] { stops(all, b, shared); });
}

// It waits, detached, for what the other one does once the world goes on.
template <class World>
void blocked() {
  World all;
  typename World::member a(all), b(all);
  objects<1> shared;
  sync::atomic<bool> is_done{false};
  sync::label(is_done, "is done");
  sync::parallel(
      [&] {
        a.attach();
        shared.touch(0);
        a.without([&] { sync::spin_until([&] { return is_done.load(); }); });
        shared.touch(0);
        a.detach();
      },
      [&] {
        stops(all, b, shared);
        is_done.store(true);
      });
}

template <class World>
void two_stop() {
  World all;
  typename World::member a(all), b(all);
  objects<1> shared;
  sync::parallel([&] { stops(all, a, shared); }, [&] { stops(all, b, shared); });
}

struct silent : asking_rules {
  static constexpr bool answers_where_it_detaches = false;
};
struct starts_running : asking_rules {
  static constexpr bool suspends_the_new = false;
};
struct stays_attached : asking_rules {
  static constexpr bool lets_others_stop_it = false;
};
struct unpublished : asking_rules {
  static constexpr std::memory_order publish = std::memory_order_acquire;
};
struct uncounted : asking_rules {
  static constexpr std::memory_order ask = std::memory_order_acquire;
};
struct wakes_nobody : asking_rules {
  static constexpr bool wakes = false;
};

struct one_look : world_rules {
  static constexpr bool looks_again = false;
};
struct two_steps : world_rules {
  static constexpr bool suspends_in_one_step = false;
};
struct waits_for_the_gone : one_look {
  static constexpr bool counts_the_leaving = false;
};

constexpr const char* own = "our mutant of CPython's stop_the_world";
constexpr const char* ours = "interp_core: the question and the state in one word; checklist 46";
constexpr const char* own_of_ours = "our mutant of interp_core's asking_world";

void register_word(registry& out) {
  out.add({.id = "world.running/asking=word",
           .summary = "nobody touches an object between stop and start",
           .provenance = ours},
          this_backend, one_running<word<>>);
  out.add({.id = "world.running/asking=word,parking=futex",
           .summary = "the same, asleep in the kernel",
           .provenance = ours},
          this_backend, one_running<word<asking_rules, parking::on_futex>>);
  out.add({.id = "world.running/asking=word,mistake=wakes_nobody",
           .summary = "a thread sleeps on after the world was started",
           .provenance = own_of_ours,
           .expected = "lost-wakeup"},
          this_backend, one_running<word<wakes_nobody, parking::on_futex>>);
  out.add({.id = "world.two_running/asking=word",
           .summary = "two threads are waited for, each in its own way",
           .provenance = ours,
           .threads = 3},
          this_backend, two_running<word<>>);
  out.add({.id = "world.coming_and_going/asking=word",
           .summary = "a thread begins and ends while the world is stopped",
           .provenance = ours},
          this_backend, coming_and_going<word<>>);
  out.add({.id = "world.coming_and_going/asking=word,mistake=starts_running",
           .summary = "a thread begins while the world is stopped, and runs",
           .provenance = own_of_ours,
           .expected = "race"},
          this_backend, coming_and_going<word<starts_running>>);
  out.add({.id = "world.detaching/asking=word",
           .summary = "a thread that detaches answers, and one that is detached need not",
           .provenance = ours},
          this_backend, detaching<word<>>);
  out.add({.id = "world.detaching/asking=word,mistake=relaxed",
           .summary = "who has stopped it does not see what it has done before",
           .provenance = own_of_ours,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, detaching<word<unpublished>>);
  // Relacy does not look back far enough.
  if (this_backend != backend::relacy)
    out.add({.id = "world.detaching/asking=word,mistake=uncounted",
             .summary = "it knows that it was asked before the number of those who were",
             .provenance = own_of_ours,
             .expected = "check",
             .otherwise = verified_up_to_tso},
            this_backend, detaching<word<uncounted>>);
  out.add({.id = "world.blocked/asking=word",
           .summary = "a thread that waits for who stops the world is not waited for",
           .provenance = ours},
          this_backend, blocked<word<>>);
  out.add({.id = "world.blocked/asking=word,mistake=silent",
           .summary = "it was asked, detaches and says nothing",
           .provenance = own_of_ours,
           .expected = "deadlock"},
          this_backend, blocked<word<silent>>);
  out.add({.id = "world.two_stop/asking=word",
           .summary = "two stop the world, one after the other",
           .provenance = ours},
          this_backend, two_stop<word<>>);
  out.add({.id = "world.two_stop/asking=word,mistake=stays_attached",
           .summary = "the second waits for the first, which waits for it to stop",
           .provenance = own_of_ours,
           .expected = "deadlock"},
          this_backend, two_stop<word<stays_attached>>);
}

void register_breaker(registry& out) {
  out.add({.id = "world.coming_and_going/asking=breaker,mistake=waits_for_the_gone",
           .summary = "a thread that has ended is waited for",
           .provenance = own,
           .expected = "deadlock"},
          this_backend, coming_and_going<breaker<waits_for_the_gone, parking::assumed>>);
  out.add({.id = "world.detaching/asking=breaker,mistake=two_steps",
           .summary = "it attaches between the look at its state and the change",
           .provenance = own,
           .expected = "race"},
          this_backend, detaching<breaker<two_steps>>);
  out.add({.id = "world.blocked/asking=breaker,mistake=one_look",
           .summary = "it was asked, detaches and says nothing, and nobody looks again",
           .provenance = own,
           .expected = "deadlock"},
          this_backend, blocked<breaker<one_look, parking::assumed>>);
}

}  // namespace

void register_world(registry& out);
void register_world(registry& out) {
  register_word(out);
  register_breaker(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
