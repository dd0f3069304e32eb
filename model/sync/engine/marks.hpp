// Marks that observers of the run are told of.
#pragma once

#include "model/sync/engine/atomic.hpp"
#include "model/sync/engine/hooks.hpp"
#include "model/sync/marks.hpp"

namespace suture::sync {
inline namespace engine_backend {

// An operation of the calling thread on `object`, to the end of the scope. Make it before anything
// that the operation gives back at its end, such as a lock. A scope left without `returns` was left
// by an exception: what the operation would have returned is then unknown.
class marked_operation {
 public:
  marked_operation(const void* object, const char* name, std::vector<mark_value> arguments = {},
                   site where = site::current())
      : where_(where), result_(mark_value::unknown()) {
    hooks::begin_operation({object, name, std::move(arguments), where});
  }
  ~marked_operation() { hooks::end_operation(result_, where_); }
  marked_operation(const marked_operation&) = delete;
  marked_operation& operator=(const marked_operation&) = delete;

  void returns(mark_value result = {}) { result_ = std::move(result); }

 private:
  site where_;
  mark_value result_;
};

// The value an atomic has come to, when no other thread is about: all that was written is known to
// the caller. It is no operation. A load would be one, and would keep a refcount from being counted
// in the way that makes searches short (see atomic::add_unread).
template <class T>
T peek(const atomic<T>& of, site where = site::current()) {
  return detail::from_bits<T>(hooks::peek(of.engine_cell(), where));
}

// For locks of the user's own making: the calling thread has it now; it gives it back now. A lock
// that is taken twice is given back twice. The locks of `sync` say so themselves.
inline void mark_locked(const void* lock, site where = site::current()) {
  hooks::mark_lock(lock, true, where);
}
inline void mark_unlocked(const void* lock, site where = site::current()) {
  hooks::mark_lock(lock, false, where);
}

}  // namespace engine_backend
}  // namespace suture::sync
