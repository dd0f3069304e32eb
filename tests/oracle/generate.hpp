#pragma once

// Random well-formed programs for RapidCheck properties, small enough for the oracle.
//
//   RC_GTEST_PROP(engine, agrees_with_the_definition, ()) {
//     const program p = *programs({.lock = 2, .await = 1});
//     RC_ASSERT(explore(p) == enumerate(p, model::rc11).complete);
//   }
//
// A failing program shrinks by threads, then instructions, then kinds, orders and constants; every
// candidate is well formed. RapidCheck prints it by program's operator<<.

#include <rapidcheck.h>

#include <vector>

#include "tests/oracle/program.hpp"

namespace suture::oracle {

/// What programs look like. A weight of 0 leaves a kind out; weights count relative to each other.
/// Where nothing that has a weight fits, there is a load.
struct shape {
  unsigned min_threads = 2;
  unsigned max_threads = 3;
  unsigned per_thread = 4;  ///< at most so many instructions in a thread …
  unsigned total = 8;       ///< … and in the program; smaller at small RapidCheck sizes
  unsigned locations = 3;   ///< at most; at least one
  unsigned mutexes = 2;     ///< at most
  /// Locations on top, initially 1 to 3, which only add_unread and sub_and_test touch.
  unsigned counters = 0;
  /// Locations on top, initially 0, which only plain accesses touch; mostly by one thread each.
  unsigned plain_locations = 0;
  value_type values = 2;  ///< constants are 1 … values; those compared with may also be 0

  unsigned load = 6;
  unsigned store = 6;
  unsigned update = 2;  ///< fetch_add and exchange
  unsigned cas = 2;     ///< half of them weak, and half of those with the spurious failure
  unsigned fence = 2;
  unsigned lock = 0;  ///< lock, a few instructions, unlock; possibly nested
  unsigned await = 0;
  unsigned choose = 0;
  unsigned branch = 1;    ///< skip_if over a few instructions
  unsigned refcount = 0;  ///< add_unread and sub_and_test; on the counters, if there are any

  unsigned plain = 0;  ///< loads and stores of the plain locations

  unsigned relaxed = 1;          ///< weights of memory orders
  unsigned acquire_release = 1;  ///< whichever of acquire, release, acq_rel fits the operation
  unsigned seq_cst = 1;
};

rc::Gen<program> programs(const shape& s = {});

/// What a failing program shrinks to: well-formed programs that are each a step simpler, the
/// boldest steps first.
std::vector<program> simpler(const program& p);

}  // namespace suture::oracle
