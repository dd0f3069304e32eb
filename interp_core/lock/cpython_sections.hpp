// CPython's critical sections as a way to lock containers: a mutex of one byte in every object, a
// stack of sections for every thread, and one parking lot.
//
// The same as locking::critical_sections, with nothing taken for granted: a program can run it, and
// a search sees every step of the mutex.
#pragma once

#include "interp_core/lock/parking_lot.hpp"
#include "interp_core/lock/py_mutex.hpp"
#include "interp_core/lock/section_stack.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What the runtime needs for it: the lot, and each thread's sections. Made before any object is
// locked, and outlives them all.
class thread_sections {
 public:
  explicit thread_sections(runtime& rt) : rt_(rt) { rt_.sections_of_threads = this; }
  ~thread_sections() { rt_.sections_of_threads = nullptr; }
  thread_sections(const thread_sections&) = delete;
  thread_sections& operator=(const thread_sections&) = delete;

  // The calling thread's.
  section_stack& mine() { return stacks_.get(); }

 private:
  runtime& rt_;
  parking_lot lot_;
  sync::thread_local_object<section_stack> stacks_{[this] { return section_stack(lot_); }};
};

namespace locking {

// See locking.hpp for what a policy is.
struct cpython_sections {
  using in_object = py_mutex;
  using section = section_stack::section;
  static void enter(runtime& rt, in_object& m, section& s, sync::site) {
    rt.sections_of_threads->mine().begin(s, m);
  }
  static void leave(runtime& rt, in_object&, section& s, sync::site) {
    rt.sections_of_threads->mine().end(s);
  }
  static void enter_two(runtime& rt, in_object& a, in_object& b, section& s, sync::site) {
    rt.sections_of_threads->mine().begin(s, a, b);
  }
};

}  // namespace locking
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
