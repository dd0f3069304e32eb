#include "checkers/lock_holders.hpp"

#include <algorithm>

namespace suture {

namespace {

// A reader or a waiting writer leaves; which of its holds it gives up makes no difference, so the
// latest.
void drop_last(std::vector<lock_hold>& of, thread_id t) {
  const auto last =
      std::find_if(of.rbegin(), of.rend(), [&](const lock_hold& h) { return h.thread == t; });
  if (last != of.rend()) of.erase(std::next(last).base());
}

std::uint64_t owners(std::uint64_t word) { return word & (exclusive_owner | readers_of); }

}  // namespace

std::vector<lock_hold> holders_of(const graph& g, location_id l) {
  std::vector<lock_hold> holders;
  std::uint64_t before = g.where(l).init;
  for (const event_id id : g.where(l).mo) {
    if (id == init_event) continue;
    const event& e = g[id];
    if (owners(e.value) == 0) {
      holders.clear();
    } else if (owners(e.value) > owners(before)) {
      holders.push_back({e.thread, e.where});
    } else if (owners(e.value) < owners(before)) {
      drop_last(holders, e.thread);
    }
    before = e.value;
  }
  return holders;
}

std::vector<lock_hold> waiting_writers_of(const graph& g, location_id l) {
  std::vector<lock_hold> writers;
  std::uint64_t before = g.where(l).init;
  for (const event_id id : g.where(l).mo) {
    if (id == init_event) continue;
    const event& e = g[id];
    const std::uint64_t now = e.value % exclusive_owner / waiting_writer;
    const std::uint64_t then = before % exclusive_owner / waiting_writer;
    if (now > then) writers.push_back({e.thread, e.where});
    if (now < then) drop_last(writers, e.thread);
    before = e.value;
  }
  return writers;
}

std::optional<lock_hold> runner_of(const graph& g, location_id l) {
  const event_id last = g.latest(l);
  if (last == init_event || g[last].value != once::running) return std::nullopt;
  return lock_hold{g[last].thread, g[last].where};
}

std::optional<lock_hold> taker_of_permits(const graph& g, location_id l) {
  std::vector<lock_hold> taken;  // as often as there are permits
  for (const event_id id : g.where(l).mo) {
    if (id == init_event) continue;
    const event& e = g[id];
    if (e.op == rmw_op::take) {
      taken.push_back({e.thread, e.where});
      continue;
    }
    const auto mine = [&](const lock_hold& h) { return h.thread == e.thread; };
    for (std::uint64_t n = e.operand; n > 0; --n) {
      const auto last = std::find_if(taken.rbegin(), taken.rend(), mine);
      if (last == taken.rend()) break;
      taken.erase(std::next(last).base());
    }
  }
  if (taken.empty()) return std::nullopt;
  const thread_id one = taken.back().thread;
  const bool alone =
      std::all_of(taken.begin(), taken.end(), [&](const lock_hold& h) { return h.thread == one; });
  return alone ? std::optional(taken.back()) : std::nullopt;
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
