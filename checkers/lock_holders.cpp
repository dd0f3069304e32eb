#include "checkers/lock_holders.hpp"

#include <algorithm>

namespace suture {

std::vector<lock_hold> holders_of(const graph& g, location_id l) {
  std::vector<lock_hold> holders;
  std::uint64_t before = g.where(l).init;
  for (const event_id id : g.where(l).mo) {
    if (id == init_event) continue;
    const event& e = g[id];
    if (e.value == 0) {
      holders.clear();
    } else if (e.value > before) {
      holders.push_back({e.thread, e.where});
    } else {
      // A reader leaves; which of its holds it gives up makes no difference, so the latest.
      const auto last = std::find_if(holders.rbegin(), holders.rend(),
                                     [&](const lock_hold& h) { return h.thread == e.thread; });
      if (last != holders.rend()) holders.erase(std::next(last).base());
    }
    before = e.value;
  }
  return holders;
}

}  // namespace suture
