// Whoever watches a run: checkers, traces, statistics. An observer sees the stream of what happens
// and the run as it is then (run_view.hpp); all it may do to it is report a finding, which ends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/graph/event.hpp"
#include "model/run/block.hpp"
#include "model/run/lifetime.hpp"
#include "model/run/placed_objects.hpp"
#include "model/run/run_end.hpp"
#include "model/sync/engine/plain_value.hpp"
#include "model/sync/marks.hpp"

namespace suture {

class run_view;

// An access to plain data by the running thread, between two of its events.
struct plain_access {
  std::uint32_t object = 0;  // numbered from 0 in each run, in order of making
  const void* address = nullptr;
  bool write = false;
  sync::site where;
  hooks::plain_value value = {};  // read or written; there during the call only
};

class observer {
 public:
  virtual ~observer() = default;
  virtual void begin_run(run_view&) {}
  virtual void on_event(run_view&, event_id) {}  // carried out just now, new or replayed
  virtual void on_plain(run_view&, const plain_access&) {}
  virtual void on_make_plain(run_view&, const plain_access&, bool /*initialised*/) {}
  // A plain access to an atomic place, before it is made; and an atomic access just carried out to
  // a place that has had one. A plain write is an event besides, a plain read is none.
  virtual void on_plain_at_atomic(run_view&, location_id, const plain_access&) {}
  virtual void on_atomic_beside_plain(run_view&, event_id) {}
  // The lifetime of an object ends, whichever way.
  virtual void on_end_plain(run_view&, const plain_access&, ending) {}
  virtual void on_end_atomic(run_view&, location_id, const void* /*address*/, ending, sync::site) {}
  // An object is made where another stood whose lifetime is over.
  virtual void on_make_over_remains(run_view&, const placed_object&, sync::site) {}
  // An atomic is used by a thread that does not know of its making.
  virtual void on_unmade_cell(run_view&, location_id, sync::site) {}
  // Something that is no live object of this run was used as one.
  virtual void on_invalid_access(run_view&, const void* /*address*/, object_kind, sync::site) {}
  virtual void on_allocate(run_view&, const block&) {}
  // A pointer was given to deallocate, retire or revive; the block is null where there is none.
  virtual void on_free(run_view&, const block*, const void* /*address*/, sync::site) {}
  virtual void on_retire(run_view&, const block*, const void* /*address*/, sync::site) {}
  virtual void on_revive(run_view&, const block*, const void* /*address*/, sync::site) {}
  // Something worth a line in a trace that is no event ("sleeps", "wakes 1").
  virtual void on_note(run_view&, std::string_view /*text*/, sync::site) {}
  // Marks (model/sync/marks.hpp), for those who asked for them. Operations of a thread may nest;
  // the one that began last ends first.
  virtual void on_begin_operation(run_view&, const sync::marked_call&) {}
  virtual void on_end_operation(run_view&, const sync::mark_value& /*result*/, sync::site) {}
  virtual void on_mark_lock(run_view&, const void* /*lock*/, bool /*taken*/, sync::site) {}
  virtual void end_run(run_view&, run_end) {}
};

}  // namespace suture
