// Where the threads of a QSBR keep how far they have come: a slot for each, of which there must be
// more when there are more threads than ever before.
//
// A policy is a template over the owner of a slot, which it tells where its slot is: by
// Owner::moved_to(slot*). It has take, null where there is no room; grow; give_back; and for_each.
// The caller holds the lock of the QSBR for all but for_each. Where growing_moves, nobody else may
// use a slot meanwhile.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A block of its own for each slot would do; an array of them is scanned faster.
template <class Owner>
struct qsbr_slot {
  qsbr_slot() {
    sync::label(sequence, "qsbr sequence");
    sync::label(owner, "slot's owner");
  }
  sync::atomic<std::uint64_t> sequence{0};  // zero: its thread is off line
  sync::var<Owner*> owner{nullptr};         // null: it is free
};

namespace qsbr_slots {

template <class Slot>
Slot* make_array(std::size_t length) {
  auto* made = static_cast<Slot*>(sync::allocate(length * sizeof(Slot)));
  if (made != nullptr) std::uninitialized_default_construct_n(made, length);
  return made;
}
template <class Slot>
void free_array(Slot* array, std::size_t length) {
  if (array == nullptr) return;
  std::destroy_n(array, length);
  sync::deallocate(array);
}
template <class Slot>
Slot* free_one_in(Slot* array, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i)
    if (array[i].owner.get() == nullptr) return &array[i];
  return nullptr;
}

// One array, twice as long each time (qsbr.c, grow_thread_array). Threads are told where their
// slots have gone, so all of them must stand still.
template <class Owner>
class moving {
 public:
  using slot = qsbr_slot<Owner>;
  static constexpr bool growing_moves = true;

  moving() {
    sync::label(slots_, "qsbr slots");
    sync::label(length_, "number of qsbr slots");
  }
  ~moving() { free_array(slots_.get(), length_.get()); }
  moving(const moving&) = delete;
  moving& operator=(const moving&) = delete;

  slot* take(Owner& by) {
    slot* const found = free_one_in(slots_.get(), length_.get());
    if (found != nullptr) found->owner.set(&by);
    return found;
  }
  void give_back(slot& s) { s.owner.set(nullptr); }

  bool grow() {
    slot* const old = slots_.get();
    const std::size_t old_length = length_.get();
    const std::size_t length = old_length == 0 ? 1 : 2 * old_length;
    slot* const fresh = make_array<slot>(length);
    if (fresh == nullptr) return false;
    for (std::size_t i = 0; i < old_length; ++i) {
      fresh[i].sequence.store(old[i].sequence.load(std::memory_order_relaxed),
                              std::memory_order_relaxed);
      Owner* const owner = old[i].owner.get();
      fresh[i].owner.set(owner);
      if (owner != nullptr) owner->moved_to(&fresh[i]);
    }
    slots_.set(fresh);
    length_.set(length);
    free_array(old, old_length);
    return true;
  }

  // Without the lock.
  template <class Visit>
  void for_each(Visit visit) const {
    slot* const slots = slots_.get();
    for (std::size_t i = 0; i < length_.get(); ++i) visit(slots[i]);
  }

 private:
  sync::var<slot*> slots_{nullptr};
  sync::var<std::size_t> length_{0};
};

// Blocks in a list, each as long as all before it: what is there stays where it is.
template <class Owner>
class linked {
 public:
  using slot = qsbr_slot<Owner>;
  static constexpr bool growing_moves = false;

  linked() { sync::label(first_, "qsbr blocks"); }
  ~linked() {
    for (block* b = first_.load(std::memory_order_relaxed); b != nullptr;) {
      block* const done = b;
      b = done->next;
      free_array(done->slots, done->length);
      sync::destroy(done);
    }
  }
  linked(const linked&) = delete;
  linked& operator=(const linked&) = delete;

  slot* take(Owner& by) {
    for (block* b = first_.load(std::memory_order_relaxed); b != nullptr; b = b->next) {
      slot* const found = free_one_in(b->slots, b->length);
      if (found == nullptr) continue;
      found->owner.set(&by);
      return found;
    }
    return nullptr;
  }
  void give_back(slot& s) { s.owner.set(nullptr); }

  bool grow() {
    block* const before = first_.load(std::memory_order_relaxed);
    const std::size_t length = before == nullptr ? 1 : 2 * before->length;
    slot* const slots = make_array<slot>(length);
    if (slots == nullptr) return false;
    block* const fresh = sync::make_at<block>(sync::site::current(), before, slots, length);
    if (fresh == nullptr) {
      free_array(slots, length);
      return false;
    }
    first_.store(fresh, std::memory_order_release);
    return true;
  }

  template <class Visit>
  void for_each(Visit visit) const {
    for (const block* b = first_.load(std::memory_order_acquire); b != nullptr; b = b->next)
      for (std::size_t i = 0; i < b->length; ++i) visit(b->slots[i]);
  }

 private:
  // Never changed once it is published.
  struct block {
    block(block* n, slot* s, std::size_t l) : next(n), slots(s), length(l) {}
    block* const next;
    slot* const slots;
    const std::size_t length;
  };

  sync::atomic<block*> first_{nullptr};
};

}  // namespace qsbr_slots
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
