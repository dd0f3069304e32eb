// tuple: a row of references of one length, set once.
//
// Source: CPython's tupleobject.c: the items stand right behind the header, and tuples of 1 to 19
// items have a freelist for each length. The empty tuple is a singleton: see singleton.hpp.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <new>

#include "interp_core/freelist/freelists.hpp"
#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Any thread with a reference to the tuple may read it.
template <class Count>
class tuple : public object<Count> {
 public:
  using item = object<Count>;

  // A new reference to a tuple of those items, to which it takes references of its own. Null where
  // there is no memory for it.
  static tuple* create(runtime& rt, std::initializer_list<item*> items,
                       sync::site where = sync::site::current()) {
    const freelist_place place{freelist_kind::tuple, items.size()};
    void* block = allocate_block(rt, place, sizeof(tuple) + items.size() * sizeof(slot), where);
    if (block == nullptr) return nullptr;
    tuple* fresh = ::new (block) tuple(items.size());
    slot* next = fresh->slots();
    for (item* o : items) {
      incref(rt, *o);
      ::new (static_cast<void*>(next++)) slot(o);
    }
    return fresh;
  }

  std::size_t size() const { return size_; }
  // The i-th, i < size(), borrowed from the tuple.
  item& operator[](std::size_t i) { return *slots()[i].get(); }

 private:
  using slot = sync::var<item*>;

  explicit tuple(std::size_t size) : object<Count>(this_type), size_(size) {}
  ~tuple() { std::destroy_n(slots(), size_); }

  slot* slots() { return reinterpret_cast<slot*>(this + 1); }

  static void dealloc(runtime& rt, item* o) {
    auto* self = static_cast<tuple*>(o);
    for (std::size_t i = 0; i < self->size_; ++i) decref(rt, (*self)[i]);
    const freelist_place place{freelist_kind::tuple, self->size_};
    self->~tuple();
    release_block(rt, place, self);
  }
  static void traverse(item& o, const reference_visitor<Count>& visit) {
    auto& self = static_cast<tuple&>(o);
    for (std::size_t i = 0; i < self.size_; ++i) visit(self[i]);
  }
  static constexpr type_object<Count> this_type{
      .name = "tuple", .dealloc = dealloc, .traverse = traverse};

  const std::size_t size_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
