#pragma once

// An execution as the events and relations over which a memory model's axioms are stated.
//
// As in the RC11 paper (see axioms.hpp) a read-modify-write is two events, the read and the write,
// joined by rmw. A mutex is a location too: 0 is free and 1 held; a lock is an acquire update from
// 0 to 1, an unlock a release write of 0. Initial writes come before everything in program order.

#include <vector>

#include "tests/oracle/execution.hpp"
#include "tests/oracle/relation.hpp"

namespace suture::oracle {

/// All of an execution that does not depend on modification order.
struct graph {
  /// The graph of e.threads, which must be of program p; the modification order in `e` is not
  /// looked at. Throws std::length_error if the events are too many for a relation.
  graph(const program& p, const execution& e);

  std::size_t size;  ///< events are 0 … size - 1; event k is the initial write of place k
  event_set reads = 0, writes = 0, fences = 0;
  event_set locked = 0;  ///< x86's: updates, compare-exchanges that fail, seq_cst writes
  event_set plain = 0;   ///< accesses that are not atomic
  event_set acquires = 0, releases = 0, seq_cst = 0;  ///< events at least that strong
  relation po, rf, rmw, same_location;
  std::vector<event_set> writes_to;  ///< per place (the locations, then the mutexes)
  std::vector<value_type> written;   ///< per event; 0 if not a write
  std::vector<operation_id> origin;  ///< per event; meaningless for the initial writes

 private:
  void add_initial_writes(const program& p);
  void add_threads(const execution& e, std::size_t location_count);
  void add_reads_from(const execution& e, std::size_t location_count);

  /// The events of one operation; `size` where there is none.
  struct halves {
    event read, write;
  };
  halves add_operation(const operation& o, event first);

  std::vector<std::vector<halves>> events_of_;  // per thread and operation
};

}  // namespace suture::oracle
