#include "report/columns.hpp"

#include <algorithm>
#include <numeric>

namespace suture::report {

std::vector<std::size_t> narrowed(std::vector<std::size_t> columns, std::size_t room,
                                  std::size_t least) {
  if (columns.size() < 2) return columns;
  const auto last = columns.end() - 1;
  std::size_t sum = std::accumulate(columns.begin(), columns.end(), std::size_t{0});
  while (sum > room) {
    const std::size_t widest = *std::max_element(columns.begin(), last);
    if (widest <= least) break;
    std::size_t over = sum - room;
    for (auto c = columns.begin(); c != last && over > 0; ++c) {
      if (*c != widest) continue;
      --*c, --over, --sum;
    }
  }
  return columns;
}

}  // namespace suture::report
