// CPython's critical sections: a thread's stack of them, let go of whenever the thread detaches.
//
// Source: free-threaded CPython's critical_section.c. A section has the mutex of one object or of
// two. Wherever the thread detaches, to wait for a mutex or for input, all its sections are
// suspended: their mutexes are unlocked. When it is attached again, only the innermost is resumed;
// the one around it is when it becomes the innermost. So a thread waits while it holds nothing (but
// the first of two mutexes, which are taken in the order of their addresses), and no nesting can
// make threads wait in a circle. The price: what a section protects may have changed wherever the
// thread may have detached.
//   critical_section.hpp is the same idea over a mutex that is taken for granted.
#pragma once

#include <functional>
#include <utility>

#include "interp_core/lock/parking_lot.hpp"
#include "interp_core/lock/py_mutex.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct section_rules {
  // Sections are suspended when the thread detaches.
  static constexpr bool suspends = true;
  // A section becomes active again before it goes on.
  static constexpr bool resumes = true;
  // A section of the mutex that the innermost one has is none of its own. Otherwise the thread
  // waits for itself, and lets others in meanwhile.
  static constexpr bool knows_its_own = true;
  // Two mutexes are taken in the order of their addresses.
  static constexpr bool sorts_two = true;
};

// On the stack of its thread.
template <class Mutex>
struct basic_section {
  Mutex* first = nullptr;  // null: none is locked for it, or it is none of its own
  Mutex* second = nullptr;
  basic_section* outer = nullptr;
  bool is_suspended = false;
  bool is_pushed = false;
};

// The sections of one thread, and how that thread waits (see parking_lot.hpp): attach and detach.
// Made by it, or by another before it starts.
template <class Lot, class Mutex, class Rules = section_rules>
class basic_section_stack {
 public:
  using section = basic_section<Mutex>;

  explicit basic_section_stack(Lot& lot) : lot_(lot) {}

  void begin(section& s, Mutex& m) {
    if (Rules::knows_its_own && is_own(m, m)) return;
    push(s);
    if (!m.try_lock()) m.lock(lot_, *this);
    s.first = &m;
  }

  void begin(section& s, Mutex& a, Mutex& b) {
    if (&a == &b) return begin(s, a);
    if (Rules::knows_its_own && is_own(a, b)) return;
    Mutex* first = &a;
    Mutex* second = &b;
    if (Rules::sorts_two && std::less<>{}(second, first)) std::swap(first, second);
    push(s);
    first->lock(lot_, *this);
    second->lock(lot_, *this);
    s.first = first;
    s.second = second;
  }

  // The innermost.
  void end(section& s) {
    if (!s.is_pushed) return;
    release(s);
    innermost_ = s.outer;
    if (innermost_ != nullptr && innermost_->is_suspended && Rules::resumes) resume(*innermost_);
  }

  // Suspends all sections, outwards.
  void detach() {
    if (!Rules::suspends) return;
    for (section* s = innermost_; s != nullptr && !s->is_suspended; s = s->outer) {
      s->is_suspended = true;
      if (s->second != nullptr) s->second->unlock(lot_);
      if (s->first != nullptr) s->first->unlock(lot_);
    }
  }

  // Resumes the innermost.
  void attach() {
    if (innermost_ != nullptr && innermost_->is_suspended) resume(*innermost_);
  }

  // Runs `body`, which may block and touches nothing, without any section.
  template <class Body>
  void detached(Body body) {
    detach();
    body();
    attach();
  }

 private:
  bool is_own(const Mutex& a, const Mutex& b) const {
    const auto has = [this](const Mutex& m) {
      return innermost_->first == &m || innermost_->second == &m;
    };
    return innermost_ != nullptr && !innermost_->is_suspended && has(a) && has(b);
  }

  void push(section& s) {
    s.outer = innermost_;
    s.is_pushed = true;
    innermost_ = &s;
  }

  void release(section& s) {
    if (s.is_suspended) return;
    if (s.second != nullptr) s.second->unlock(lot_);
    if (s.first != nullptr) s.first->unlock(lot_);
  }

  // While it waits for its mutexes it has none, so that detaching again lets go of nothing it does
  // not hold.
  void resume(section& s) {
    Mutex* const first = std::exchange(s.first, nullptr);
    Mutex* const second = std::exchange(s.second, nullptr);
    if (first != nullptr) first->lock(lot_, *this);
    if (second != nullptr) second->lock(lot_, *this);
    s.first = first;
    s.second = second;
    s.is_suspended = false;
  }

  Lot& lot_;
  section* innermost_ = nullptr;
};

using section_stack = basic_section_stack<parking_lot, py_mutex>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
