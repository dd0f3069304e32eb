// Critical sections: locks that a thread lets go of while it waits for another one.
//
// Source: free-threaded CPython's critical_section.c. A thread's sections are a stack. Where the
// lock of a new one is not free, all sections the thread is in are suspended: their locks are
// released, and each is taken again when it becomes the innermost. So nobody waits for a lock while
// holding one (but for the second of two, which are taken in order of their addresses), and no
// recursion can break the order: the answer to checklist 51. The price: a section protects what it
// protects only from one waiting to the next, and whoever calls back must look again afterwards.
#pragma once

#include <functional>
#include <utility>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// On the stack of its thread. Without a first mutex it is none of its own: the section around it
// has the locks already.
struct critical_section {
  sync::mutex* first = nullptr;
  sync::mutex* second = nullptr;
  critical_section* outer = nullptr;
  bool is_suspended = false;
  sync::site where = {};  // the operation whose section it is

  bool has(const sync::mutex& m) const { return first == &m || second == &m; }
  void lock() {
    first->lock(where);
    if (second != nullptr) second->lock(where);
    is_suspended = false;
  }
  void unlock() {
    if (second != nullptr) second->unlock(where);
    first->unlock(where);
  }
  bool try_lock() {
    if (!first->try_lock(where)) return false;
    if (second == nullptr || second->try_lock(where)) return true;
    first->unlock(where);
    return false;
  }
};

// Does the calling thread hold `m` already? Then nobody need ask the mutex, which must not be taken
// by its own holder, not even as an attempt.
inline bool held_around(const critical_section* around, const sync::mutex& m) {
  for (const critical_section* c = around; c != nullptr && !c->is_suspended; c = c->outer) {
    if (c->has(m)) return true;
  }
  return false;
}

// Begins the section `s` of the calling thread, with the locks of one mutex or of two.
inline void begin_critical_section(sync::thread_local_ptr<critical_section>& innermost,
                                   critical_section& s, sync::mutex& a, sync::mutex& b,
                                   sync::site where) {
  critical_section* const around = innermost.get();
  if (around != nullptr && around->has(a) && around->has(b)) return;
  s.first = &a;
  s.second = &a == &b ? nullptr : &b;
  if (s.second != nullptr && std::less<>{}(s.second, s.first)) std::swap(s.first, s.second);
  s.outer = around;
  s.where = where;
  if (held_around(around, a) || held_around(around, b) || !s.try_lock()) {
    for (critical_section* c = around; c != nullptr && !c->is_suspended; c = c->outer) {
      c->unlock();
      c->is_suspended = true;
    }
    s.lock();
  }
  innermost.set(&s);
}

// Ends it; it is the innermost one.
inline void end_critical_section(sync::thread_local_ptr<critical_section>& innermost,
                                 critical_section& s) {
  if (s.first == nullptr) return;
  s.unlock();
  innermost.set(s.outer);
  if (s.outer != nullptr && s.outer->is_suspended) s.outer->lock();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
