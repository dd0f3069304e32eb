// Work done in child processes, so that whatever code under test does to its process, the command
// and its other work go on.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace cli {

// Sends one line to the parent; a sign of life, too.
using send_line = std::function<void(const std::string& line)>;

struct isolated_work {
  // What the child does. What it prints is kept for `isolated_end`. It may throw.
  std::function<void(const send_line&)> run;
  // A child from which no line has come for so long is killed.
  double patience_seconds = 60;
};

// How a child ended.
struct isolated_end {
  bool well = false;    // `run` returned
  bool killed = false;  // by us, out of patience
  std::string words;    // else what happened: "killed by signal 11 (Segmentation fault)"
  std::string output;   // the last part of what it wrote to its standard output and error
};

// Told in the parent.
struct isolated_events {
  std::function<void(std::size_t work)> begin;
  std::function<void(std::size_t work, const std::string& line)> line;
  std::function<void(std::size_t work, const isolated_end& end)> end;
};

// Does all of `work`, at most `jobs` pieces at a time, beginning in their order. The process must
// have no other thread, for a child has only the one that made it.
void run_isolated(const std::vector<isolated_work>& work, unsigned jobs,
                  const isolated_events& events);

}  // namespace cli
