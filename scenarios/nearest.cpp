#include "scenarios/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace scenarios {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // One row of the table is enough; `diagonal` is what the row above had one to the left.
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::vector<std::string> nearest(std::string_view unknown, const std::vector<std::string>& names,
                                 std::size_t limit) {
  const std::size_t furthest = std::max<std::size_t>(2, unknown.size() / 3);
  std::vector<std::pair<std::size_t, const std::string*>> ranked;
  for (const std::string& name : names) {
    const bool contains = !unknown.empty() && name.find(unknown) != std::string::npos;
    const std::size_t distance = contains ? 0 : edit_distance(unknown, name);
    if (distance <= furthest) ranked.emplace_back(distance, &name);
  }
  std::ranges::stable_sort(ranked, {}, [](const auto& entry) { return entry.first; });

  std::vector<std::string> best;
  for (std::size_t i = 0; i < ranked.size() && i < limit; ++i) best.push_back(*ranked[i].second);
  return best;
}

}  // namespace scenarios
