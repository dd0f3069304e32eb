// The collector and weak references: what is garbage must not be found by one.
#include "interp_core/gc/collector.hpp"
#include "interp_core/refcount/tryable.hpp"
#include "interp_core/thread/asking_world.hpp"
#include "interp_core/weakref/weakref.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

struct right : interp::gc_policies {
  using count = interp::refcount::tryable;
  using world = interp::asking_world<interp::asking_rules, interp::parking::assumed>;
};
struct clears_late : right {
  static constexpr bool clears_weakrefs = false;
};

// One lock, so that a run has little to set up, and none depends on addresses.
struct one_lock : interp::weakref_policies {
  static constexpr std::size_t locks = 1;
};
using weakref = interp::weakref<one_lock>;

// It may hold another of its kind, or itself.
template <class Policies>
struct weak_node : interp::collectable<Policies> {
  using item = interp::object<typename Policies::count>;
  using base = interp::collectable<Policies>;

  weak_node(interp::gc_heap<Policies>& heap, interp::weakref_locks<one_lock>& locks)
      : base(heap, this_type), weakrefs(*this, locks) {
    sync::label(held, "node's reference");
  }

  interp::weakref_list<one_lock> weakrefs;
  sync::var<weak_node*> held{nullptr};

 private:
  static weak_node& of(item& o) { return static_cast<weak_node&>(o); }

  static void dealloc(interp::runtime& rt, item* o) {
    auto& me = of(*o);
    me.home.untrack(me);
    me.weakrefs.clear(rt);
    clear(rt, me);
    sync::destroy(&me);
  }
  static void traverse(item& o, const interp::reference_visitor<typename Policies::count>& visit) {
    if (weak_node* const to = of(o).held.get()) visit(*to);
  }
  static void clear(interp::runtime& rt, base& o) {
    auto& me = of(o);
    weak_node* const old = me.held.get();
    me.held.set(nullptr);
    if (old != nullptr) interp::decref(rt, static_cast<item&>(*old));
  }
  static void clear_weakrefs(interp::runtime& rt, base& o, interp::deferred_calls& later) {
    interp::weakref_list<one_lock>::callbacks to_call;
    of(o).weakrefs.empty(rt, to_call);
    for (weakref* w : to_call)
      later.emplace_back([&rt, w] { interp::weakref_list<one_lock>::call(rt, *w); });
  }

  static constexpr interp::collectable_type<Policies> this_type{
      {.name = "node", .dealloc = dealloc, .traverse = traverse}, clear, nullptr, clear_weakrefs};
};

// A thread of the interpreter, attached.
template <class Policies>
struct running {
  running(interp::gc_heap<Policies>& heap, typename Policies::world& all)
      : me(all), here(heap, me) {}
  interp::attached_thread<typename Policies::world> me;
  typename interp::gc_heap<Policies>::member here;
};

// A node holds itself, and nobody else holds it. One thread follows a weak reference to it, the
// other one collects.
template <class Policies>
void found_or_collected() {
  using node = weak_node<Policies>;
  using item = typename node::item;
  interp::runtime rt;
  typename Policies::world all;
  interp::gc_heap<Policies> heap(rt, all);
  interp::weakref_locks<one_lock> locks;
  int calls = 0;
  const auto called = [&](interp::runtime& in, weakref& ref) {
    sync::check(ref.get(in) == nullptr, "nobody finds an object whose callbacks are called");
    ++calls;
  };
  weakref* ref = nullptr;
  {
    running<Policies> main(heap, all);
    auto* const made = sync::make_at<node>(sync::site::current(), heap, locks);
    made->held.set(made);  // with the reference of its maker
    heap.track(*made);
    ref = weakref::make(made->weakrefs, weakref::calling(called));
  }
  sync::parallel(
      [&] {
        running<Policies> here(heap, all);
        item* const found = ref->get(rt);
        if (found == nullptr) return;
        static_cast<void>(static_cast<node*>(found)->held.get());
        here.me.safepoint();
        interp::decref(rt, *found);
      },
      [&] {
        running<Policies> here(heap, all);
        heap.collect(here.me);
      });
  running<Policies> main(heap, all);
  heap.collect(main.me);
  sync::check(calls == 1, "a callback is called once");
  sync::check(heap.is_whole(0), "no object is tracked in the end");
  interp::decref(rt, static_cast<item&>(*ref));
}

}  // namespace

void register_gc_weakref(registry& out);
void register_gc_weakref(registry& out) {
  out.add({.id = "gc.weakref/mistake=none",
           .summary = "weak references to garbage are cleared before the world goes on",
           .provenance = "free-threaded CPython, gc_free_threading.c"},
          this_backend, found_or_collected<right>);
  out.add({.id = "gc.weakref/mistake=clears_late",
           .summary = "an object is found by a weak reference while it is taken apart",
           .provenance = "our mutant of CPython's collector",
           .expected = "race"},
          this_backend, found_or_collected<clears_late>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
