// The collector: finds the objects that hold only one another, and frees them.
//
// Source: CPython's gc_free_threading.c, after Neil Schemenauer's of 2000. With the world stopped,
// the references that tracked objects hold to each other are taken from their counts. What has any
// left is held from outside, and so is all that leads on from there; the rest is garbage. Weak
// references to it are cleared before the world goes on, or somebody could find it by one. Then
// their callbacks are called and its finalizers run, after which a second look, the world stopped
// again, finds what they have brought back. What is garbage still is cleared, and falls apart.
//
// Held: a tracked object has a reference when the world stands; nothing that anybody can reach is
// cleared or freed; all else is, if it was tracked.
//
// Deviation: what is found out of an object is kept in a table beside it. CPython keeps it in the
// place of the object's owner (ob_tid), and has to restore that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "interp_core/freelist/freelists.hpp"
#include "interp_core/gc/collectable.hpp"
#include "interp_core/object.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made before the threads that use it, over the world whose threads they are; outlives its objects.
template <class Policies = gc_policies>
class gc_heap {
 public:
  using object_type = collectable<Policies>;
  using count = typename Policies::count;
  using world = typename Policies::world;
  using thread = typename world::member;

  gc_heap(runtime& rt, world& all) : rt_(rt), world_(all) {
    sync::label(is_collecting_, "somebody collects");
  }
  gc_heap(const gc_heap&) = delete;
  gc_heap& operator=(const gc_heap&) = delete;

  // Every thread that makes or drops such objects is one, from here to the end of the scope.
  class member;
  // The calling thread, which is a member.
  thread& current() const { return *current_.get(); }

  // By a member, attached. Of an object that is complete: it may be traversed from now on.
  void track(object_type& o) { tracked_.track(o); }
  // Before it is taken apart.
  void untrack(object_type& o) { tracked_.untrack(o); }

  // Frees all cycles there are, and says how many objects were in them. By a thread that is
  // attached; what runs meanwhile may be any code of the interpreter. Does nothing where somebody
  // collects already.
  std::size_t collect(thread& me);

  // Is the set of tracked objects sound, and so many? When no other thread is about.
  bool is_whole(std::size_t expected) {
    tracked_.apply();
    return tracked_.is_whole(expected);
  }

 private:
  struct candidate {
    object_type* object;
    std::int64_t held_from_outside;
    bool is_reached = false;
  };
  using candidates = std::vector<candidate>;
  using set = typename Policies::tracking::template set<object_type>;

  static const collectable_type<Policies>& type_of(const object_type& o) {
    return static_cast<const collectable_type<Policies>&>(*o.type);
  }
  std::optional<stopped_world<world>> stop(thread& me) {
    if (!Policies::stops_the_world) return std::nullopt;
    return std::optional<stopped_world<world>>(std::in_place, world_, me);
  }

  std::vector<object_type*> find_garbage(thread& me, deferred_calls& callbacks);
  void clear_weakrefs(const std::vector<object_type*>& garbage, deferred_calls& callbacks);
  static void call_all(const deferred_calls& callbacks) {
    for (const auto& call : callbacks) call();
  }
  void finalize(thread& me, std::vector<object_type*>& garbage);
  static std::vector<object_type*> unreachable(candidates all);

  runtime& rt_;
  world& world_;
  sync::atomic<bool> is_collecting_{false};
  set tracked_;
  sync::thread_local_ptr<thread> current_;
};

template <class Policies>
class gc_heap<Policies>::member {
 public:
  member(gc_heap& heap, thread& me) : heap_(heap), of_set_(heap.tracked_) {
    heap_.current_.set(&me);
  }
  ~member() { heap_.current_.set(nullptr); }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

 private:
  gc_heap& heap_;
  typename set::member of_set_;
};

template <class Policies>
std::size_t gc_heap<Policies>::collect(thread& me) {
  if (is_collecting_.exchange(true, std::memory_order_acquire)) return 0;
  deferred_calls callbacks;
  std::vector<object_type*> garbage = find_garbage(me, callbacks);
  const std::vector<object_type*> held = garbage;
  call_all(callbacks);
  finalize(me, garbage);
  for (object_type* o : garbage) {
    if (!Policies::holds_garbage) incref(rt_, *o);  // CPython's delete_garbage holds this one
    type_of(*o).clear(rt_, *o);
    if (!Policies::holds_garbage) decref(rt_, *o);
  }
  if (Policies::holds_garbage)
    for (object_type* o : held) decref(rt_, *o);
  is_collecting_.store(false, std::memory_order_release);
  return garbage.size();
}

// What it finds it holds a reference to.
template <class Policies>
auto gc_heap<Policies>::find_garbage(thread& me, deferred_calls& callbacks)
    -> std::vector<object_type*> {
  const auto stopped = stop(me);
  if (Policies::clears_freelists && rt_.freelists != nullptr) rt_.freelists->clear();
  tracked_.apply();
  candidates all;
  tracked_.for_each([&](object_type& o) {
    const std::int64_t references = o.refcount.value();
    sync::check(references > 0, "an object that is tracked has a reference");
    all.push_back({&o, references});
  });
  std::vector<object_type*> garbage = unreachable(std::move(all));
  if (Policies::holds_garbage)
    for (object_type* o : garbage) incref(rt_, *o);
  clear_weakrefs(garbage, callbacks);
  return garbage;
}

template <class Policies>
void gc_heap<Policies>::clear_weakrefs(const std::vector<object_type*>& garbage,
                                       deferred_calls& callbacks) {
  if (!Policies::clears_weakrefs) return;
  for (object_type* o : garbage)
    if (type_of(*o).clear_weakrefs != nullptr) type_of(*o).clear_weakrefs(rt_, *o, callbacks);
}

// Leaves what is garbage afterwards. A finalizer may have made new weak references to it.
template <class Policies>
void gc_heap<Policies>::finalize(thread& me, std::vector<object_type*>& garbage) {
  bool has_run = false;
  for (object_type* o : garbage) {
    if (type_of(*o).finalize == nullptr || o->is_finalized) continue;
    o->is_finalized = has_run = true;
    type_of(*o).finalize(rt_, *o);
  }
  if (!has_run || !Policies::looks_again) return;
  deferred_calls callbacks;
  {
    const auto stopped = stop(me);
    candidates all;
    for (object_type* o : garbage)
      all.push_back({o, o->refcount.value() - (Policies::holds_garbage ? 1 : 0)});
    garbage = unreachable(std::move(all));
    clear_weakrefs(garbage, callbacks);
  }
  call_all(callbacks);
}

// Of those, with as many references as they say.
template <class Policies>
auto gc_heap<Policies>::unreachable(candidates all) -> std::vector<object_type*> {
  std::unordered_map<const object<count>*, std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i) places[all[i].object] = i;
  const auto for_each_reference = [&](const candidate& from, auto visit) {
    from.object->type->traverse(*from.object, [&](object<count>& to) {
      if (const auto place = places.find(&to); place != places.end()) visit(all[place->second]);
    });
  };

  for (const candidate& each : all)
    for_each_reference(each, [](candidate& to) { --to.held_from_outside; });

  std::vector<candidate*> to_follow;
  const auto reach = [&to_follow](candidate& c) {
    if (!std::exchange(c.is_reached, true)) to_follow.push_back(&c);
  };
  for (candidate& each : all)
    if (each.held_from_outside > 0) reach(each);
  while (!to_follow.empty()) {
    const candidate& from = *to_follow.back();
    to_follow.pop_back();
    for_each_reference(from, reach);
  }

  std::vector<object_type*> garbage;
  for (const candidate& each : all)
    if (!each.is_reached) garbage.push_back(each.object);
  return garbage;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
