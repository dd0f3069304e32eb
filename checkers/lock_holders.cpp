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

namespace {

bool takes_locks(rmw_op op) {
  return op == rmw_op::cas_strong || op == rmw_op::cas_weak || op == rmw_op::exchange ||
         op == rmw_op::bit_or;
}

bool tries_again(const graph& g, location_id l, const event& after) {
  const std::vector<event_id>& own = g.thread(after.thread).events;
  return std::any_of(own.begin() + after.index + 1, own.end(), [&](event_id id) {
    const event& e = g[id];
    return e.is_read() && e.location == l && e.op != rmw_op::none;
  });
}

}  // namespace

std::optional<lock_hold> taker_of(const graph& g, location_id l, thread_id sleeper) {
  const std::vector<event_id>& mo = g.where(l).mo;
  std::size_t last = mo.size() - 1;
  if (g.value_of(mo[last], l) == 0) return std::nullopt;
  while (last > 0 && g.value_of(mo[last - 1], l) != 0) --last;
  if (last == 0) return std::nullopt;  // never was free
  const event& e = g[mo[last]];
  if (!e.has(event_flag::rmw) || !takes_locks(e.op)) return std::nullopt;
  if (e.thread == sleeper && !tries_again(g, l, e)) return std::nullopt;
  return lock_hold{e.thread, e.where};
}

}  // namespace suture
