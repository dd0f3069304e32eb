// Watchers of dicts and classes: whoever keeps what it has read is told before that changes.
#include "interp_core/watch/watchers.hpp"

#include <atomic>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/type/class_object.hpp"
#include "interp_core/watch/watched_dict.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::watch_rules;

struct looks_early : watch_rules {
  static constexpr bool looks_under_lock = false;
};
struct tells_late : watch_rules {
  static constexpr bool notifies_first = false;
};
struct stores_bits : watch_rules {
  static constexpr bool sets_by_update = false;
};
struct frees_at_once : watch_rules {
  static constexpr bool frees_late = false;
};
struct unversioned : watch_rules {
  static constexpr bool versions_the_watched = false;
};

struct dict_policies : interp::dict_policies {
  using locking = interp::locking::assumed;
};
using count = dict_policies::count;
using integer = number<count>;
template <class Rules>
using dict = interp::watched_dict<dict_policies, Rules>;

// What a compiler has read, as long as nobody tells it that it is over.
struct assumption {
  assumption() {
    sync::label(holds, "assumption holds");
    sync::label(told, "times told");
  }

  template <class Event>
  static void is_over(interp::runtime&, const Event&, void* of) {
    auto* const self = static_cast<assumption*>(of);
    self->holds.store(false, std::memory_order_release);
    self->told.fetch_add(1, std::memory_order_relaxed);
  }

  sync::atomic<bool> holds{false};
  sync::atomic<int> told{0};
};

// What each situation begins with: a dict in which key has the value 1, and somebody who may watch.
template <class Rules>
struct beginning {
  using event = typename dict<Rules>::event;

  beginning() {
    static_cast<void>(items.set(key, one));
    id = told.add(assumption::is_over<event>, &kept).value;
  }
  long value() { return take_value<count>(rt, items.get(key).value); }

  interp::runtime rt;
  interp::grace_periods grace{rt, 2};
  assumption kept;
  typename dict<Rules>::watchers told{rt};
  dict<Rules> items{rt, told};
  integer key{rt, 7}, one{rt, 1}, two{rt, 2};
  interp::watcher_id id = 0;
};

// One thread watches the dict and keeps what it reads; another one sets it anew.
template <class Rules>
void watch_and_set() {
  beginning<Rules> with;
  long read = 0;
  sync::parallel(
      [&] {
        static_cast<void>(with.items.watch(with.id));
        with.kept.holds.store(true, std::memory_order_release);
        read = with.value();
      },
      [&] { static_cast<void>(with.items.set(with.key, with.two)); });
  sync::check(!with.kept.holds.load() || read == with.value(), "what is kept is what is there");
}

// Whoever has seen the new value knows that the old one is over.
template <class Rules>
void set_and_read() {
  beginning<Rules> with;
  static_cast<void>(with.items.watch(with.id));
  with.kept.holds.store(true, std::memory_order_release);
  sync::parallel([&] { static_cast<void>(with.items.set(with.key, with.two)); },
                 [&] {
                   if (with.value() != 2) return;
                   sync::check(!with.kept.holds.load(std::memory_order_acquire),
                               "who watches is told before the dict changes");
                 });
}

// Two watch one dict.
template <class Rules>
void two_watch() {
  beginning<Rules> with;
  assumption other;
  const interp::watcher_id second =
      with.told.add(assumption::is_over<typename beginning<Rules>::event>, &other).value;
  sync::parallel([&] { static_cast<void>(with.items.watch(with.id)); },
                 [&] { static_cast<void>(with.items.watch(second)); });
  static_cast<void>(with.items.set(with.key, with.two));
  sync::check(with.kept.told.load() == 1 && other.told.load() == 1, "each who watches is told");
}

// A callback is taken out while the dict changes.
template <class Rules>
void clear_and_set() {
  using member = interp::grace_periods::member;
  beginning<Rules> with;
  static_cast<void>(with.items.watch(with.id));
  sync::parallel(
      [&] {
        member here(with.grace, 0);
        static_cast<void>(with.told.clear(with.id));
        here.quiescent();
      },
      [&] {
        const member here(with.grace, 1);
        static_cast<void>(with.items.set(with.key, with.two));
      });
  static_cast<void>(with.items.set(with.key, with.one));
  sync::check(with.kept.told.load() <= 1, "who is taken out is told no more");
}

template <class Rules>
struct type_policies : interp::type_policies {
  using watching = Rules;
  static constexpr std::size_t entries = 1;
};

// A class is watched, and its base is changed after that or meanwhile.
template <class Rules>
void watch_class_and_set() {
  using types = interp::types<type_policies<Rules>>;
  using type = interp::class_object<type_policies<Rules>>;
  interp::runtime rt;
  types all(rt);
  type* const base = type::create(all).value;
  type* const sub = type::create(all, {base}).value;
  number<typename type::count> one(rt, 1);
  assumption kept;
  const auto id = all.watchers().add(assumption::is_over<typename type::event>, &kept).value;
  sync::atomic<bool> is_watched{false};
  sync::label(is_watched, "is watched");
  sync::parallel(
      [&] {
        static_cast<void>(sub->watch(id));
        is_watched.store(true, std::memory_order_release);
      },
      [&] {
        const bool must_tell = is_watched.load(std::memory_order_acquire);
        base->set(1, one);
        sync::check(!must_tell || kept.told.load() == 1, "who watches a class is told");
      });
  sync::destroy(sub);
  sync::destroy(base);
}

constexpr const char* dicts = "CPython's dict watchers (dictobject.c, PyDict_Watch)";
constexpr const char* classes = "CPython's type watchers (typeobject.c, PyType_Watch)";
constexpr const char* own = "our mutant of CPython's watchers";

void register_telling(registry& out) {
  out.add({.id = "watcher.dict/mistake=none",
           .summary = "who reads after it has set its bit is told of the next change",
           .provenance = dicts},
          this_backend, watch_and_set<watch_rules>);
  out.add({.id = "watcher.dict/mistake=looks_early",
           .summary = "the bits are looked at before the lock is taken, and nobody is told",
           .provenance = own,
           .expected = "check"},
          this_backend, watch_and_set<looks_early>);
  out.add({.id = "watcher.order/mistake=none",
           .summary = "who watches is told before anybody can see the change",
           .provenance = dicts},
          this_backend, set_and_read<watch_rules>);
  out.add({.id = "watcher.order/mistake=tells_late",
           .summary = "the new value is there, and what was kept of the old one still holds",
           .provenance = own,
           .expected = "check"},
          this_backend, set_and_read<tells_late>);
  out.add({.id = "watcher.class/mistake=none",
           .summary = "to watch a class is to give it a version, so that its change is one",
           .provenance = classes},
          this_backend, watch_class_and_set<watch_rules>);
  out.add({.id = "watcher.class/mistake=unversioned",
           .summary = "a class without a version changes, and nobody is told",
           .provenance = own,
           .expected = "check"},
          this_backend, watch_class_and_set<unversioned>);
}

void register_table(registry& out) {
  out.add({.id = "watcher.two/mistake=none",
           .summary = "two set their bits at once",
           .provenance = dicts},
          this_backend, two_watch<watch_rules>);
  out.add({.id = "watcher.two/mistake=stores",
           .summary = "a bit is lost between a load and a store",
           .provenance = own,
           .expected = "check"},
          this_backend, two_watch<stores_bits>);
  out.add({.id = "watcher.clear/mistake=none",
           .summary = "a callback that is taken out lasts until nobody can call it",
           .provenance = dicts},
          this_backend, clear_and_set<watch_rules>);
  out.add({.id = "watcher.clear/mistake=frees_at_once",
           .summary = "a callback is freed while it is called",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, clear_and_set<frees_at_once>);
}

}  // namespace

void register_watcher(registry& out);
void register_watcher(registry& out) {
  register_telling(out);
  register_table(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
