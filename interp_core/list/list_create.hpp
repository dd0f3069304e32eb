// list, known to a collector from its beginning. Included by list.hpp.
#pragma once

#include "interp_core/list/list.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
template <class Heap>
list<Policies>* list<Policies>::create(runtime& rt, Heap& home, sync::site where) {
  list* const made = make_object<list>(rt, freelist_kind::list, where, home);
  if (made != nullptr) made->track();
  return made;
}

// Source: PyList_New and the callers that fill what it gives them.
template <class Policies>
template <class Heap, class Make>
result<list<Policies>*> list<Policies>::create_filled(runtime& rt, Heap& home, std::size_t size,
                                                      Make make) {
  list* const made = make_object<list>(rt, freelist_kind::list, sync::site::current(), home);
  if (made == nullptr) return error::memory_error;
  if (!Policies::tracks_when_filled) made->track();
  std::size_t filled = 0;
  if (made->items_.resize(size)) {
    for (item* o = nullptr; filled < size && (o = make(filled)) != nullptr; ++filled)
      made->items_.set(filled, o);
    if (filled < size) static_cast<void>(made->items_.resize(filled));
  }
  if (Policies::tracks_when_filled) made->track();
  if (filled == size) return made;
  decref(rt, *made);
  return error::memory_error;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
