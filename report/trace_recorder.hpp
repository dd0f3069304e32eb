// The observer that writes down a trace.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/execution/execution.hpp"
#include "model/execution/observer.hpp"
#include "report/held_locks.hpp"
#include "report/trace.hpp"

namespace suture::report {

// Observes one run after the other; `take` after each. Attach it before the checkers: a step that a
// checker objects to must be in the trace. Costs an allocation a step, so it is for replays.
class trace_recorder final : public observer {
 public:
  void attach(execution& run) {
    run.observe(*this);
    run.observe_events(*this);
    run.observe_marks(*this);
  }

  // How many steps the run has made so far.
  std::size_t size() const { return steps_.size(); }

  // The trace of the run just ended. The run's graph must still be there.
  trace take(execution& run);

  void begin_run(execution& run) override;
  void on_event(execution& run, event_id id) override;
  void on_plain(execution& run, const plain_access& access) override;
  void on_destroy_plain(execution& run, const plain_access& object) override;
  void on_destroy_cell(execution& run, location_id l, const void* address,
                       sync::site where) override;
  void on_invalid_access(execution& run, const void* address, object_kind kind,
                         sync::site where) override;
  void on_allocate(execution& run, block& b) override;
  void on_free(execution& run, block* b, const void* address, sync::site where) override;
  void on_retire(execution& run, block* b, const void* address, sync::site where) override;
  void on_revive(execution& run, block* b, const void* address, sync::site where) override;
  void on_note(execution& run, std::string_view text, sync::site where) override;
  void on_begin_operation(execution& run, const sync::marked_call& call) override;
  void on_end_operation(execution& run, const sync::mark_value& result, sync::site where) override;
  void end_run(execution& run, run_end end) override;

 private:
  static constexpr std::size_t no_step = ~std::size_t{0};

  // What a step is made of; the words come when the run is over and all is known.
  struct raw_step {
    thread_id thread = 0;
    sync::site where;
    std::string switched;
    std::string verb;    // of what is no event: "read", "allocate", …
    std::string object;  // named when it happened: the name may go to another object later
    event_id id = no_event;
    std::size_t newer = no_step;   // the step whose write this read does not see
    std::size_t before = no_step;  // the step whose write this write is ordered before
    bool lock = false;             // takes or gives back a lock
    bool tentative = false;        // worth telling only as the last step
  };

  // `now` is the event that the step is about, if it is about one.
  raw_step& add(execution& run, sync::site where, event_id now = no_event);
  void drop_tentative();
  std::string why_left(execution& run, thread_id thread, event_id now) const;
  std::string waiting(execution& run, thread_id thread, event_id now) const;
  std::string lock_name(execution& run, location_id lock) const;
  std::string plain_name(execution& run, const plain_access& access) const;
  std::string with_locks(std::string text, thread_id thread) const;
  std::size_t step_of(event_id write) const;

  std::vector<raw_step> steps_;
  std::vector<std::size_t> step_by_event_;
  std::vector<std::string> stuck_;
  held_locks locks_;
  std::vector<std::vector<std::string>> operations_;  // by thread: marked and not yet ended
  std::set<std::string> atomics_;                     // names of those seen so far
};

}  // namespace suture::report
