// Whoever watches a run: checkers, traces, statistics. An observer sees the stream of what happens
// and the run's read-only face; all it may do to the run is report a finding, which ends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/graph/event.hpp"
#include "model/engine/objects/heap.hpp"
#include "model/run/lifetime.hpp"
#include "model/run/placed_objects.hpp"
#include "model/sync/engine/plain_value.hpp"
#include "model/sync/marks.hpp"

namespace suture {

class execution;

// An access to plain data by the running thread, between two of its events.
struct plain_access {
  std::uint32_t object = 0;  // numbered from 0 in each run, in order of making
  const void* address = nullptr;
  bool write = false;
  sync::site where;
  hooks::plain_value value = {};  // read or written; there during the call only
};

// How a run ended.
enum class run_end : std::uint8_t {
  complete,   // every thread ran to its end
  blocked,    // some thread waits for what can no longer happen
  moot,       // some thread waits for what has happened but was not looked at: not an execution
  abandoned,  // an assumption failed
  bounded,    // a limit cut it off
  failed,     // a finding was reported
};

class observer {
 public:
  virtual ~observer() = default;
  virtual void begin_run(execution&) {}
  virtual void on_event(execution&, event_id) {}  // carried out just now, new or replayed
  virtual void on_plain(execution&, const plain_access&) {}
  virtual void on_make_plain(execution&, const plain_access&, bool /*initialised*/) {}
  // A plain access to an atomic place, before it is made; and an atomic access just carried out to
  // a place that has had one. A plain write is an event besides, a plain read is none.
  virtual void on_plain_at_atomic(execution&, location_id, const plain_access&) {}
  virtual void on_atomic_beside_plain(execution&, event_id) {}
  // The lifetime of an object ends, whichever way.
  virtual void on_end_plain(execution&, const plain_access&, ending) {}
  virtual void on_end_atomic(execution&, location_id, const void* /*address*/, ending, sync::site) {
  }
  // An object is made where another stood whose lifetime is over.
  virtual void on_make_over_remains(execution&, const placed_object&, sync::site) {}
  // An atomic is used by a thread that does not know of its making.
  virtual void on_unmade_cell(execution&, location_id, sync::site) {}
  // Something that is no live object of this run was used as one.
  virtual void on_invalid_access(execution&, const void* /*address*/, object_kind, sync::site) {}
  virtual void on_allocate(execution&, block&) {}
  // A pointer was given to deallocate, retire or revive; the block is null where there is none.
  virtual void on_free(execution&, block*, const void* /*address*/, sync::site) {}
  virtual void on_retire(execution&, block*, const void* /*address*/, sync::site) {}
  virtual void on_revive(execution&, block*, const void* /*address*/, sync::site) {}
  // Something worth a line in a trace that is no event ("sleeps", "wakes 1").
  virtual void on_note(execution&, std::string_view /*text*/, sync::site) {}
  // Marks (model/sync/marks.hpp), for those who asked for them. Operations of a thread may nest;
  // the one that began last ends first.
  virtual void on_begin_operation(execution&, const sync::marked_call&) {}
  virtual void on_end_operation(execution&, const sync::mark_value& /*result*/, sync::site) {}
  virtual void on_mark_lock(execution&, const void* /*lock*/, bool /*taken*/, sync::site) {}
  virtual void end_run(execution&, run_end) {}
};

}  // namespace suture
