// The assumed-correct lock of an object, and what makes it recursive.
#pragma once

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// One critical section of a thread, on its stack. The sections a thread is in are linked, innermost
// first, so that it can see whether it is in one of the same mutex already: like CPython's critical
// sections. What a thread alone looks at is no shared memory, so asking makes no operation that a
// search would have to order, as a mutex's owner field does.
struct section {
  sync::mutex* mutex = nullptr;
  section* outer = nullptr;
  bool is_nested = false;  // an outer section has the mutex already
};

inline void enter_section(sync::thread_local_ptr<section>& innermost, sync::mutex& m, section& s,
                          sync::site where) {
  s.mutex = &m;
  s.outer = innermost.get();
  for (const section* in = s.outer; in != nullptr && !s.is_nested; in = in->outer)
    s.is_nested = in->mutex == &m;
  if (!s.is_nested) m.lock(where);
  innermost.set(&s);
}

// The innermost section of the calling thread.
inline void leave_section(sync::thread_local_ptr<section>& innermost, section& s,
                          sync::site where) {
  innermost.set(s.outer);
  if (!s.is_nested) s.mutex->unlock(where);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
