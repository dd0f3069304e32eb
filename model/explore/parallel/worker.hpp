// One worker of a divided search: walks the tree above the cut, takes items, and does them.
#pragma once

#include <functional>

#include "model/explore/parallel/ledger.hpp"
#include "model/explore/parallel/searcher.hpp"

namespace suture {

// The search that all workers make.
struct search_plan {
  const std::function<void()>& body;
  const limits& bounds;
  std::uint32_t depth;                      // at which the tree is cut
  const std::vector<std::string>& refused;  // see strategy::refuse
  bool stop_at_first;
  double seconds;  // that are left; 0: no limit
};

// Does items until there are none left that matter. To be called on the OS thread that made `with`.
void work(searcher& with, const search_plan& plan, ledger& shared, unsigned worker);

}  // namespace suture
