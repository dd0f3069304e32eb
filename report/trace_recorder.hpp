// The observer that writes down a trace.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/run/observed.hpp"
#include "model/run/run_view.hpp"
#include "report/held_locks.hpp"
#include "report/trace.hpp"
#include "report/values.hpp"

namespace suture::report {

// Observes one run after the other; `take` after each. Attach it before the checkers: a step that a
// checker objects to must be in the trace. Costs an allocation a step, so it is for replays.
class trace_recorder final : public observer {
 public:
  void attach(observed& run) {
    run.observe(*this);
    run.observe_events(*this);
    run.observe_marks(*this);
  }

  // How many steps the run has made so far.
  std::size_t size() const { return steps_.size(); }

  // The trace of the run just ended. The run's graph must still be there.
  trace take(const run_view& run);

  void begin_run(run_view& run) override;
  void on_event(run_view& run, event_id id) override;
  void on_plain(run_view& run, const plain_access& access) override;
  void on_make_plain(run_view& run, const plain_access& made, bool initialised) override;
  void on_plain_at_atomic(run_view& run, location_id l, const plain_access& access) override;
  void on_end_plain(run_view& run, const plain_access& object, ending how) override;
  void on_end_atomic(run_view& run, location_id l, const void* address, ending how,
                     sync::site where) override;
  void on_invalid_access(run_view& run, const void* address, object_kind kind,
                         sync::site where) override;
  void on_allocate(run_view& run, const block& b) override;
  void on_free(run_view& run, const block* b, const void* address, sync::site where) override;
  void on_retire(run_view& run, const block* b, const void* address, sync::site where) override;
  void on_revive(run_view& run, const block* b, const void* address, sync::site where) override;
  void on_note(run_view& run, std::string_view text, sync::site where) override;
  void on_begin_operation(run_view& run, const sync::marked_call& call) override;
  void on_end_operation(run_view& run, const sync::mark_value& result, sync::site where) override;
  void end_run(run_view& run, run_end end) override;

 private:
  static constexpr std::size_t no_step = ~std::size_t{0};

  struct plain_bits {
    hooks::value_kind kind = hooks::value_kind::opaque;
    std::uint8_t bytes = 0;
    std::uint64_t bits = 0;
  };

  // What a step is made of; the words come when the run is over and all is known.
  struct raw_step {
    thread_id thread = 0;
    sync::site where;
    std::string switched;
    std::string held;
    moment when;
    std::string verb;    // of what is no event: "read", "allocate", …
    std::string object;  // named when it happened: the name may go to another object later
    std::uint32_t label = object_labels::none;  // that names it, numbered when all are known
    plain_bits value;                           // of plain data, read or written
    bool write = false;
    event_id id = no_event;
    std::size_t from = no_step;    // the step that wrote what this reads
    std::size_t newer = no_step;   // the step whose write this read does not see
    std::size_t before = no_step;  // the step whose write this write is ordered before
    bool lock = false;             // takes or gives back a lock
    bool tentative = false;        // worth telling only as the last step
  };

  // `now` is the event that the step is about, if it is about one.
  raw_step& add(const run_view& run, sync::site where, event_id now = no_event);
  void drop_tentative();
  std::string why_left(const run_view& run, thread_id thread, event_id now) const;
  std::string waiting(const run_view& run, thread_id thread, event_id now) const;
  std::string lock_name(const run_view& run, location_id lock) const;
  std::string plain_name(const run_view& run, const plain_access& access) const;
  void note_pointee(const run_view& run, std::uint64_t bits);
  static std::string object_of(const run_view& run, const raw_step& raw);
  static std::string plain_text(const raw_step& raw, const std::string& action,
                                const values& words);
  std::string with_locks(std::string text, thread_id thread) const;
  std::size_t step_of(event_id write) const;
  static void mark_needed(const run_view& run, trace& t, const std::vector<raw_step>& raw);

  std::vector<raw_step> steps_;
  std::size_t setup_ = 0;
  std::vector<std::size_t> step_by_event_;
  std::vector<std::string> stuck_;
  held_locks locks_;
  std::vector<std::vector<std::string>> operations_;  // by thread: marked and not yet ended
  std::set<std::string> atomics_;                     // names of those seen so far
  std::vector<bool> written_;                         // by number of the plain data
  std::map<std::uint64_t, std::string> pointees_;     // what was at an address when it was a value
};

}  // namespace suture::report
