#include "checkers/linearizability/problem.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace suture::linearizability {
namespace {

call prepared(const model& spec, const history& operations, std::size_t i, bool excused,
              value_table& values) {
  try {
    return spec.prepare(operations[i], excused, values);
  } catch (const std::invalid_argument& problem) {
    throw bad_history(i, problem.what());
  }
}

}  // namespace

problem::problem(const model& model, value_table& table, const history& operations,
                 std::span<const allowance> allowances, const precedence* order)
    : spec(model), values(table) {
  const std::size_t count = operations.size();
  calls.reserve(count);
  intervals.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const operation& op = operations[i];
    calls.push_back(prepared(spec, operations, i, false, values));
    intervals.push_back({op.called, op.returned});
    processes.push_back(op.process);
    effects.push_back(op.effect);
  }
  if (!allowances.empty()) {
    std::vector<bool> pure(count);
    for (std::size_t i = 0; i < count; ++i) {
      pure[i] = calls[i].pure;
    }
    excuses = excused(operations, allowances, spec.name(), pure, order);
    for (const excuse& e : excuses) {
      calls[e.operation] = prepared(spec, operations, e.operation, true, values);
    }
  }
  spec.relate(calls, values);
  for (std::size_t i = 0; i < count; ++i) {
    if (!(calls[i].open && calls[i].pure)) {
      placed.push_back(static_cast<word>(i));
    }
  }
  const auto earlier = [&](word a, word b) { return intervals[a].from < intervals[b].from; };
  if (!std::ranges::is_sorted(placed, earlier)) {
    std::ranges::stable_sort(placed, earlier);
  }
}

std::vector<const call*> calls_of(const problem& p, std::span<const word> part) {
  std::vector<const call*> calls;
  calls.reserve(part.size());
  for (const word op : part) {
    calls.push_back(&p.calls[op]);
  }
  return calls;
}

std::vector<std::vector<word>> parts_by_key(const problem& p) {
  const bool apart =
      std::ranges::none_of(p.placed, [&](word op) { return p.calls[op].key == whole_object; });
  if (!apart || p.placed.empty()) {
    return {p.placed};
  }
  std::vector<std::vector<word>> parts;
  std::unordered_map<word, std::size_t> part_of;
  for (const word op : p.placed) {
    const auto [found, fresh] = part_of.try_emplace(p.calls[op].key, parts.size());
    if (fresh) {
      parts.emplace_back();
    }
    parts[found->second].push_back(op);
  }
  return parts;
}

}  // namespace suture::linearizability
