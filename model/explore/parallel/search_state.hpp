// How far a divided search has come: plain data, so that it can be written down and taken up again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/explore/explorer.hpp"
#include "model/explore/judge.hpp"

namespace suture {

// What one item (partition.hpp) came to.
struct item_result {
  statistics counts;
  bool cut = false;                // the budget was used up in the middle of it
  std::optional<discovery> found;  // the first; its `what` may be empty, a replay tells it again
};

struct search_state {
  std::uint32_t depth = 0;  // at which the tree is cut; 0: nothing has been done yet
  // Items [0, folded) are done, as far as they are this part's, and came to `counts`.
  std::uint64_t folded = 0;
  statistics counts;
  std::map<std::uint64_t, item_result> ahead;  // items done beyond those
  // The first finding in depth-first order among the folded items, and where it is.
  std::optional<discovery> found;
  std::uint64_t found_in = 0;
  bool exhausted = false;
  // Searches that were given up because refcounts they counted blind turned out not to allow it
  // (strategy::refuse): what was learned, and how many runs they had made.
  std::vector<std::string> refused;
  std::uint64_t given_up = 0;

  // Forgets the items that were begun but not done.
  void drop_cut() {
    std::erase_if(ahead, [](const auto& entry) { return entry.second.cut; });
  }
};

}  // namespace suture
