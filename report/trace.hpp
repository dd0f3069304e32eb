// A trace: what the threads of one run did, in the order in which they did it, in words.
//
// The words depend on the run alone: no addresses, times or numbers of anything that another
// machine or optimisation level would number otherwise. A pointer goes by the label of the block it
// points into, else by the block's identity: b1.0 is the first block that thread 1 allocated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/execution/event.hpp"

namespace suture::report {

// One thing a thread did.
struct trace_step {
  thread_id thread = 0;
  sync::site where;    // of the call; unknown (an empty file) for operators and sync::parallel
  std::string action;  // the words without values: equal in all rounds of a loop
  std::string text;    // the words
  // Control came from another thread. Why that one does not go on, and the locks it holds: "thread
  // 1 preempted before str.cpp:118, holding m".
  std::string switched;
};

struct trace {
  std::uint32_t threads = 1;
  std::vector<std::string> names;  // by thread: what it called itself; may be shorter than that
  std::vector<trace_step> steps;
  // Of a run that is stuck: what each unfinished thread waits for, and the locks it holds.
  std::vector<std::string> stuck;
};

// "main" or "thread 1"; with a name of its own "thread 1 (reader)".
std::string thread_name(thread_id t, std::string_view name = {});

}  // namespace suture::report
