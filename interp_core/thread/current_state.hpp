// Which thread state is the current one: a global that every switch overwrites, or one for each
// thread.
//
// Source: the Gilectomy talk. CPython had one global, `_PyThreadState_Current`, written by whoever
// took the GIL; the Gilectomy put it into thread-local storage, since without a GIL two threads are
// "current" at once (checklist 8 and 9).
//
// Both have get and set; null is nobody.
#pragma once

#include "interp_core/thread/thread_state.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace current_state {

// Protected by the GIL, and by nothing else. Cell: sync::var, or ordered_cell to see what goes
// wrong without a GIL apart from the data race.
template <template <class> class Cell = sync::var>
class in_global {
 public:
  in_global() { sync::label(current_, "current thread state"); }

  thread_state* get() const { return current_.get(); }
  void set(thread_state* state) { current_.set(state); }

 private:
  Cell<thread_state*> current_{nullptr};
};

class in_thread {
 public:
  thread_state* get() const { return current_.get(); }
  void set(thread_state* state) { current_.set(state); }

 private:
  sync::thread_local_ptr<thread_state> current_;
};

}  // namespace current_state
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
