#include "checkers/linearizability/witness.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace suture::linearizability {
namespace {

std::optional<std::vector<word>> by_effect(const problem& p, std::span<const word> part) {
  std::vector<word> order;
  order.reserve(part.size());
  for (const word op : part) {
    if (p.effects[op] != unknown) {
      order.push_back(op);
    } else if (p.must_take_effect(op)) {
      return std::nullopt;
    }
  }
  const auto earlier = [&](word a, word b) { return p.effects[a] < p.effects[b]; };
  if (!std::ranges::is_sorted(order, earlier)) {
    std::ranges::stable_sort(order, earlier);
  }
  return order;
}

// No operation comes after one that was called only when it had returned.
bool keeps_intervals(const problem& p, std::span<const word> order) {
  std::int64_t latest = std::numeric_limits<std::int64_t>::min();
  for (const word op : order) {
    if (p.intervals[op].until < latest) {
      return false;
    }
    latest = std::max(latest, p.intervals[op].from);
  }
  return true;
}

// Every operation comes after those it has to, the earlier ones of its process among them.
bool keeps_precedence(const problem& p, std::span<const word> part, const precedence& before,
                      std::span<const word> order) {
  constexpr std::size_t nowhere = ~std::size_t{0};
  std::vector<std::size_t> place(p.calls.size(), nowhere);
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
  }
  std::unordered_map<std::uint32_t, std::size_t> last_of;
  for (const word op : part) {  // in order of calls
    if (place[op] == nowhere) continue;
    for (const word earlier : before[op]) {
      if (place[earlier] != nowhere && place[earlier] > place[op]) return false;
    }
    const auto [last, first] = last_of.try_emplace(p.processes[op], place[op]);
    if (!first && last->second > place[op]) return false;
    last->second = place[op];
  }
  return true;
}

// Where nobody has noted when an operation took effect: that it did when it returned. It is right
// of a history in which no two overlap, however long, and often of others.
std::vector<word> by_return(const problem& p, std::span<const word> part) {
  std::vector<word> order;
  order.reserve(part.size());
  for (const word op : part) {
    if (p.must_take_effect(op)) order.push_back(op);
  }
  std::ranges::stable_sort(order, {}, [&](word op) { return p.intervals[op].until; });
  return order;
}

}  // namespace

std::optional<std::vector<word>> witness(const problem& p, std::span<const word> part,
                                         const precedence* before) {
  auto order = by_effect(p, part);
  if (!order && before == nullptr) order = by_return(p, part);
  if (!order || !(before != nullptr ? keeps_precedence(p, part, *before, *order)
                                    : keeps_intervals(p, *order))) {
    return std::nullopt;
  }
  state now;
  p.spec.initial(now, calls_of(p, part), p.values);
  const reply answer(p.values);
  for (const word op : *order) {
    if (!p.spec.step(now, p.calls[op], answer)) {
      return std::nullopt;
    }
  }
  return order;
}

}  // namespace suture::linearizability
