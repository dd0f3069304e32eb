#include "checkers/linearizability/models/slice.hpp"

#include <algorithm>
#include <limits>

namespace suture::linearizability {

// As PySlice_Unpack and PySlice_AdjustIndices do it: a bound left out is the far end as seen by
// the step, a negative one counts from the end, one outside is clipped.
std::optional<std::vector<word>> sliced(std::span<const word> s, std::span<const word> bounds,
                                        const value_table& values) {
  const auto size = static_cast<std::int64_t>(s.size());
  const auto bound = [&](std::size_t which) {
    return which < bounds.size() ? values.as_integer(bounds[which]) : std::nullopt;
  };
  const std::int64_t step = bound(2).value_or(1);
  if (step == 0) {
    return std::nullopt;
  }
  const std::int64_t lowest = step > 0 ? 0 : -1;
  const std::int64_t highest = step > 0 ? size : size - 1;
  const auto clipped = [&](std::int64_t i) {
    return i < 0 ? std::max(i + size, lowest) : std::min(i, highest);
  };
  const std::int64_t start = bound(0) ? clipped(*bound(0)) : (step > 0 ? lowest : highest);
  const std::int64_t stop = bound(1) ? clipped(*bound(1)) : (step > 0 ? highest : lowest);

  std::vector<word> part;
  for (std::int64_t i = start; step > 0 ? i < stop : i > stop;) {
    part.push_back(s[static_cast<std::size_t>(i)]);
    if (step > size || step < -size) {
      break;  // the next would be outside; adding might overflow
    }
    i += step;
  }
  return part;
}

}  // namespace suture::linearizability
