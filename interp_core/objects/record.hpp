// Objects that are nothing but a few references, set once: slice, method, C function.
//
// Source: CPython's PySliceObject, PyMethodObject and PyCFunctionObject, as far as their freelists
// need them.
#pragma once

#include <array>
#include <cstddef>

#include "interp_core/freelist/freelists.hpp"
#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Size references, any of which may be null. Any thread with a reference to the record may read it.
template <class Count, freelist_kind Kind, std::size_t Size>
class record : public object<Count> {
 public:
  using item = object<Count>;

  // A new reference to a record of those; it takes references of its own. Null without memory.
  static record* create(runtime& rt, const std::array<item*, Size>& parts,
                        sync::site where = sync::site::current()) {
    record* fresh = make_object<record>(rt, Kind, where);
    if (fresh == nullptr) return nullptr;
    for (std::size_t i = 0; i < Size; ++i) {
      if (parts[i] != nullptr) incref(rt, *parts[i]);
      fresh->parts_[i].set(parts[i]);
    }
    return fresh;
  }

  // The i-th, borrowed from the record.
  item* operator[](std::size_t i) const { return parts_[i].get(); }

  // Of make_object: see create.
  record() : object<Count>(this_type) {}

 private:
  static void dealloc(runtime& rt, item* o) {
    auto* self = static_cast<record*>(o);
    for (const auto& part : self->parts_) decref_if(rt, part.get());
    end_object(rt, Kind, self);
  }
  static void traverse(item& o, const reference_visitor<Count>& visit) {
    for (const auto& part : static_cast<record&>(o).parts_)
      if (item* p = part.get()) visit(*p);
  }
  static constexpr type_object<Count> this_type{
      .name = to_string(Kind), .dealloc = dealloc, .traverse = traverse};

  std::array<sync::var<item*>, Size> parts_;
};

template <class Count>
using slice = record<Count, freelist_kind::slice, 3>;  // start, stop, step

template <class Count>
using method = record<Count, freelist_kind::method, 2>;  // the function, and what it is bound to

template <class Count>
using c_function = record<Count, freelist_kind::c_function, 2>;  // self and module

template <class Count>
using memory_error = record<Count, freelist_kind::memory_error, 0>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
