// A mutex or a condition variable whose life ends while somebody still has to do with it: undefined
// by [thread.mutex.class] and [thread.condition.condvar].
//
//   misuse   a mutex is destroyed while a thread holds it
//            a condition variable is destroyed while a thread sleeps on it that nobody has notified
//
// Whichever way it ends: by its destructor, with its memory, or by an object made in its place.
// Both are told by what the destroying thread knows to have happened before. A use that nothing
// orders is the race checker's to report, which comes after this one. The rest of what is undefined
// about locks the engine itself reports (model/engine/locks/lock_misuse.hpp).
#pragma once

#include "model/run/observer.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class lock_misuse_checker final : public observer {
 public:
  void on_end_atomic(run_view& run, location_id l, const void* address, ending how,
                     sync::site where) override;
};

}  // namespace suture
