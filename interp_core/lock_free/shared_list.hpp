// A list whose get and len take no lock.
//
// Source: listobject.c of free-threaded CPython, list_get_item_ref and list_resize. A reader loads
// size and array, checks the index against both, takes a reference if the item still lives, and
// looks again; where anything is not as it was it takes the lock after all. Writers hold the lock.
// An array that is replaced is freed a grace period later, and so are the items.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/lock_free/lock_free_policies.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A pointer that is written under a lock and read without.
template <class Policies>
class shared_slot {
 public:
  using item = object<typename Policies::count>*;

  item get() const {
    if constexpr (!Policies::moves_atomically) static_cast<void>(plainly_.is_moved.get());
    return value_.load(std::memory_order_acquire);
  }
  void set(item o) { value_.store(o, std::memory_order_release); }
  // As part of moving a row of them. The mutant's memmove is a plain access: an atomic object knows
  // none, so a plain variable beside it stands for that.
  void move_from(const shared_slot& other) {
    if constexpr (!Policies::moves_atomically) plainly_.is_moved.set(true);
    value_.store(other.value_.load(std::memory_order_relaxed), std::memory_order_release);
  }

 private:
  struct nothing {};
  struct plain_access {
    sync::var<bool> is_moved{false};
  };

  sync::atomic<item> value_{nullptr};
  [[no_unique_address]] std::conditional_t<Policies::moves_atomically, nothing, plain_access>
      plainly_;
};

// Threads that call get and len must be members of the runtime's grace_periods, if it has any; and
// it must have, unless one thread does all. Items: their type's dealloc must use destroy_later
// or call_later, as int and str do.
// Arguments and results as with list.
template <class Policies = lock_free_policies>
class shared_list : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;
  using item = object<count>;

  // A new reference to an empty list, which the calling thread owns (see sharing); null where there
  // is no memory for it.
  static shared_list* create(sync::site where = sync::site::current()) {
    return sync::make_at<shared_list>(where);
  }

  // list[i]; IndexError.
  result<item*> get(runtime& rt, std::size_t i);
  std::size_t len() const { return size_.load(std::memory_order_relaxed); }
  // These take the lock.
  error set(runtime& rt, std::size_t i, item& value);
  error append(runtime& rt, item& value);
  error insert(runtime& rt, std::size_t i, item& value);  // i <= len(), else IndexError
  result<item*> pop(runtime& rt, std::size_t i);
  void clear(runtime& rt);

  // Of make_at: see create.
  shared_list() : object<count>(this_type) {
    sync::label(size_, "list size");
    sync::label(array_, "list items");
    label_lock(lock_, "of a list");
  }

 private:
  using locking = typename Policies::locking;
  using slot = shared_slot<Policies>;

  // The array and, before it, how long it is.
  struct array {
    explicit array(std::size_t n) : room(n) {
      sync::label(*this, "list items");
      if (Policies::clears_before_publishing) make_slots();
    }
    ~array() { std::destroy_n(slots(), room); }
    void make_slots() { std::uninitialized_default_construct_n(slots(), room); }
    slot* slots() { return reinterpret_cast<slot*>(this + 1); }

    static void end(void* a) {
      static_cast<array*>(a)->~array();
      sync::deallocate(a);
    }
    const std::size_t room;
  };

  // Null where the attempt failed: try_get_reference.
  item* try_get(runtime& rt, std::size_t i);
  // With the lock held.
  bool grow(runtime& rt, std::size_t wanted);
  void give_up(runtime& rt, array* old);
  slot* slots() { return array_.load(std::memory_order_relaxed)->slots(); }

  static void dealloc(runtime& rt, item* o);
  static void traverse(item& o, const reference_visitor<count>& visit);
  static constexpr type_object<count> this_type{
      .name = "shared list", .dealloc = dealloc, .traverse = traverse};

  [[no_unique_address]] typename locking::in_object lock_;
  sharing sharing_;
  sync::atomic<std::size_t> size_{0};
  sync::atomic<array*> array_{nullptr};
};

template <class Policies>
auto shared_list<Policies>::try_get(runtime& rt, std::size_t i) -> item* {
  array* const now = array_.load(std::memory_order_acquire);
  if (now == nullptr || (Policies::asks_the_array && i >= now->room)) return nullptr;
  return try_get_reference<Policies>(rt, now->slots()[i]);
}

template <class Policies>
auto shared_list<Policies>::get(runtime& rt, std::size_t i) -> result<item*> {
  if (sharing_.template may_read<Policies>()) {
    if (i >= size_.load(std::memory_order_relaxed)) return error::index_error;
    if (item* found = try_get(rt, i)) return found;
  }
  const held<locking> in(rt, lock_);
  if (!sharing_.is_owner()) sharing_.mark();
  if (i >= size_.load(std::memory_order_relaxed)) return error::index_error;
  item* const found = slots()[i].get();
  incref(rt, *found);
  return found;
}

// Frees what readers may still be looking at.
template <class Policies>
void shared_list<Policies>::give_up(runtime& rt, array* old) {
  if (old == nullptr) return;
  if (sharing_.template must_wait<Policies>() && rt.grace != nullptr) {
    rt.grace->free_later(old, array::end);
  } else {
    array::end(old);
  }
}

// Doubles, where CPython adds an eighth: the protocol does not care.
template <class Policies>
bool shared_list<Policies>::grow(runtime& rt, std::size_t wanted) {
  array* const old = array_.load(std::memory_order_relaxed);
  if (old != nullptr && wanted <= old->room) return true;
  const std::size_t room = old == nullptr ? 2 : 2 * old->room;
  void* block = sync::allocate(sizeof(array) + room * sizeof(slot));
  if (block == nullptr) return false;
  array* const fresh = ::new (block) array(room);
  // The mutant's readers see the array before there is anything in it.
  if (!Policies::clears_before_publishing) {
    array_.store(fresh, Policies::publish);
    fresh->make_slots();
  }
  const std::size_t size = size_.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < size; ++i) fresh->slots()[i].set(old->slots()[i].get());
  if (Policies::clears_before_publishing) array_.store(fresh, Policies::publish);
  give_up(rt, old);
  return true;
}

template <class Policies>
error shared_list<Policies>::set(runtime& rt, std::size_t i, item& value) {
  item* old = nullptr;
  {
    const held<locking> in(rt, lock_);
    if (i >= size_.load(std::memory_order_relaxed)) return error::index_error;
    incref(rt, value);
    old = slots()[i].get();
    slots()[i].set(&value);
  }
  decref(rt, *old);
  return error::none;
}

template <class Policies>
error shared_list<Policies>::append(runtime& rt, item& value) {
  const held<locking> in(rt, lock_);
  const std::size_t size = size_.load(std::memory_order_relaxed);
  if (!grow(rt, size + 1)) return error::memory_error;
  incref(rt, value);
  slots()[size].set(&value);
  size_.store(size + 1, std::memory_order_relaxed);
  return error::none;
}

// The last item is doubled before the others move up, so that none is ever out of the list.
template <class Policies>
error shared_list<Policies>::insert(runtime& rt, std::size_t i, item& value) {
  const held<locking> in(rt, lock_);
  const std::size_t size = size_.load(std::memory_order_relaxed);
  if (i > size) return error::index_error;
  if (!grow(rt, size + 1)) return error::memory_error;
  for (std::size_t k = size; k > i; --k) slots()[k].move_from(slots()[k - 1]);
  incref(rt, value);
  slots()[i].set(&value);
  size_.store(size + 1, std::memory_order_relaxed);
  return error::none;
}

// The slot behind the new end keeps its pointer: a reader that has read the old size may still take
// it, as long as it lives.
template <class Policies>
auto shared_list<Policies>::pop(runtime& rt, std::size_t i) -> result<item*> {
  const held<locking> in(rt, lock_);
  const std::size_t size = size_.load(std::memory_order_relaxed);
  if (i >= size) return error::index_error;
  item* const taken = slots()[i].get();
  for (std::size_t k = i + 1; k < size; ++k) slots()[k - 1].move_from(slots()[k]);
  size_.store(size - 1, std::memory_order_relaxed);
  return taken;
}

template <class Policies>
void shared_list<Policies>::clear(runtime& rt) {
  std::vector<item*> old;
  {
    const held<locking> in(rt, lock_);
    for (std::size_t i = 0; i < size_.load(std::memory_order_relaxed); ++i)
      old.push_back(slots()[i].get());
    size_.store(0, std::memory_order_relaxed);
    array* const last = array_.load(std::memory_order_relaxed);
    array_.store(nullptr, std::memory_order_relaxed);
    give_up(rt, last);
  }
  for (item* o : old) decref(rt, *o);
}

template <class Policies>
void shared_list<Policies>::dealloc(runtime& rt, item* o) {
  auto* self = static_cast<shared_list*>(o);
  for (std::size_t i = 0; i < self->len(); ++i) decref(rt, *self->slots()[i].get());
  if (array* last = self->array_.load(std::memory_order_relaxed)) array::end(last);
  destroy_later(rt, self);
}

template <class Policies>
void shared_list<Policies>::traverse(item& o, const reference_visitor<count>& visit) {
  auto& self = static_cast<shared_list&>(o);
  for (std::size_t i = 0; i < self.len(); ++i) visit(*self.slots()[i].get());
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
