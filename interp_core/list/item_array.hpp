// The growing array behind a list.
//
// Source: listobject.c, list_resize: an array that must grow gets an eighth more than it needs, so
// that appending costs constant time on average; one less than half full shrinks.
//
// Deviation: where there is no memory for a smaller array the larger one is kept, so shrinking
// cannot fail.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "interp_core/object.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// How many items CPython makes room for when a list of `now` items becomes one of `wanted`.
constexpr std::size_t room_for(std::size_t wanted, std::size_t now) {
  if (wanted == 0) return 0;
  const std::size_t room = (wanted + (wanted >> 3) + 6) & ~std::size_t{3};
  // More at once than the surplus: the surplus would be for nothing.
  const bool by_leaps = wanted > now && wanted - now > room - wanted;
  return by_leaps ? (wanted + 3) & ~std::size_t{3} : room;
}

// Borrowed pointers: whoever fills it counts the references. The caller holds the list's lock.
template <class Count>
class item_array {
 public:
  using item = object<Count>*;

  item_array() {
    sync::label(items_, "list items");
    sync::label(size_, "list size");
    sync::label(allocated_, "list room");
  }
  ~item_array() { release_slots(items_.get(), allocated_.get()); }
  item_array(const item_array&) = delete;
  item_array& operator=(const item_array&) = delete;

  std::size_t size() const { return size_.get(); }
  std::size_t allocated() const { return allocated_.get(); }
  item get(std::size_t i) const { return items_.get()[i].get(); }
  void set(std::size_t i, item o) { items_.get()[i].set(o); }

  // What is beyond the old size holds no value yet. False: no memory, and nothing has changed.
  bool resize(std::size_t wanted) {
    const std::size_t room = allocated();
    if (wanted > room || wanted < room / 2) {
      if (!move_to(room_for(wanted, size())) && wanted > room) return false;
    }
    size_.set(wanted);
    return true;
  }

  // Makes place for one at i, or closes the gap there.
  bool open(std::size_t i) {
    const std::size_t n = size();
    if (!resize(n + 1)) return false;
    for (std::size_t k = n; k > i; --k) set(k, get(k - 1));
    return true;
  }
  void close(std::size_t i) {
    const std::size_t n = size();
    for (std::size_t k = i + 1; k < n; ++k) set(k - 1, get(k));
    static_cast<void>(resize(n - 1));
  }

  // The two change places: three fields each.
  void swap(item_array& other) {
    exchange(items_, other.items_);
    exchange(size_, other.size_);
    exchange(allocated_, other.allocated_);
  }

 private:
  using slot = sync::var<item>;

  bool move_to(std::size_t room) {
    slot* fresh = nullptr;
    if (room != 0) {
      fresh = static_cast<slot*>(sync::allocate(room * sizeof(slot)));
      if (fresh == nullptr) return false;
      sync::label(fresh, "list item");
      std::uninitialized_default_construct_n(fresh, room);
    }
    slot* old = items_.get();
    for (std::size_t i = 0; i < size() && i < room; ++i) fresh[i].set(old[i].get());
    items_.set(fresh);
    const std::size_t old_room = allocated();
    allocated_.set(room);
    release_slots(old, old_room);
    return true;
  }
  static void release_slots(slot* slots, std::size_t room) {
    if (slots == nullptr) return;
    std::destroy_n(slots, room);
    sync::deallocate(slots);
  }
  template <class T>
  static void exchange(sync::var<T>& a, sync::var<T>& b) {
    const T of_a = a.get();
    a.set(b.get());
    b.set(of_a);
  }

  sync::var<slot*> items_{nullptr};
  sync::var<std::size_t> size_{0};
  sync::var<std::size_t> allocated_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
