// Weak references: an object is found as long as it lives, and no longer.
#include "interp_core/weakref/weakref.hpp"

#include <string>

#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/refcount/immortal.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace refcount = interp::refcount;

// One lock, so that a run has little to set up, and none depends on addresses.
template <class Count>
struct right : interp::weakref_policies {
  using count = Count;
  static constexpr std::size_t locks = 1;
};
struct of_two_buckets : refcount::biased_rules {
  static constexpr std::size_t buckets = 2;
};
using tryable = right<refcount::tryable>;
using immortal = right<refcount::immortal>;
using biased = right<refcount::basic_biased<of_two_buckets>>;

struct increments : tryable {
  static constexpr bool tries_object = false;
};
struct looks_unlocked : tryable {
  static constexpr bool locks_get = false;
};
struct unmarked : biased {
  static constexpr bool expects_tries = false;
};
struct clears_unlocked : tryable {
  static constexpr bool locks_clear = false;
};
struct calls_locked : tryable {
  static constexpr bool calls_unlocked = false;
};
struct borrows : tryable {
  static constexpr bool holds_the_called = false;
};
struct looks_once : tryable {
  static constexpr bool looks_again = false;
};
struct reuses_the_dead : tryable {
  static constexpr bool tries_weakref = false;
};

// An object with a field that is whole until its memory goes.
template <class Policies>
struct thing_to_find : interp::referable<Policies> {
  using base = interp::referable<Policies>;
  explicit thing_to_find(interp::weakref_locks<Policies>& locks) : base(this_type, locks) {
    sync::label(number, "number");
  }

  sync::var<int> number{1};

 private:
  using item = interp::object<typename Policies::count>;
  static void dealloc(interp::runtime& rt, item* o) {
    auto* self = static_cast<thing_to_find*>(o);
    self->weakrefs().clear(rt);
    sync::destroy(self);
  }
  static constexpr interp::type_object<typename Policies::count> this_type{"object", dealloc};
};

// What each situation begins with: the main thread's object.
template <class Policies>
struct beginning {
  using count = typename Policies::count;
  using weakref = interp::weakref<Policies>;
  using thing = thing_to_find<Policies>;

  interp::runtime rt;
  interp::count_domain<count> counts{rt};
  interp::weakref_locks<Policies> locks;
  thing* object = sync::make_at<thing>(sync::site::current(), locks);

  // Uses the object if it still lives. Did it?
  bool use(weakref& through) {
    auto* const found = static_cast<thing*>(through.get(rt));
    if (found == nullptr) return false;
    sync::check(found->number.get() == 1, "what is found is whole");
    interp::decref(rt, *found);
    return true;
  }
};

// The main thread drops its reference, the last but for one that the other thread may take.
template <class Policies>
void upgrade_and_drop() {
  beginning<Policies> with;
  interp::count_member<typename Policies::count> here(with.counts);
  auto* const ref = interp::weakref<Policies>::make(with.rt, *with.object);
  sync::thread other([&] {
    const interp::count_member<typename Policies::count> member(with.counts);
    with.use(*ref);
  });
  interp::decref(with.rt, *with.object);
  here.safepoint();
  other.join();
  with.counts.settle();
  sync::check(!with.use(*ref), "nobody finds an object that has ended");
  interp::decref(with.rt, *ref);
  with.counts.settle();
}

// The main thread, whose object it is, counts while another one looks for it.
template <class Policies>
void upgrade_and_count() {
  beginning<Policies> with;
  interp::count_member<typename Policies::count> here(with.counts);
  auto* const ref = interp::weakref<Policies>::make(with.rt, *with.object);
  bool is_found = false;
  sync::thread other([&] {
    const interp::count_member<typename Policies::count> member(with.counts);
    is_found = with.use(*ref);
  });
  interp::incref(with.rt, *with.object);
  interp::decref(with.rt, *with.object);
  other.join();
  sync::check(is_found, "an object that lives is found");
  interp::decref(with.rt, *with.object);
  interp::decref(with.rt, *ref);
  with.counts.settle();
}

// The object ends while one of its weak references is dropped.
template <class Policies>
void clear_and_drop() {
  using weakref = interp::weakref<Policies>;
  beginning<Policies> with;
  int calls = 0;
  const auto called = [&](interp::runtime& rt, weakref& ref) {
    sync::check(ref.get(rt) == nullptr, "nobody finds an object whose callbacks are called");
    ++calls;
  };
  auto* const kept = weakref::make(*with.object, weakref::calling(called));
  auto* const dropped = weakref::make(with.rt, *with.object);
  sync::parallel([&] { interp::decref(with.rt, *with.object); },
                 [&] { interp::decref(with.rt, *dropped); });
  sync::check(calls == 1, "a callback is called once");
  interp::decref(with.rt, *kept);
}

// The callback takes a lock of the program's, with which another thread looks for the object.
template <class Policies>
void callback_locks() {
  using weakref = interp::weakref<Policies>;
  beginning<Policies> with;
  sync::mutex of_program;
  sync::label(of_program, "of the program");
  const auto called = [&](interp::runtime&, weakref&) {
    const sync::lock_guard<sync::mutex> held(of_program);
  };
  auto* const ref = weakref::make(*with.object, weakref::calling(called));
  const auto look = [&] {
    const sync::lock_guard<sync::mutex> held(of_program);
    return ref->get(with.rt);
  };
  // Dropped without the lock: it may be the last, and its callback this thread's.
  sync::parallel([&] { interp::decref(with.rt, *with.object); },
                 [&] { interp::decref_if<typename Policies::count>(with.rt, look()); });
  interp::decref(with.rt, *ref);
}

// The weak reference that is to be called is dropped.
template <class Policies>
void called_and_dropped() {
  using weakref = interp::weakref<Policies>;
  beginning<Policies> with;
  sync::atomic<int> calls{0};
  sync::label(calls, "calls");
  const auto called = [&](interp::runtime& rt, weakref& ref) {
    sync::check(ref.get(rt) == nullptr, "nobody finds an object whose callbacks are called");
    calls.fetch_add(1, std::memory_order_relaxed);
  };
  auto* const dropped = weakref::make(*with.object, weakref::calling(called));
  sync::parallel([&] { interp::decref(with.rt, *with.object); },
                 [&] { interp::decref(with.rt, *dropped); });
  sync::check(calls.load() <= 1, "a callback is called once at most");
}

// Two threads make the weak reference without a callback.
template <class Policies>
void made_twice() {
  using weakref = interp::weakref<Policies>;
  beginning<Policies> with;
  weakref* made[2] = {};
  const auto make = [&](int which) { made[which] = weakref::make(with.rt, *with.object); };
  sync::parallel([&] { make(0); }, [&] { make(1); });
  sync::check(made[0] == made[1], "an object has one weak reference without a callback");
  interp::decref(with.rt, *with.object);
  for (weakref* ref : made) interp::decref(with.rt, *ref);
}

// One thread drops the one there is, another one asks for it.
template <class Policies>
void made_and_dropped() {
  using weakref = interp::weakref<Policies>;
  beginning<Policies> with;
  weakref* const first = weakref::make(with.rt, *with.object);
  weakref* second = nullptr;
  sync::parallel([&] { interp::decref(with.rt, *first); },
                 [&] { second = weakref::make(with.rt, *with.object); });
  sync::check(with.use(*second), "an object that lives is found");
  interp::decref(with.rt, *second);
  interp::decref(with.rt, *with.object);
}

constexpr const char* source = "free-threaded CPython's weakrefobject.c";
constexpr const char* own = "our mutant of CPython's weakrefobject.c";
constexpr const char* open_bug = "gh-150247, gh-149816: subtype_getweakref";

template <class Policies>
void register_count(registry& out, const std::string& name) {
  out.add({.id = "weakref.upgrade/count=" + name,
           .summary = "a strong reference is taken before the last drop, or never",
           .provenance = source,
           .threads = 1},
          this_backend, upgrade_and_drop<Policies>);
  out.add({.id = "weakref.alive/count=" + name,
           .summary = "an object is found by another thread than the one that has counted it",
           .provenance = source,
           .threads = 1},
          this_backend, upgrade_and_count<Policies>);
}

void register_finding(registry& out) {
  register_count<tryable>(out, "tryable");
  register_count<immortal>(out, "immortal");
  register_count<biased>(out, "biased");
  out.add({.id = "weakref.upgrade/count=tryable,mistake=increments",
           .summary = "a reference is taken to an object whose end has begun",
           .provenance = own,
           .expected = "use-after-free",
           .threads = 1},
          this_backend, upgrade_and_drop<increments>);
  out.add({.id = "weakref.upgrade/count=tryable,mistake=looks_unlocked",
           .summary = "the weak reference is cleared while somebody follows it",
           .provenance = own,
           .expected = "race",
           .threads = 1},
          this_backend, upgrade_and_drop<looks_unlocked>);
  out.add({.id = "weakref.upgrade/count=tryable,mistake=clears_unlocked",
           .summary = "the list is walked while somebody follows one of it",
           .provenance = own,
           .expected = "race",
           .threads = 1},
          this_backend, upgrade_and_drop<clears_unlocked>);
  out.add(
      {.id = "weakref.alive/count=biased,mistake=unmarked",
       .summary = "where only the owner has counted, others take a living object for a dead one",
       .provenance = own,
       .expected = "check",
       .threads = 1},
      this_backend, upgrade_and_count<unmarked>);
}

void register_clearing(registry& out) {
  out.add({.id = "weakref.clear/mistake=none",
           .summary = "the list is emptied under its lock, and the callback called afterwards",
           .provenance = source},
          this_backend, clear_and_drop<tryable>);
  out.add({.id = "weakref.clear/mistake=unlocked",
           .summary = "the list is walked while a weak reference leaves it",
           .provenance = own,
           .expected = "race"},
          this_backend, clear_and_drop<clears_unlocked>);
  out.add({.id = "weakref.callback/mistake=none",
           .summary = "a callback may take any lock",
           .provenance = source},
          this_backend, callback_locks<tryable>);
  out.add({.id = "weakref.callback/mistake=calls_locked",
           .summary = "it waits for a lock whose holder waits for the lock of the list",
           .provenance = own,
           .expected = "deadlock"},
          this_backend, callback_locks<calls_locked>);
  out.add({.id = "weakref.called/mistake=none",
           .summary = "a weak reference lives until its callback has returned",
           .provenance = source},
          this_backend, called_and_dropped<tryable>);
  out.add({.id = "weakref.called/mistake=borrows",
           .summary = "it is freed between its clearing and its call",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, called_and_dropped<borrows>);
}

void register_making(registry& out) {
  out.add({.id = "weakref.made/mistake=none",
           .summary = "who has made one looks again whether there is one",
           .provenance = source},
          this_backend, made_twice<tryable>);
  out.add({.id = "weakref.made/mistake=looks_once",
           .summary = "both find none, and both make one",
           .provenance = own,
           .expected = "check"},
          this_backend, made_twice<looks_once>);
  out.add({.id = "weakref.reuse/mistake=none",
           .summary = "one that is about to go is passed by",
           .provenance = source},
          this_backend, made_and_dropped<tryable>);
  out.add({.id = "weakref.reuse/mistake=increments",
           .summary = "one is used again that waits for the lock to leave the list",
           .provenance = open_bug,
           .expected = "use-after-free"},
          this_backend, made_and_dropped<reuses_the_dead>);
}

}  // namespace

void register_weakref(registry& out);
void register_weakref(registry& out) {
  register_finding(out);
  register_clearing(out);
  register_making(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
