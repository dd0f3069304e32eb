// The automatic lock: the interpreter takes a lock of the extension's whenever it calls into it.
//
// Source: the Gilectomy talk (checklist 14), an idea of Eric Snow's: code that was written for the
// GIL goes on to be run by one thread at a time, and different extensions still run at once.
//
// What it costs: an extension calls back into the interpreter, and that may call into it again, or
// into another extension. A lock that is not recursive is then taken twice by its holder. A
// recursive one survives that, but two extensions that call each other from two threads wait for
// each other: one GIL cannot deadlock, one lock for each extension can. `lets_go` is our answer:
// the lock is given back round every call out, as the GIL may be. The extension then finds its data
// changed after a call out, and so it did with the GIL.
//
// A lock has lock and unlock, for the time in the extension's code, and leave and come_back round a
// call out of it.
#pragma once

#include <type_traits>

#include "interp_core/lock/hold.hpp"
#include "interp_core/lock/recursive_lock.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace automatic_lock {

// Kept while the extension calls out. Lock: any of interp_core/lock with lock and unlock.
template <class Lock>
class kept {
 public:
  kept() {
    if constexpr (std::is_same_v<Lock, sync::mutex>) sync::label(lock_, "of an extension");
  }
  void lock() { lock_.lock(); }
  void unlock() { lock_.unlock(); }
  void leave() {}
  void come_back() {}

 private:
  Lock lock_;
};

// The extension has said that it needs none.
class none {
 public:
  void lock() {}
  void unlock() {}
  void leave() {}
  void come_back() {}
};

// Wrong for an extension that is ever called back.
class plain : public kept<sync::mutex> {};

// What the idea needs at the least.
class recursive : public kept<recursive_lock<>> {};

// Given back round every call out; so it need not be recursive.
class lets_go {
 public:
  lets_go() { sync::label(lock_, "of an extension"); }
  void lock() { lock_.lock(); }
  void unlock() { lock_.unlock(); }
  void leave() { lock_.unlock(); }
  void come_back() { lock_.lock(); }

 private:
  sync::mutex lock_;
};

}  // namespace automatic_lock

// Runs `body`, which is code of the extension's, under its lock.
template <class Lock, class Body>
auto in_extension(Lock& lock, Body body) {
  const hold<Lock> held(lock);
  return body();
}

// Runs `body`, which may call any extension, from within the code of this one. Not where an
// exception passes, as one that ends the run does: the lock is given back then by nobody else.
template <class Lock, class Body>
void out_of_extension(Lock& lock, Body body) {
  lock.leave();
  body();
  lock.come_back();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
