// At which depth to cut the tree of a search (partition.hpp).
#pragma once

#include "model/explore/parallel/searcher.hpp"

namespace suture {

// The least depth that makes `items` items or more; that of the deepest run, where the whole search
// has fewer; or the last that was tried when looking further would have cost too much. Makes runs
// of `body` to find out, about as many as `items`. Depends on the search and `items` alone, so
// every machine gets the same answer.
std::uint32_t cut_depth(searcher& with, const std::function<void()>& body, const limits& l,
                        const std::vector<std::string>& refused, std::uint64_t items);

}  // namespace suture
