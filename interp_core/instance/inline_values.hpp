// The values of one instance in one block: in the order of the keys that it shares with others, and
// the order in which it has got them.
//
// Source: CPython's struct _dictvalues: the values, how many there is room for, and a byte for each
// that is there: the number of its key, in the order of insertion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "interp_core/cell.hpp"
#include "interp_core/object.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Changed under the instance's lock; single values are read without it. References in it are
// counted by whoever puts them there.
template <class Count>
class inline_values {
 public:
  using item = object<Count>;
  using slot = ordered_cell<item*>;

  // Null where there is no memory for it.
  static inline_values* create(std::size_t room) {
    void* block = sync::allocate(sizeof(inline_values) + room * (sizeof(slot) + sizeof(number)));
    if (block == nullptr) return nullptr;
    sync::label(block, "values");
    return ::new (block) inline_values(room);
  }
  static void release(void* values) {
    static_cast<inline_values*>(values)->~inline_values();
    sync::deallocate(values);
  }

  // Null in it where the instance has no such value. Unlike C, this knows when it is asked for one
  // that it has no room for.
  slot& at(std::size_t i) {
    sync::check(i < room_, "a value lies inside of the values");
    return slots()[i];
  }

  // The value that was there becomes the caller's; null if there was none.
  item* exchange(std::size_t i, item* value) {
    item* const old = at(i).get();
    at(i).set(value);
    if (old == nullptr && value != nullptr) inserted(static_cast<std::uint8_t>(i));
    if (old != nullptr && value == nullptr) removed(static_cast<std::uint8_t>(i));
    return old;
  }

  std::size_t size() const { return size_.get(); }

  // The numbers of the keys with their values, in the order in which the instance got them.
  template <class Visit>
  void for_each(Visit visit) {
    for (std::size_t n = 0; n < size(); ++n) {
      const std::size_t i = order()[n].get();
      visit(i, *slots()[i].get());
    }
  }

 private:
  using number = sync::var<std::uint8_t>;

  explicit inline_values(std::size_t room) : room_(room) {
    std::uninitialized_default_construct_n(slots(), room_);
    std::uninitialized_default_construct_n(order(), room_);
  }
  ~inline_values() {
    std::destroy_n(slots(), room_);
    std::destroy_n(order(), room_);
  }

  slot* slots() { return reinterpret_cast<slot*>(this + 1); }
  number* order() { return reinterpret_cast<number*>(slots() + room_); }

  void inserted(std::uint8_t i) {
    order()[size()].set(i);
    size_.set(size() + 1);
  }
  void removed(std::uint8_t i) {
    std::size_t n = 0;
    while (order()[n].get() != i) ++n;
    for (; n + 1 < size(); ++n) order()[n].set(order()[n + 1].get());
    size_.set(size() - 1);
  }

  alignas(slot) const std::size_t room_;
  sync::var<std::size_t> size_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
