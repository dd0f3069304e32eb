// Data that threads write under no common lock, whether or not this run has a race on it.
//
//   no-common-lock   plain data that several threads use and one writes, and no lock is held at all
//                    of these accesses
//
// Source: Savage, Burrows, Nelson, Sobalvarro and Anderson, "Eraser: A Dynamic Data Race Detector
// for Multithreaded Programs", TOCS 15(4), 1997. An object is exclusive to the first thread that
// uses it; once a second one does it is shared, or shared and modified if either writes from then
// on; its candidates, the locks held at every access since it is not exclusive any more, must not
// run out while it is modified. Deviations:
//   - An access while no other thread is there makes the object exclusive again: what is made
//     before the threads start and looked at when they have ended needs no lock.
//   - Reader locks count as locks.
// The race checker knows better whether accesses are ordered, since it goes by happens-before; this
// one says that nothing but luck, or something subtler than a lock, orders them. It is therefore
// asked for, and is no part of the standard set: data that is handed over by a flag is right and
// would be reported.
//
// Not thread-safe; one checker serves one execution.
#pragma once

#include <cstdint>
#include <vector>

#include "checkers/marked_locks.hpp"
#include "model/run/observed.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class lockset_checker final : public observer {
 public:
  void attach(observed& run) {
    run.observe(*this);
    run.observe_marks(*this);
  }

  void begin_run(run_view& run) override;
  void on_mark_lock(run_view& run, const void* lock, bool taken, sync::site where) override;
  void on_make_plain(run_view& run, const plain_access& made, bool initialised) override;
  void on_plain(run_view& run, const plain_access& seen) override;

 private:
  enum class stage : std::uint8_t { exclusive, shared, modified };
  struct object {
    stage now = stage::exclusive;
    thread_id owner = no_thread;  // while exclusive
    std::vector<const void*> candidates;
    thread_id last_thread = no_thread;  // the last access, for the report
    bool last_wrote = false;
    sync::site last;
    sync::site made;
  };

  void share(object& o, const plain_access& seen, thread_id me);
  void refine(object& o, thread_id me);
  void report(run_view& run, const object& o, const plain_access& seen);

  marked_locks locks_;
  std::vector<object> objects_;  // by number; those of earlier runs are overwritten
};

}  // namespace suture
