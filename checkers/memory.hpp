// What state memory is in when it is used: freed, parked in a freelist, never written, never freed.
//
//   use-after-free       an access in a freed block, or to an object that is no longer, or not yet
//   double-free          a block freed twice, or freed while it is parked in a freelist
//   retired-access       an access in a parked block; parking it twice; taking back one not parked
//   uninitialised-read   a read of plain data that nobody has written
//   leak                 a block that is live, or parked, when every thread has ended
//   misuse               deallocate, retire or revive of what no allocation gave out
//
// Freed and parked memory is overwritten by the heap, so a stale pointer finds no object in it
// (execution::plain, execution::locate) and the address tells which block it was. With
// reuse_policy::lifo the block may hold a new object by then; a stale access to that one is caught
// only where nothing orders it after the making, by the race checker. So are accesses that come
// before the end of a lifetime but are not ordered before it.
//
// Not thread-safe; one checker serves one execution. It keeps its memory from run to run.
#pragma once

#include <string_view>
#include <vector>

#include "model/run/observer.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class memory_checker final : public observer {
 public:
  void on_plain(run_view& run, const plain_access& access) override;
  void on_atomic_beside_plain(run_view& run, event_id first) override;
  void on_make_plain(run_view& run, const plain_access& made, bool initialised) override;
  void on_invalid_access(run_view& run, const void* address, object_kind kind,
                         sync::site where) override;
  void on_free(run_view& run, const block* b, const void* address, sync::site where) override;
  void on_retire(run_view& run, const block* b, const void* address, sync::site where) override;
  void on_revive(run_view& run, const block* b, const void* address, sync::site where) override;
  void end_run(run_view& run, run_end end) override;

 private:
  struct object {
    bool written = false;
    sync::site made;
  };
  std::vector<object> objects_;  // by number; those of earlier runs are overwritten
};

}  // namespace suture
