// What the interpreter keeps for each thread that runs its code.
//
// Source: CPython's PyThreadState, as far as it is needed here: globals of the interpreter moved
// into it long before anybody took the GIL away (checklist 7), the current exception first of all.
#pragma once

#include <cstdint>

#include "interp_core/result.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made by the thread it belongs to, or by another before that one starts. Only the thread whose
// current state it is may touch it: that is watched, since the fields are sync::var.
class thread_state {
 public:
  thread_state() {
    sync::label(*this, "thread state");
    sync::label(raised_, "current exception");
  }
  thread_state(const thread_state&) = delete;
  thread_state& operator=(const thread_state&) = delete;

  // The exception that is being handled; error::none where there is none.
  error raised() const { return raised_.get(); }
  void set_raised(error what) { raised_.set(what); }
  // Gives it to the caller and forgets it (PyErr_Fetch).
  error fetch() {
    const error what = raised_.get();
    raised_.set(error::none);
    return what;
  }

 private:
  sync::var<error> raised_{error::none};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
