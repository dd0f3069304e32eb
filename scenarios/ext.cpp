// Extensions: what relied on the GIL, and what an interpreter without one does about it. The
// extension's code is here; real shared libraries are in tests/interp_core/ext.
#include <array>

#include "interp_core/cell.hpp"
#include "interp_core/ext/automatic_lock.hpp"
#include "interp_core/ext/import_table.hpp"
#include "interp_core/ext/readiness.hpp"
#include "interp_core/gil/gil.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace automatic_lock = interp::automatic_lock;
namespace ext = interp::ext;
using interp::error;
using interp::result;
using interp::thread_state;
using interp::with_gil_held;
using assumed_gil = interp::basic_gil<interp::gil_waiting::assumed>;

constexpr std::chrono::nanoseconds at_once{0};

// An extension's function counts its calls in a static, and each of two threads calls it.
template <class Gil, template <class> class Cell, class Lock>
void counted_calls() {
  Gil gil(at_once);
  Lock lock;
  Cell<int> counter{0};
  sync::label(counter, "static counter");
  const auto call = [&] {
    thread_state me;
    const with_gil_held held(gil, me);
    interp::in_extension(lock, [&] { counter.set(counter.get() + 1); });
  };
  sync::parallel(call, call);
  sync::check(counter.get() == 2, "each call is counted");
}

// A module of an extension: its exec slot sets what its functions use.
struct module {
  module() { sync::label(table, "module's table"); }
  sync::var<int> table{0};
};

// Two threads import the same module, and use it.
template <class Rules>
void two_import() {
  ext::basic_import_table<module, Rules> imports;
  std::array<module, 2> room;
  sync::atomic<std::size_t> created{0};
  sync::label(created, "modules created");
  const auto import_and_use = [&] {
    const result<module*> m = imports.import_module(
        "m",
        [&]() -> result<module*> { return &room[created.fetch_add(1, std::memory_order_relaxed)]; },
        [](module& fresh) {
          fresh.table.set(1);
          return error::none;
        });
    sync::check(m.ok() && m.value->table.get() == 1, "a module that is imported is filled");
  };
  sync::parallel(import_and_use, import_and_use);
  sync::check(created.load(std::memory_order_relaxed) == 1, "a module is initialised once");
}

// The first execution fails, whoever's it is.
template <class Rules>
void import_fails_once() {
  ext::basic_import_table<module, Rules> imports;
  module m;
  sync::var<int> attempts{0};
  sync::label(attempts, "attempts");
  const auto attempt = [&] {
    static_cast<void>(imports.import_module(
        "m", [&]() -> result<module*> { return &m; },
        [&](module&) {
          attempts.set(attempts.get() + 1);
          return attempts.get() == 1 ? error::value_error : error::none;
        }));
  };
  sync::parallel(attempt, attempt);
  sync::check(attempts.get() == 2, "after a failure another thread tries");
}

// Two modules import each other, and each of two threads begins with one.
template <class Rules>
void imported_from_both_ends() {
  ext::basic_import_table<module, Rules> imports;
  module a, b;
  const auto import_it = [&](const char* name, module& it, auto inside) {
    const result<module*> found = imports.import_module(
        name, [&]() -> result<module*> { return &it; }, inside);
    sync::check(found.ok() && found.value == &it, "an import gives the module");
  };
  const auto no_more = [](module&) { return error::none; };
  const auto import_other = [&](const char* name, module& other) {
    return [&import_it, &no_more, name, &other](module&) {
      import_it(name, other, no_more);
      return error::none;
    };
  };
  sync::parallel([&] { import_it("a", a, import_other("b", b)); },
                 [&] { import_it("b", b, import_other("a", a)); });
}

struct without_gil_meanwhile {
  assumed_gil& gil;
  thread_state& me;
  void detach() { gil.drop(me); }
  void attach() { gil.take(me); }
};

// The exec slot drops the GIL for a while, as round reading a file. Whoever waits for the import:
// does it drop the GIL as well?
template <bool Drops>
void import_with_gil() {
  assumed_gil gil(at_once);
  ext::import_table<module> imports;
  module m;
  const auto import_it = [&] {
    thread_state me;
    const with_gil_held held(gil, me);
    const auto create = [&]() -> result<module*> { return &m; };
    const auto execute = [&](module& fresh) {
      gil.without(me, [] {});
      fresh.table.set(1);
      return error::none;
    };
    if constexpr (Drops) {
      static_cast<void>(
          imports.import_module("m", create, execute, without_gil_meanwhile{gil, me}));
    } else {
      static_cast<void>(imports.import_module("m", create, execute));
    }
    static_cast<void>(m.table.get());
  };
  sync::parallel(import_it, import_it);
}

// A type whose slots somebody must fill.
template <class Rules>
struct type {
  type() { sync::label(slot, "type slot"); }
  void make_ready() {
    readiness.make_ready([this] { slot.set(1); });
  }
  ext::basic_readiness<Rules> readiness;
  sync::var<int> slot{0};
};

// Two threads each ready the type before they make an object of it.
template <class Rules>
void two_make_ready() {
  type<Rules> t;
  const auto use = [&] {
    t.make_ready();
    sync::check(t.slot.get() == 1, "a type that is ready is filled");
  };
  sync::parallel(use, use);
}

// One thread readies the type, the other comes to make an object of it.
template <bool Asks>
void object_of_unready_type() {
  type<ext::readiness_rules> t;
  sync::parallel([&] { t.make_ready(); },
                 [&] {
                   if (Asks && !t.readiness.is_ready()) return;  // a TypeError
                   static_cast<void>(t.slot.get());
                 });
}

struct begins_silently : ext::import_rules {
  static constexpr bool says_it_begins = false;
};
struct executes_later : ext::import_rules {
  static constexpr bool executes_first = false;
};
struct fails_silently : ext::import_rules {
  static constexpr bool tells_of_failure = false;
};
struct waits_in_circles : ext::import_rules {
  static constexpr bool sees_circles = false;
};
struct fills_unlocked : ext::readiness_rules {
  static constexpr bool locks = false;
};
struct says_so_first : ext::readiness_rules {
  static constexpr bool says_it_last = false;
};
struct says_so_relaxed : ext::readiness_rules {
  static constexpr std::memory_order order = std::memory_order_relaxed;
};

constexpr const char* talk_gil = "Gilectomy talk, checklist 10: extensions rely on the GIL";
constexpr const char* talk_lock = "Gilectomy talk, checklist 14: an automatic lock (Eric Snow)";
constexpr const char* talk_ready = "Gilectomy talk, checklist 13: PyType_Ready is not optional";
constexpr const char* talk_import = "Gilectomy talk, checklist 13: multi-phase init, PEP 489";
constexpr const char* own_import = "our mutant of importlib's lock for each module";
constexpr const char* own_circle = "importlib's _ModuleLock: it sees deadlocks; ours without";
constexpr const char* own_ready = "our mutant of free-threaded CPython's PyType_Ready";

const variant_row entries[] = {
    {"ext.static_counter/build=gil", "one thread at a time is in the extension", talk_gil,
     counted_calls<assumed_gil, sync::var, automatic_lock::none>},
    {"ext.static_counter/build=nogil", "two threads count in a static", talk_gil,
     counted_calls<interp::no_gil, sync::var, automatic_lock::none>, "race"},
    {"ext.static_counter/build=nogil,counter=atomic",
     "the same without the data race: a call is not counted", talk_gil,
     counted_calls<interp::no_gil, interp::ordered_cell, automatic_lock::none>, "check"},
    {"ext.static_counter/build=nogil,lock=automatic", "the interpreter locks the extension",
     talk_lock, counted_calls<interp::no_gil, sync::var, automatic_lock::lets_go>},
    {"ext.import/mistake=none", "one thread initialises, the other waits until it has", talk_import,
     two_import<ext::import_rules>},
    {"ext.import/mistake=begins_silently", "both see that there is none, and make one each",
     own_import, two_import<begins_silently>, "check"},
    {"ext.import/mistake=executes_later", "a module is given out before it is executed", own_import,
     two_import<executes_later>, "race"},
    {"ext.import_failure/mistake=none", "who waits for an import that fails tries itself",
     talk_import, import_fails_once<ext::import_rules>},
    {"ext.import_failure/mistake=fails_silently", "nobody tells who waits", own_import,
     import_fails_once<fails_silently>, "lost-wakeup"},
    {"ext.import_circle/mistake=none",
     "who would close the circle gets the module as it is, not yet filled", own_circle,
     imported_from_both_ends<ext::import_rules>},
    {"ext.import_circle/mistake=waits", "each waits for the module that the other is making",
     own_circle, imported_from_both_ends<waits_in_circles>, "lost-wakeup"},
    {"ext.import_with_gil/waits=without", "who waits for an import drops the GIL", talk_import,
     import_with_gil<true>},
    {"ext.import_with_gil/waits=with", "who executes cannot take the GIL again", own_import,
     import_with_gil<false>, "deadlock"},
    {"ext.type_ready/mistake=none", "filled under a lock, and the flag set last", talk_ready,
     two_make_ready<ext::readiness_rules>},
    {"ext.type_ready/mistake=unlocked", "two threads fill the same slots", own_ready,
     two_make_ready<fills_unlocked>, "race"},
    {"ext.type_ready/mistake=says_so_first", "a type is used while it is being filled", own_ready,
     two_make_ready<says_so_first>, "race"},
    {"ext.type_ready/mistake=relaxed", "who sees the flag need not see the slots", own_ready,
     two_make_ready<says_so_relaxed>, "race", verified_up_to_tso},
    {"ext.unready_type/object=refused", "no object is made of a type that is not ready", talk_ready,
     object_of_unready_type<true>},
    {"ext.unready_type/object=made", "its slots are read while another thread fills them",
     talk_ready, object_of_unready_type<false>, "race"},
};

}  // namespace

void register_ext(registry& out);
void register_ext(registry& out) { register_rows(out, entries); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
