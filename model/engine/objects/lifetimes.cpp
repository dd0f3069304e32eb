// Atomics and plain data from their making to their end: in which place they stand, and whether
// what is used is one of them.
//
// Making an object where another stands ends that one. The table of places (placed_objects.hpp) is
// what tells, because the constructor has overwritten it by the time anybody can look; the
// observers then judge by the clocks, so that it makes no difference whether an unordered use comes
// before or after in this run.
#include <fmt/format.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/engine/process/foreign.hpp"
#include "model/engine/process/static_memory.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

bool lies_on(const fiber& f, const void* address) {
  const auto* const at = static_cast<const std::byte*>(address);
  const std::span<const std::byte> stack = f.stack();
  return at >= stack.data() && at < stack.data() + stack.size();
}

// The stacks of threads that have ended, too: what is left there is whatever their last calls were.
// Nothing that was made outside of the run lies on one.
template <class Threads>
bool on_a_stack(const Threads& threads, std::uint32_t count, const void* address) {
  return std::any_of(threads.begin(), threads.begin() + count,
                     [&](const auto& t) { return t->on != nullptr && lies_on(*t->on, address); });
}

}  // namespace

// Is every end of an object at this address known? In blocks of the heap, on the stacks of threads
// and in static memory it is. What malloc and new gave may have been given back and given out again
// with an object in it that nobody destroyed, as nobody needs to where its destructor does nothing.
bool execution::sees_reuse(const void* address) const {
  if (heap_.owns(address)) return true;
  const auto on_stack_of = [&](thread_id t) {
    return threads_[t]->on != nullptr && lies_on(*threads_[t]->on, address);
  };
  return std::any_of(active_.begin(), active_.end(), on_stack_of) || in_static_memory(address);
}

// Where an operation stands that nobody could say of: after the thread's last, else by its object.
sync::site execution::nearest_to(const lifetime& life) const {
  const std::vector<event_id>& own = graph_->thread(current_).events;
  for (std::size_t i = std::min<std::size_t>(me_->position, own.size()); i-- > 0;) {
    const sync::site& last = (*graph_)[own[i]].where;
    if (last.known()) return last.seen_as(sync::nearness::after);
  }
  return life.made_at.seen_as(sync::nearness::made);
}

sync::site execution::nearest(const hooks::cell& c) const {
  if (mutated("conversions_have_a_place")) return {};
  if (c.run == run_ && objects_.stands_at(c)) return nearest_to(objects_.cell(c.id));
  return nearest_to({});
}

sync::site execution::nearest(const hooks::shadow& s) const {
  if (s.run == run_ && s.id < objects_.plain_count()) return nearest_to(objects_.plain(s.id));
  return nearest_to({});
}

// A destructor stands where sync::destroy was called, else it goes by the making.
sync::site execution::end_place(const lifetime& life, const sync::site& where) const {
  if (where.known()) return where;
  if (mutated("destructors_have_a_place")) return {};
  if (me_->destroying.known()) return me_->destroying;
  return life.made_at.seen_as(sync::nearness::made);
}

void execution::take_place(const placed_object& made, const sync::site& where) {
  if (heap_.owns(made.address)) {
    const block* b = heap_.find(made.address);
    if (b != nullptr && b->state != block_state::live) {
      for (observer* o : observers_) o->on_invalid_access(*this, made.address, made.kind, where);
    }
  }
  for (const placed_object& old : objects_.places().in(made.address, made.bytes)) {
    if (!old.alive) {
      for (observer* o : observers_) o->on_make_over_remains(*this, old, where);
    } else if ((knows(objects_.life_of(old).made) || sees_reuse(old.address)) &&
               !mutated("making_over_is_an_end")) {
      end_object(old, ending::replaced, where);
    } else {
      objects_.leave_place(old);
    }
  }
  objects_.places().put(made);
}

void execution::end_object(const placed_object& o, ending how, const sync::site& given) {
  const sync::site where = end_place(objects_.life_of(o), given);
  if (o.kind == object_kind::atomic) {
    for (observer* each : observers_) each->on_end_atomic(*this, o.id, o.address, how, where);
  } else {
    const plain_access end{o.id, o.address, true, where, {}};
    for (observer* each : observers_) each->on_end_plain(*this, end, how);
  }
  if (o.kind == object_kind::plain && objects_.plain(o.id).referent != nullptr) {
    end_object({o.address, o.bytes, objects_.plain(o.id).referent->id, object_kind::atomic, true},
               how, where);
  }
  const bool atomic = o.kind == object_kind::atomic;
  lifetime& life = atomic ? static_cast<lifetime&>(objects_.cell(o.id)) : objects_.plain(o.id);
  life.ended = here();
  life.ended_at = where;
  objects_.leave_place(o);
}

// The end of its memory ends an object as its destructor would.
void execution::end_objects_in(std::span<const std::byte> memory, const sync::site& where) {
  for (const placed_object& o : objects_.places().in(memory.data(), memory.size())) {
    if (o.alive) end_object(o, ending::freed, where);
  }
  objects_.places().erase(memory.data(), memory.size());
}

// The location of an atomic that was made outside of any run, which is taken note of where it is
// met first; or none where `c` is no such atomic.
location_id execution::made_outside(const hooks::cell& c) {
  if (c.run != 0 || c.bytes == 0 || c.id >= hooks::made_outside() || heap_.owns(&c)) {
    return no_location;
  }
  if (foreign::body_of(*this) != nullptr) {
    // It stands for memory of foreign code (native/shadow.hpp), which is nobody's object, and is
    // found at once from here on.
    const location_id l = graph_->location_of(no_thread, c.id, c.bytes, c.bits);
    objects_.put_cell(l, {{&c, {}, {}, {}, {}}, false, c.kind});
    auto& known = const_cast<hooks::cell&>(c);
    known.run = run_;
    known.id = l;
    return l;
  }
  const placed_object* const there = objects_.places().around(&c);
  if (there == nullptr && on_a_stack(threads_, live_threads_, &c)) return no_location;
  const location_id l = graph_->location_of(no_thread, c.id, c.bytes, c.bits);
  if (there != nullptr) {
    const bool itself = there->alive && there->kind == object_kind::atomic && there->id == l;
    return itself && objects_.cell(l).address == &c ? l : no_location;
  }
  objects_.put_cell(l, {{&c, {}, {}, {}, {}}, counts_blind(l), c.kind});
  objects_.places().put(
      {reinterpret_cast<const std::byte*>(&c), sizeof c, l, object_kind::atomic, true});
  return l;
}

location_id execution::locate(const hooks::cell& c, const sync::site& where) {
  if (c.run == run_ && objects_.stands_at(c)) [[likely]] {
    const moment made = objects_.cell(c.id).made;
    if (made.thread != current_ && !inherits(made) && !knows(made) &&
        !mutated("made_before_it_is_used")) {
      for (observer* o : observers_) o->on_unmade_cell(*this, c.id, where);
    }
    return c.id;
  }
  const location_id outside = made_outside(c);
  if (outside != no_location) return outside;
  use_invalid(c, where);
  return 0;
}

// What an earlier run has made and nobody destroyed is not what a stale pointer of this one finds.
void execution::use_invalid(const hooks::cell& c, const sync::site& where) {
  const bool earlier = c.run != 0 && c.run < run_ && !heap_.owns(&c) &&
                       !objects_.places().around(&c) && !on_a_stack(threads_, live_threads_, &c);
  for (observer* o : observers_) {
    if (!earlier) o->on_invalid_access(*this, &c, object_kind::atomic, where);
  }
  report({std::string(finding_kind::misuse),
          earlier ? "an atomic made in an earlier run is used: make it in the body, or before the "
                    "first run"
                  : "an atomic is used where none was made, or one that was moved byte by byte",
          {{fmt::format("thread {} uses it", current_), where}},
          {}});
}

// In type-stable memory an atomic goes on where another is made in its place, with a store.
bool execution::keeps_type(const hooks::cell& c) {
  if (!heap_.owns(&c) || mutated("type_stable_goes_on")) return false;
  const block* b = heap_.find(&c);
  return b != nullptr && b->type_stable && b->state == block_state::live;
}

bool execution::remake(hooks::cell& c, std::uint64_t bits, std::uint8_t bytes,
                       const sync::site& where, primitive kind) {
  const placed_object* there = objects_.places().around(&c);
  if (there == nullptr || there->kind != object_kind::atomic) return false;
  const location_id l = there->id;
  if (objects_.cell(l).address != &c || graph_->where(l).size != bytes) return false;
  c = {graph_->where(l).init, run_, l, bytes, kind};
  if (!mutated("made_anew_by_a_store")) store(c, bits, std::memory_order_relaxed, where);
  return true;
}

void execution::make_cell(hooks::cell& c, std::uint64_t bits, std::uint8_t bytes,
                          const sync::site& where, primitive kind) {
  if (tearing_down_) return;
  effect();
  if (keeps_type(c) && remake(c, bits, bytes, where, kind)) return;
  const location_id id = graph_->location_of(current_, me_->cells++, bytes, bits);
  c = {bits, run_, id, bytes, kind};
  quietly([&] {
    const auto* const at = reinterpret_cast<const std::byte*>(&c);
    take_place({at, sizeof c, id, object_kind::atomic, true}, where);
  });
  if (tearing_down_) return;
  objects_.put_cell(id, {{&c, here(), {}, where, {}}, counts_blind(id), kind});
  if (!objects_.labels().empty()) objects_.labels().forget(&c);  // of what was there before
}

void execution::destroy_cell(hooks::cell& c, const sync::site& where) {
  if (tearing_down_ || c.run == 0 || keeps_type(c)) return;
  quietly([&] {
    effect();
    if (c.run != run_ || !objects_.stands_at(c)) {
      for (observer* o : observers_) o->on_invalid_access(*this, &c, object_kind::atomic, where);
      return;
    }
    const auto* const at = reinterpret_cast<const std::byte*>(&c);
    end_object({at, 1, c.id, object_kind::atomic, true}, ending::destroyed, where);
    keep_remains(at);
  });
  c.run = destroyed;
}

// What is left of an object after its destructor.
void execution::keep_remains(const std::byte* address) {
  placed_object* o = objects_.places().around(address);
  if (o == nullptr) return;
  if (sees_reuse(address) && !mutated("remains_are_remembered")) {
    o->alive = false;
  } else {
    objects_.places().erase(address, 1);
  }
}

void execution::make_shadow(hooks::shadow& s, const void* address, std::size_t bytes,
                            bool initialised, const sync::site& where) {
  if (tearing_down_) return;
  effect();
  if (initialised) me_->touched = elsewhere;
  const std::uint32_t id = objects_.next_plain();
  s = {run_, id};
  quietly([&] {
    take_place({static_cast<const std::byte*>(address), static_cast<std::uint32_t>(bytes), id,
                object_kind::plain, true},
               where);
  });
  if (tearing_down_) return;
  objects_.put_plain(id, {{address, here(), {}, where, {}}, me_->plain++, nullptr});
  if (!objects_.labels().empty()) objects_.labels().forget(address);
  const plain_access made{id, address, true, where, {}};
  for (observer* o : observers_) o->on_make_plain(*this, made, initialised);
}

void execution::destroy_shadow(hooks::shadow& s, const void* address, const sync::site& where) {
  if (tearing_down_ || s.run == 0) return;
  quietly([&] {
    effect();
    if (s.run != run_ || !objects_.stands_at(s, address)) {
      for (observer* o : observers_)
        o->on_invalid_access(*this, address, object_kind::plain, where);
      return;
    }
    const auto* const at = static_cast<const std::byte*>(address);
    end_object({at, 1, s.id, object_kind::plain, true}, ending::destroyed, where);
    keep_remains(at);
  });
  s.run = destroyed;
}

void execution::plain(const hooks::shadow& s, const void* address, bool write,
                      const hooks::plain_value& value, const sync::site& where) {
  if (over()) return;
  if (write) effect();
  me_->touched = elsewhere;
  if (s.run != run_ || !objects_.stands_at(s, address)) [[unlikely]] {
    return use_invalid_plain(s, address, where);
  }
  const plain_access access{s.id, address, write, where, value};
  if (!write) loops_.looks_plainly(me_->looked_at, s.id, where);
  if (objects_.plain(s.id).referent != nullptr) [[unlikely]]
    return plain_at_referent(access);
  if (me_->off_record.on()) return;  // it was read so in the recorded round, too
  for (observer* o : observers_) o->on_plain(*this, access);
}

// Of what was made before there was a run nothing is known. In the heap it is not made yet.
void execution::use_invalid_plain(const hooks::shadow& s, const void* address,
                                  const sync::site& where) {
  if (s.run != 0 || heap_.owns(address) || objects_.places().around(address) != nullptr ||
      on_a_stack(threads_, live_threads_, address)) {
    for (observer* o : observers_) o->on_invalid_access(*this, address, object_kind::plain, where);
  }
  report({std::string(finding_kind::misuse),
          "plain shared data made outside of the run is used: make it in the body",
          {{fmt::format("thread {} uses it", current_), where}},
          {}});
}

}  // namespace suture
