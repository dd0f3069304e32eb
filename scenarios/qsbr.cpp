// Quiescent-state based reclamation: readers without a lock, and memory that waits for them.
#include "interp_core/qsbr/qsbr.hpp"

#include <exception>
#include <optional>

#include "interp_core/qsbr/delayed_free.hpp"
#include "interp_core/thread/asking_world.hpp"
#include "interp_core/thread/unstoppable_world.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::attached_thread;
using interp::basic_delayed_free;
using interp::basic_qsbr;
using interp::delayed_free_rules;
using interp::qsbr_rules;
using interp::unstoppable_world;
namespace qsbr_slots = interp::qsbr_slots;

using stoppable_world = interp::asking_world<interp::asking_rules, interp::parking::assumed>;

// What readers find without a lock.
struct found {
  explicit found(int n) : number(n) { sync::label(number, "number"); }
  sync::var<int> number;
};

// All that threads share here: a place with an object in it, and the periods in which it is read.
template <class World, template <class> class Slots, class Rules, class Frees>
struct shared_place {
  using world = World;
  using qsbr = basic_qsbr<World, Slots, Rules>;
  using frees = basic_delayed_free<qsbr, Frees>;

  shared_place() { sync::label(place, "place"); }
  ~shared_place() { sync::destroy(place.load(std::memory_order_relaxed)); }

  void read() {
    if (const found* o = place.load(std::memory_order_acquire))
      sync::check(o->number.get() == 1, "the object is what it was");
  }
  void take_away(typename frees::member& by) {
    found* const old = place.load(std::memory_order_relaxed);
    place.store(nullptr, std::memory_order_release);
    if (old != nullptr) interp::destroy_later(by, old);
  }

  World all;
  qsbr periods{all};
  frees later{periods};
  sync::atomic<found*> place{sync::make_at<found>(sync::site::current(), 1)};
};

// A thread that reads, and one that frees besides.
template <class Shared>
struct reader {
  explicit reader(Shared& shared) : me(shared.all), here(shared.periods, me) {}
  attached_thread<typename Shared::world> me;
  typename Shared::qsbr::member here;
};
template <class Shared>
struct writer : reader<Shared> {
  explicit writer(Shared& shared) : reader<Shared>(shared), frees(shared.later, this->here) {}
  typename Shared::frees::member frees;
};

// One thread reads on either side of a safepoint, the other takes away what it reads.
template <class Shared>
void read_and_free() {
  Shared shared;
  sync::parallel(
      [&] {
        reader<Shared> here(shared);
        shared.read();
        here.me.safepoint();
        shared.read();
      },
      [&] {
        writer<Shared> here(shared);
        shared.take_away(here.frees);
        here.me.safepoint();
      });
}

// The reader keeps what it has read over its safepoint.
template <class Shared>
void keep_and_free() {
  Shared shared;
  sync::parallel(
      [&] {
        reader<Shared> here(shared);
        const found* o = shared.place.load(std::memory_order_acquire);
        here.me.safepoint();
        if (o != nullptr) static_cast<void>(o->number.get());
      },
      [&] {
        writer<Shared> here(shared);
        shared.take_away(here.frees);
        here.me.safepoint();
      });
}

// The reader advances, as for something else, and is quiescent at the new number.
template <class Shared>
void advance_and_read() {
  Shared shared;
  sync::parallel(
      [&] {
        reader<Shared> here(shared);
        shared.periods.advance();
        here.me.safepoint();
        shared.read();
      },
      [&] {
        writer<Shared> here(shared);
        shared.take_away(here.frees);
        here.me.safepoint();
      });
}

// The reader is off line for a moment, and comes back at a new number.
template <class Shared>
void read_and_come_back() {
  Shared shared;
  sync::parallel(
      [&] {
        reader<Shared> here(shared);
        shared.read();
        here.me.detach();
        here.me.attach();
      },
      [&] {
        writer<Shared> here(shared);
        shared.take_away(here.frees);
        here.me.safepoint();
      });
}

// A thread frees and ends, before what it has freed may go. All are quiescent afterwards.
template <class Shared>
void free_and_end() {
  Shared shared;
  reader<Shared> main(shared);
  writer<Shared> last(shared);
  sync::thread ending([&] {
    writer<Shared> here(shared);
    shared.take_away(here.frees);
  });
  shared.read();
  ending.join();
  main.me.safepoint();
  last.me.safepoint();
  main.me.safepoint();
  last.me.safepoint();
  sync::check(shared.later.waiting() == 0, "what a thread has left is freed in the end");
}

// A reader that is there before its thread runs, and detached meanwhile.
template <class Shared>
struct early_reader {
  explicit early_reader(Shared& shared) : me(shared.all) {
    here.emplace(shared.periods, me);
    me.detach();
  }
  ~early_reader() {
    if (std::uncaught_exceptions() == 0 && !me.is_attached()) me.attach();
  }
  attached_thread<typename Shared::world> me;
  std::optional<typename Shared::qsbr::member> here;
};

// One thread reads while another comes, for which there is no slot yet, and takes away what the
// first one reads.
template <class Shared>
void read_and_begin() {
  Shared shared;
  early_reader<Shared> first(shared);
  std::optional<writer<Shared>> second;
  sync::parallel(
      [&] {
        first.me.attach();
        shared.read();
        first.me.safepoint();
        shared.read();
        first.me.detach();
      },
      [&] {
        second.emplace(shared);
        shared.take_away(second->frees);
        second->me.safepoint();
        second->me.detach();
      });
}

// One gives its slot back meanwhile.
template <class Shared>
void leave_and_begin() {
  Shared shared;
  early_reader<Shared> first(shared);
  std::optional<reader<Shared>> second;
  sync::parallel(
      [&] {
        first.me.attach();
        first.here.reset();
        first.me.detach();
      },
      [&] {
        second.emplace(shared);
        second->me.detach();
      });
}

// One large block, and nobody else who advances. All are quiescent afterwards.
template <class Shared>
void free_large() {
  Shared shared;
  writer<Shared> here(shared);
  sync::thread other([&] {
    reader<Shared> there(shared);
    shared.read();
  });
  found* const old = shared.place.exchange(nullptr, std::memory_order_acq_rel);
  here.frees.free_later(
      old, [](void* o) { sync::destroy(static_cast<found*>(o)); }, delayed_free_rules::bytes);
  other.join();
  here.me.safepoint();
  sync::check(here.frees.waiting() == 0, "what is large does not wait for others");
}

struct advance_each : delayed_free_rules {
  static constexpr std::size_t items = 1;
};
struct frees_at_once : advance_each {
  static constexpr bool waits_for_readers = false;
};
struct present_goal : delayed_free_rules {
  static constexpr bool waits_for_next = false;
};
struct forgets : advance_each {
  static constexpr bool keeps_what_is_left = false;
};
struct leaves_waiting : advance_each {
  static constexpr bool frees_what_is_left = false;
};
struct counts_items : delayed_free_rules {
  static constexpr bool counts_bytes = false;
};

struct store_for_fence : qsbr_rules {
  static constexpr bool fences_on_line = false;
};
struct scans_at_once : qsbr_rules {
  static constexpr bool fences_scan = false;
};
struct loads_goal : qsbr_rules {
  static constexpr bool updates_for_goal = false;
};
struct relaxed : qsbr_rules {
  static constexpr std::memory_order let_go = std::memory_order_relaxed;
};
struct forgets_past : qsbr_rules {
  static constexpr std::memory_order come_back = std::memory_order_relaxed;
};
struct runs_on : qsbr_rules {
  static constexpr bool stops_to_grow = false;
};
struct keeps_place : qsbr_rules {
  static constexpr bool reloads = false;
};
struct waits_attached : qsbr_rules {
  static constexpr bool waits_detached = false;
};

// The smallest: nobody stops the world, and slots stay where they are.
template <class Rules = qsbr_rules, class Frees = advance_each>
using still = shared_place<unstoppable_world, qsbr_slots::linked, Rules, Frees>;
template <class Rules = qsbr_rules, class Frees = advance_each>
using moving = shared_place<stoppable_world, qsbr_slots::moving, Rules, Frees>;

constexpr const char* cpython = "free-threaded CPython, qsbr.c";
constexpr const char* delayed = "free-threaded CPython, obmalloc.c: _PyMem_FreeDelayed";
constexpr const char* own = "our mutant of CPython's qsbr.c";
constexpr const char* own_delayed = "our mutant of CPython's _PyMem_FreeDelayed";

void register_reading(registry& out) {
  out.add({.id = "qsbr.read/mistake=none",
           .summary = "freed when the reader has said that it holds nothing",
           .provenance = cpython},
          this_backend, read_and_free<still<>>);
  out.add({.id = "qsbr.read/mistake=frees_at_once",
           .summary = "freed while it is read",
           .provenance = own_delayed,
           .expected = "use-after-free"},
          this_backend, read_and_free<still<qsbr_rules, frees_at_once>>);
  out.add({.id = "qsbr.read/mistake=present_goal",
           .summary = "the number to wait for is one that the reader has already",
           .provenance = own_delayed,
           .expected = "use-after-free"},
          this_backend, read_and_free<still<qsbr_rules, present_goal>>);
  out.add({.id = "qsbr.read/mistake=store_for_fence",
           .summary = "who comes on line reads before that is seen",
           .provenance = "qsbr.c, whose attach stores sequentially consistently",
           .expected = "use-after-free",
           .otherwise = verified_up_to_tso},
          this_backend, read_and_free<still<store_for_fence>>);
  out.add({.id = "qsbr.read/mistake=scans_at_once",
           .summary = "the scan takes a reader for off line that has just come",
           .provenance = own,
           .expected = "use-after-free",
           .otherwise = verified_up_to_tso},
          this_backend, read_and_free<still<scans_at_once>>);
  out.add({.id = "qsbr.advance/mistake=none",
           .summary = "a number to wait for is a step above the last one there is",
           .provenance = delayed},
          this_backend, advance_and_read<still<qsbr_rules, delayed_free_rules>>);
  out.add({.id = "qsbr.come_back/mistake=none",
           .summary = "its new number tells what it did before",
           .provenance = cpython},
          this_backend, read_and_come_back<still<>>);
  // Too rare for Relacy, which does not look back far enough.
  if (this_backend == backend::relacy) return;
  out.add({.id = "qsbr.read/mistake=relaxed",
           .summary = "that the reader holds nothing is seen before its last read",
           .provenance = own,
           .expected = "use-after-free",
           .otherwise = verified_up_to_tso},
          this_backend, read_and_free<still<relaxed>>);
  out.add({.id = "qsbr.read/mistake=keeps_over_safepoint",
           .summary = "a pointer is kept over a quiescent state",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, keep_and_free<still<>>);
  out.add({.id = "qsbr.advance/mistake=loads_goal",
           .summary = "it is above an old one, which the reader has reached before it looked",
           .provenance = "obmalloc.c, which takes the number it loads for the last one",
           .expected = "use-after-free",
           .otherwise = verified_under_sc},
          this_backend, advance_and_read<still<loads_goal, delayed_free_rules>>);
  out.add({.id = "qsbr.come_back/mistake=forgets_past",
           .summary = "its new number hides that it has let go of the object, and when",
           .provenance = "a mistake of ours in interp_core/lock_free/grace_periods.hpp",
           .expected = "use-after-free",
           .otherwise = verified_up_to_tso},
          this_backend, read_and_come_back<still<forgets_past>>);
}

void register_queues(registry& out) {
  out.add({.id = "qsbr.end/mistake=none",
           .summary = "what a thread leaves behind others free",
           .provenance = delayed,
           .threads = 1},
          this_backend, free_and_end<still<>>);
  out.add({.id = "qsbr.end/mistake=forgets",
           .summary = "its queue goes with it",
           .provenance = own_delayed,
           .expected = "leak",
           .threads = 1},
          this_backend, free_and_end<still<qsbr_rules, forgets>>);
  out.add({.id = "qsbr.end/mistake=leaves_waiting",
           .summary = "nobody looks at what the gone have left",
           .provenance = "gh-130794: memory is never freed where threads come and go",
           .expected = "check",
           .threads = 1},
          this_backend, free_and_end<still<qsbr_rules, leaves_waiting>>);
  out.add({.id = "qsbr.large/mistake=none",
           .summary = "a large block advances the number by itself",
           .provenance = "gh-132519: too much memory waits",
           .threads = 1},
          this_backend, free_large<still<qsbr_rules, delayed_free_rules>>);
  out.add({.id = "qsbr.large/mistake=counts_items",
           .summary = "it waits for a hundred others to follow",
           .provenance = "gh-132519: too much memory waits",
           .expected = "check",
           .threads = 1},
          this_backend, free_large<still<qsbr_rules, counts_items>>);
}

void register_growing(registry& out) {
  out.add({.id = "qsbr.grow/slots=moving",
           .summary = "all threads stand still while their slots move",
           .provenance = cpython},
          this_backend, read_and_begin<moving<>>);
  out.add({.id = "qsbr.grow/slots=linked",
           .summary = "slots stay where they are, and nobody need stand still",
           .provenance = "interp_core"},
          this_backend, read_and_begin<still<>>);
  out.add({.id = "qsbr.grow/slots=moving,mistake=runs_on",
           .summary = "a thread uses its slot while it moves",
           .provenance = "gh-129732: the array of threads moves under its readers",
           .expected = "race"},
          this_backend, read_and_begin<moving<runs_on>>);
  out.add({.id = "qsbr.leave/slots=moving",
           .summary = "a slot is given back while there must be room for another",
           .provenance = cpython},
          this_backend, leave_and_begin<moving<>>);
  out.add({.id = "qsbr.leave/slots=linked",
           .summary = "the same where slots stay",
           .provenance = "interp_core"},
          this_backend, leave_and_begin<still<>>);
  out.add({.id = "qsbr.leave/slots=moving,mistake=keeps_place",
           .summary = "its slot has moved while the thread waited for the lock",
           .provenance = "gh-116480: a QSBR state is used after the array has moved",
           .expected = "use-after-free"},
          this_backend, leave_and_begin<moving<keeps_place>>);
  out.add({.id = "qsbr.leave/slots=moving,mistake=waits_attached",
           .summary = "a thread waits for the lock whose owner waits for it to stand still",
           .provenance = "gh-119369: a deadlock of who unregisters and who stops the world",
           .expected = "deadlock"},
          this_backend, leave_and_begin<moving<waits_attached>>);
}

}  // namespace

void register_qsbr(registry& out);
void register_qsbr(registry& out) {
  register_reading(out);
  register_queues(out);
  register_growing(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
