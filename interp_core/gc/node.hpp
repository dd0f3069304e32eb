// The smallest object that can be part of a cycle: two references to others of its kind.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "interp_core/gc/collector.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What its type may be told to get wrong; right as it stands here.
struct node_rules {
  // It is tracked when it is complete (gh-151722).
  static constexpr bool tracks_last = true;
  // It is untracked before it is taken apart (gh-142975).
  static constexpr bool untracks_first = true;
  static constexpr bool untracks = true;

  // What the scenario has it do.
  // A destructor comes to a safepoint, as one written in Python does.
  static constexpr bool stops_in_destructor = false;
  // A node that is garbage gives a reference to itself to the node that it holds second.
  static constexpr bool resurrects = false;
};

// Shared under a lock of the user's own: whoever calls set or get has the node to itself.
// Between: called where the type runs code that may come to a safepoint, as an allocation does.
template <class Policies = gc_policies, class Rules = node_rules>
class gc_node : public collectable<Policies> {
 public:
  using heap = gc_heap<Policies>;
  using count = typename Policies::count;

  // A new reference to a node without others; tracked.
  template <class Between>
  static gc_node* create(heap& in, Between between, sync::site where = sync::site::current()) {
    gc_node* const made = sync::make_at<gc_node>(where, in);
    if (!Rules::tracks_last) in.track(*made);
    between();
    for (auto& s : made->slots_) s.set(nullptr);
    if (Rules::tracks_last) in.track(*made);
    return made;
  }
  static gc_node* create(heap& in, sync::site where = sync::site::current()) {
    return create(
        in, [] {}, where);
  }

  // The reference stays the node's.
  gc_node* get(std::size_t i) const { return slots_[i].get(); }
  // Takes a reference of its own, and drops that to what was there.
  void set(runtime& rt, std::size_t i, gc_node* to) {
    if (to != nullptr) incref<count>(rt, *to);
    decref_if<count>(rt, exchange(i, to));
  }
  // Gives up what is there, with its reference.
  gc_node* take(std::size_t i) { return exchange(i, nullptr); }

  // Of make_at: see create.
  explicit gc_node(heap& in) : collectable<Policies>(in, this_type) {
    for (auto& s : slots_) sync::label(s, "node's reference");
  }

 private:
  gc_node* exchange(std::size_t i, gc_node* to) {
    gc_node* const old = slots_[i].get();
    slots_[i].set(to);
    return old;
  }

  static void dealloc(runtime& rt, object<count>* o) {
    auto* const me = static_cast<gc_node*>(o);
    if (Rules::untracks && Rules::untracks_first) me->home.untrack(*me);
    if (Rules::stops_in_destructor) me->home.current().safepoint();
    clear(rt, *me);
    if (Rules::untracks && !Rules::untracks_first) me->home.untrack(*me);
    sync::destroy(me);
  }
  static void traverse(object<count>& o, const reference_visitor<count>& visit) {
    for (const auto& s : static_cast<gc_node&>(o).slots_)
      if (gc_node* const to = s.get()) visit(*to);
  }
  static void clear(runtime& rt, collectable<Policies>& o) {
    auto& me = static_cast<gc_node&>(o);
    for (std::size_t i = 0; i < me.slots_.size(); ++i) decref_if<count>(rt, me.take(i));
  }
  static void give_itself_away(runtime& rt, collectable<Policies>& o) {
    auto& me = static_cast<gc_node&>(o);
    if (gc_node* const to = me.get(1)) to->set(rt, 0, &me);
  }

  static constexpr collectable_type<Policies> this_type{
      {.name = "node", .dealloc = dealloc, .traverse = traverse},
      clear,
      Rules::resurrects ? give_itself_away : nullptr};

  std::array<sync::var<gc_node*>, 2> slots_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
