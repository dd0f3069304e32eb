// What strategies, observers and reports see of a run, while it is under way and at its end.
//
// All they may do to it is report a finding, which ends it. Valid while the run is.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/graph/graph.hpp"
#include "model/graph/moment.hpp"
#include "model/run/finding.hpp"
#include "model/run/heap.hpp"
#include "model/run/limits.hpp"
#include "model/run/run_objects.hpp"
#include "model/run/sleepers.hpp"
#include "model/run/thread_face.hpp"

namespace suture {

class run_view {
 public:
  const graph& events() const { return *graph_; }
  const run_objects& objects() const { return objects_; }
  const heap& memory() const { return heap_; }
  const limits& bounds() const { return limits_; }
  const std::optional<finding>& found() const { return found_; }

  // Threads go by number, in the order of their creation in this run.
  std::uint32_t thread_count() const { return live_threads_; }
  virtual const thread_face& thread(thread_id t) const = 0;
  std::span<const thread_id> unfinished() const { return active_; }  // in order of creation paths
  virtual std::span<const thread_id> enabled() const = 0;            // those that can go on
  thread_id current() const { return current_; }
  thread_id previous() const { return previous_; }  // who made the last event
  // Does the thread let others go first, and has none of them done anything since?
  virtual bool gives_way(thread_id t) const = 0;

  // After how many of its events is the running thread now, and what does it know of the others'?
  virtual moment here() const = 0;
  virtual bool knows(moment m) const = 0;
  bool knew(moment m, event_id before) const;  // its thread, just before the event
  // Does the running thread's present moment happen before the event?
  virtual bool known_to(const event& e) const = 0;
  // A sleeper on it that the running thread knows of, while it knows of nothing that would wake it.
  virtual std::optional<sleeper> known_sleeper(location_id queue) const = 0;

  // Of a run that has ended: does something still point to the block? Only asked where code under
  // test does not say what it frees (process/foreign.hpp).
  virtual bool reachable(const block& b) const = 0;

  // Does the memory model allow this of the next operation of its thread? (candidates.hpp)
  virtual bool may_read(const event& proto, std::uint32_t place, bool spurious = false) const = 0;
  virtual bool may_place(const event& proto, std::uint32_t place) const = 0;

  // Is its time over? Then it ends where it is, and says nothing.
  virtual bool interrupted() const = 0;
  // Ends the run with a finding. Does not return to code under test.
  virtual void report(finding f) = 0;

 protected:
  explicit run_view(unsigned arena) : heap_(arena) {}
  ~run_view() = default;

  graph* graph_ = nullptr;
  run_objects objects_;
  heap heap_;
  limits limits_;
  std::optional<finding> found_;
  std::uint32_t live_threads_ = 0;
  std::vector<thread_id> active_;
  thread_id current_ = 0, previous_ = 0;
};

}  // namespace suture
