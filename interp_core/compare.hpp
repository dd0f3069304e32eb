// ==, < and hash() of any two objects, and what a container must keep alive while it compares.
#pragma once

#include <cstdint>
#include <vector>

#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Neither can run code of its own when the two are compared.
template <class Count>
bool compare_plainly(const object<Count>& a, const object<Count>& b) {
  return a.type->is_plain_value && b.type->is_plain_value;
}

// a == b as PyObject_RichCompareBool answers it: an object equals itself without being asked, then
// a's type decides, or b's where a's has nothing to say. The caller keeps references to both.
template <class Count>
result<bool> equal(runtime& rt, object<Count>& a, object<Count>& b) {
  if (&a == &b) return true;
  if (a.type->equal != nullptr) return a.type->equal(rt, a, b);
  if (b.type->equal != nullptr) return b.type->equal(rt, b, a);
  return false;
}

// a < b; a TypeError where a's type has no order.
template <class Count>
result<bool> less(runtime& rt, object<Count>& a, object<Count>& b) {
  if (a.type->less == nullptr) return error::type_error;
  return a.type->less(rt, a, b);
}

// hash(o); a TypeError where it has none. Never an address, so that runs can be repeated.
template <class Count>
result<std::int64_t> hash_of(runtime& rt, object<Count>& o) {
  if (o.type->hash == nullptr) return error::type_error;
  return o.type->hash(rt, o);
}

// References an operation takes under a container's lock and gives back after it: a comparison's
// operands, whose last reference may turn out to be this one, and no destructor may run under the
// lock. `drop` is not the destructor's work, since a run that is cut short drops nothing.
template <class Count>
class kept_alive {
 public:
  explicit kept_alive(runtime& rt) : rt_(rt) {}

  void keep(object<Count>& o) {
    incref(rt_, o);
    kept_.push_back(&o);
  }
  // The caller's own reference, to be given back with the others.
  void adopt(object<Count>* o) {
    if (o != nullptr) kept_.push_back(o);
  }
  // Once, without the lock.
  void drop() {
    for (object<Count>* o : kept_) decref(rt_, *o);
    kept_.clear();
  }

 private:
  runtime& rt_;
  std::vector<object<Count>*> kept_;
};

// equal(item, value) for an item that only the container, whose lock is held, has a reference to.
template <class Count>
result<bool> equal_kept(runtime& rt, kept_alive<Count>& kept, object<Count>& item,
                        object<Count>& value) {
  if (&item == &value) return true;
  if (!compare_plainly(item, value)) kept.keep(item);
  return equal(rt, item, value);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
