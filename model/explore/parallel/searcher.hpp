// What a worker searches with.
//
// The model does not know the checkers, so whoever starts a search says how a worker comes by its
// execution. A searcher is made, used and destroyed on the worker's own OS thread; the factory is
// called from all of them, possibly at once. Two searchers that are alive at a time must have
// different arenas (execution.hpp).
#pragma once

#include <functional>
#include <memory>

#include "model/engine/execution.hpp"
#include "model/explore/strategy.hpp"

namespace suture {

class searcher {
 public:
  virtual ~searcher() = default;
  virtual execution& run() = 0;  // with its checkers attached
  // A search at its beginning; it uses run()'s memory model. All searchers of a factory begin the
  // same search, and its strategy can be divided (strategy::divide).
  virtual std::unique_ptr<strategy> begin() = 0;
};

using searcher_factory = std::function<std::unique_ptr<searcher>()>;

}  // namespace suture
