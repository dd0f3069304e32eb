#include "checkers/linearizability/quiescent_consistency.hpp"

#include <algorithm>
#include <numeric>

namespace suture::linearizability {
namespace {

void widen(problem& p, std::span<const word> block, std::int64_t end) {
  const std::int64_t start = p.intervals[block.front()].from;
  for (const word op : block) {
    p.intervals[op].from = start;
    if (p.must_take_effect(op)) {
      p.intervals[op].until = end;
    }
  }
}

}  // namespace

// All operations make a moment busy, also those that need not be placed.
void widen_to_quiescence(problem& p) {
  std::vector<word> by_call(p.intervals.size());
  std::iota(by_call.begin(), by_call.end(), word{0});
  std::ranges::stable_sort(by_call, {}, [&](word op) { return p.intervals[op].from; });

  std::size_t begin = 0;
  std::int64_t end = 0;
  for (std::size_t i = 0; i < by_call.size(); ++i) {
    const interval now = p.intervals[by_call[i]];
    if (i > begin && now.from > end) {
      widen(p, std::span(by_call).subspan(begin, i - begin), end);
      begin = i;
    }
    end = i == begin ? now.until : std::max(end, now.until);
  }
  if (!by_call.empty()) {
    // A block that a pending operation keeps open has no end; the others end where they return.
    widen(p, std::span(by_call).subspan(begin), std::min(end, pending - 1));
  }
  std::ranges::stable_sort(p.placed, {}, [&](word op) { return p.intervals[op].from; });
}

}  // namespace suture::linearizability
