// A trace: what the threads of one run did, in the order in which they did it, in words.
//
// The words depend on the run alone: no addresses, times or numbers of anything that another
// machine or optimisation level would number otherwise. A pointer goes by the label of the block it
// points into, else by the block's identity: b1.0 is the first block that thread 1 allocated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/graph/event.hpp"
#include "model/run/block.hpp"

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
  std::string object = {};     // what it is about, by name; may be empty
  std::string held = {};       // the locks its thread holds after it, separated by commas
  std::size_t from = no_step;  // reads: the step that wrote what it reads, counted from 0
  moment when = {};            // before or at which of its thread's events
  event_id event = no_event;   // that it is about, if it is about one
  bool needed = false;         // a finding rests on it, or a later step tells of it

  static constexpr std::size_t no_step = ~std::size_t{0};
};

struct trace {
  std::uint32_t threads = 1;
  std::vector<std::string> names;  // by thread: what it called itself; may be shorter than that
  std::vector<trace_step> steps;
  // Of a run that is stuck: what each unfinished thread waits for, and the locks it holds.
  std::vector<std::string> stuck;
  // How many of the steps come before the first thread is created; 0 where none ever is.
  std::size_t setup = 0;
};

// "main" or "thread 1"; with a name of its own "thread 1 (reader)".
std::string thread_name(thread_id t, std::string_view name = {});

}  // namespace suture::report
