#include "model/explore/shrinking/ddmin.hpp"

#include <algorithm>
#include <numeric>

namespace suture {

namespace {

using part = std::vector<std::size_t>;

// The n-th of `of` pieces of `all`, or everything but that piece.
part piece(const part& all, std::size_t n, std::size_t of, bool complement) {
  const std::size_t begin = all.size() * n / of;
  const std::size_t end = all.size() * (n + 1) / of;
  part result;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((i >= begin && i < end) != complement) result.push_back(all[i]);
  }
  return result;
}

}  // namespace

part ddmin(std::size_t count, const std::function<bool(const part&)>& still) {
  part kept(count);
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  if (kept.empty()) return kept;
  if (still({})) return {};
  for (std::size_t pieces = 2; kept.size() >= 2;) {
    pieces = std::min(pieces, kept.size());
    bool smaller = false;
    for (std::size_t n = 0; n < 2 * pieces && !smaller; ++n) {
      const bool complement = n < pieces;
      // Of two pieces each is the other's complement.
      if (!complement && pieces == 2) break;
      part candidate = piece(kept, n % pieces, pieces, complement);
      smaller = still(candidate);
      if (!smaller) continue;
      kept = std::move(candidate);
      pieces = complement ? std::max<std::size_t>(pieces - 1, 2) : 2;
    }
    if (smaller) continue;
    if (pieces >= kept.size()) break;
    pieces *= 2;
  }
  return kept;
}

}  // namespace suture
