// Every marked operation leaves its thread with the locks it came with, on its way out through an
// error as on any other: entered once with a lock still held, the next caller waits for ever; given
// back once too often, somebody else's lock is open.
//
//   lock-imbalance   an operation returns, or is left by an exception, holding a lock more or less
//
// The Gilectomy's own list of mistakes has this as the most common one: an early return past the
// unlock (the talk's "every external entry point locks at the top and leaves by every exit without
// it"). Only marked operations are looked at, and only locks that say so (model/sync/marks.hpp):
// those of `sync` do.
//
// Not thread-safe; one checker serves one execution.
#pragma once

#include <vector>

#include "checkers/marked_locks.hpp"
#include "model/run/observed.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class lock_balance_checker final : public observer {
 public:
  void attach(observed& run) {
    run.observe(*this);
    run.observe_marks(*this);
  }

  void begin_run(run_view& run) override;
  void on_begin_operation(run_view& run, const sync::marked_call& call) override;
  void on_end_operation(run_view& run, const sync::mark_value& result, sync::site where) override;
  void on_mark_lock(run_view& run, const void* lock, bool taken, sync::site where) override;

 private:
  struct entered {
    const char* name = "";
    std::vector<marked_locks::hold> held;
  };

  marked_locks locks_;
  std::vector<std::vector<entered>> open_;  // by thread, the innermost operation last
};

}  // namespace suture
