// The first run of a search, made once more when the search has come to its end.
//
// A search assumes that the body does the same whenever it is called. One that has a state of its
// own (a counter of its calls, a cache that is filled once) may have shown what is wrong with it in
// the first run only, or only after it.
#pragma once

#include <optional>

#include "model/engine/execution.hpp"
#include "model/explore/strategy.hpp"

namespace suture {

class first_run {
 public:
  // `g` is the graph of a run that `run` has just made.
  void keep(execution& run, const graph& g, run_end end);
  bool kept() const { return kept_; }
  void forget() { kept_ = false; }

  // Makes the run again with the search that it was the first of. What differs is a finding of
  // nondeterminism.
  std::optional<finding> repeat(execution& run, const std::function<void()>& body, decider& d,
                                const limits& l);

 private:
  bool kept_ = false;
  graph graph_;
  run_end end_ = run_end::complete;
  std::uint64_t operations_ = 0;
};

}  // namespace suture
