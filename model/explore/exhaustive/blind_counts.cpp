#include "model/explore/exhaustive/blind_counts.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "model/explore/exhaustive/maximality.hpp"

namespace suture {

namespace {

std::int64_t delta(const event& e) {
  const auto n = static_cast<std::int64_t>(e.operand);
  return e.has(event_flag::decrement) ? -n : n;
}

// The changes of one counter by thread, in program order.
struct lanes {
  std::vector<std::vector<event_id>> of;
  std::int64_t init = 0;
};

lanes lanes_of(const graph& g, location_id l) {
  lanes all;
  all.of.resize(g.thread_count());
  all.init = static_cast<std::int64_t>(g.where(l).init);
  for (const event_id e : g.where(l).counts) all.of[g[e].thread].push_back(e);
  for (auto& lane : all.of) {
    std::sort(lane.begin(), lane.end(),
              [&](event_id a, event_id b) { return g[a].index < g[b].index; });
  }
  return all;
}

// The sum if each thread stopped where its own part is least, and one of them before its end: a
// lower bound for any part that is not the whole.
std::int64_t least_thread_by_thread(const graph& g, const lanes& all) {
  std::int64_t least = all.init;
  std::int64_t short_of_end = std::numeric_limits<std::int64_t>::max();
  for (const auto& lane : all.of) {
    if (lane.empty()) continue;
    std::int64_t sum = 0;
    std::int64_t lowest_before = 0;
    for (const event_id e : lane) {
      lowest_before = std::min(lowest_before, sum);
      sum += delta(g[e]);
    }
    const std::int64_t lowest = std::min(lowest_before, sum);
    least += lowest;
    short_of_end = std::min(short_of_end, lowest_before - lowest);
  }
  return least + short_of_end;
}

// Does `e` come before the change `next` in any order? Of a decrement that reached zero only what
// it knew by itself counts: that it came last is what is in question.
bool comes_before(const graph& g, event_id e, event_id next) {
  if (!g[next].has(event_flag::zero)) return g.in_prefix(g[e], g[next]);
  if (g[next].index == 0) return false;
  return g.in_prefix(g[e], g[g.thread(g[next].thread).events[g[next].index - 1]]);
}

// Walks all sets of first changes that are closed under po ∪ rf and not the whole; true iff one
// sums to zero or less.
bool some_first_part_reaches_zero(const graph& g, const lanes& all) {
  // Far more than any scenario has; beyond it the answer is the safe one.
  constexpr std::size_t most = 100'000;
  using position = std::vector<std::uint32_t>;
  position whole;
  for (const auto& lane : all.of) whole.push_back(static_cast<std::uint32_t>(lane.size()));
  std::set<position> seen;
  std::vector<std::pair<position, std::int64_t>> open{{position(all.of.size(), 0), all.init}};
  while (!open.empty()) {
    auto [at, sum] = std::move(open.back());
    open.pop_back();
    if (sum <= 0) return true;
    for (std::size_t t = 0; t < all.of.size(); ++t) {
      if (at[t] == whole[t]) continue;
      const event_id next = all.of[t][at[t]];
      // Everything that comes before it must be there.
      bool ready = true;
      for (std::size_t u = 0; u < all.of.size() && ready; ++u) {
        ready = u == t || at[u] == whole[u] || !comes_before(g, all.of[u][at[u]], next);
      }
      if (!ready) continue;
      position moved = at;
      ++moved[t];
      if (seen.size() > most) return true;
      if (moved == whole || !seen.insert(moved).second) continue;
      open.emplace_back(std::move(moved), sum + delta(g[next]));
    }
  }
  return false;
}

}  // namespace

bool past_without(const graph& g, event_id zero, event_id last, std::vector<std::uint8_t>& past) {
  past.assign(g.size(), 0);
  const event& z = g[zero];
  for (const event_id op : g.where(z.location).counts) {
    if (op == last) continue;
    event_id top = op;
    if (op == zero) {
      past[zero] = 1;
      if (z.index == 0) continue;
      top = g.thread(z.thread).events[z.index - 1];
    }
    for (event_id e = 0; e < g.size(); ++e) {
      if (g.in_prefix(g[e], g[top])) past[e] = 1;
    }
  }
  return past[last] == 0;
}

void let_reach_zero(const graph& from, event_id zero, event_id last,
                    const std::vector<std::uint8_t>& past, graph& to) {
  static thread_local std::vector<std::uint8_t> keep;
  static thread_local std::vector<event_id> renamed;
  keep_for({from, zero, last, past}, keep);
  to.assign_restricted(from, keep, no_event, renamed);
  to.settle_count(renamed[zero], false);
  to.settle_count(renamed[last], true);
}

std::optional<location_id> not_blind(const graph& g) {
  for (location_id l = 0; l < g.location_count(); ++l) {
    if (g.where(l).counts.empty()) continue;
    if (g.accessed(l)) return l;
    const lanes all = lanes_of(g, l);
    if (least_thread_by_thread(g, all) > 0) continue;
    if (some_first_part_reaches_zero(g, all)) return l;
  }
  return std::nullopt;
}

}  // namespace suture
