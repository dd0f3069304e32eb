#include "checkers/linearizability/checker.hpp"

#include <algorithm>

#include "checkers/linearizability/partial_order_search.hpp"
#include "checkers/linearizability/quiescent_consistency.hpp"
#include "checkers/linearizability/sequential_consistency.hpp"
#include "checkers/linearizability/wing_gong_lowe.hpp"
#include "checkers/linearizability/witness.hpp"

namespace suture::linearizability {
namespace {

constexpr std::size_t states_told = 12;

// Orders of parts as one. Each operation is given a moment of its interval, not before that of the
// one in front of it; by those moments the orders are merged.
std::vector<word> merged(const problem& p, std::vector<std::vector<word>>& orders) {
  if (orders.size() == 1) {
    return std::move(orders.front());
  }
  std::vector<std::pair<std::int64_t, word>> moments;
  for (const std::vector<word>& order : orders) {
    std::int64_t moment = unknown;
    for (const word op : order) {
      moment = std::max(moment, p.intervals[op].from);
      moments.emplace_back(moment, op);
    }
  }
  std::ranges::stable_sort(moments, {}, &std::pair<std::int64_t, word>::first);
  std::vector<word> order;
  order.reserve(moments.size());
  for (const auto& [moment, op] : moments) {
    order.push_back(op);
  }
  return order;
}

failure explained(const problem& p, std::vector<word> part, search_result found, bool by_key) {
  failure why;
  if (by_key && p.calls[part.front()].key != whole_object) {
    why.key = p.values.shown(p.calls[part.front()].key);
  }
  why.stuck = found.stuck;
  why.partials = std::move(found.partials);

  const std::vector<word>& longest = why.partials.front();
  why.first_state = longest.size() - std::min(longest.size(), states_told);
  state now;
  p.spec.initial(now, calls_of(p, part), p.values);
  for (std::size_t i = 0; i <= longest.size(); ++i) {
    if (i >= why.first_state) {
      why.states.push_back(p.spec.describe(now, p.values));
    }
    if (i < longest.size()) {
      p.spec.step(now, p.calls[longest[i]], reply(p.values));
    }
  }
  p.spec.step(now, p.calls[why.stuck], reply(p.values, &why.answer));
  why.part = std::move(part);
  return why;
}

}  // namespace

checker::checker(std::shared_ptr<const model> spec, options chosen)
    : spec_(std::move(spec)), options_(std::move(chosen)) {}

problem checker::made_ready(const history& operations) {
  validate(operations);
  values_.trim();
  return problem(*spec_, values_, operations, options_.allowances);
}

outcome checker::linearizable(const history& operations) {
  return check_parts(made_ready(operations));
}

outcome checker::linearizable(const history& operations, const precedence& order) {
  precedence whole = order;
  whole.resize(operations.size());
  validate(operations, whole);
  values_.trim();
  const problem p(*spec_, values_, operations, options_.allowances, &whole);
  // What need not be placed still orders the others.
  if (p.placed.size() < operations.size()) whole = closure(operations, whole).all();
  outcome result;
  result.excuses = p.excuses;
  result.parts = 1;
  if (options_.witness_first) {
    if (auto found = witness(p, p.placed, &whole)) {
      result.order = std::move(*found);
      result.witnessed = 1;
      return result;
    }
  }
  search_result found = partial_order_search(p, p.placed, whole, options_.bounds);
  result.decision = found.decision;
  result.configurations = found.configurations;
  if (found.decision == verdict::fails) {
    result.why = explained(p, p.placed, std::move(found), false);
  } else {
    result.order = std::move(found.order);
  }
  return result;
}

// What is linearizable has the weaker properties too, and to see that is often much less work.
verdict checker::quiescently_consistent(const history& operations) {
  problem p = made_ready(operations);
  if (check_parts(p).decision == verdict::holds) {
    return verdict::holds;
  }
  widen_to_quiescence(p);
  return check_parts(p).decision;
}

verdict checker::sequentially_consistent(const history& operations) {
  const problem p = made_ready(operations);
  if (check_parts(p).decision == verdict::holds) {
    return verdict::holds;
  }
  return sequential_consistency(p, p.placed, options_.bounds).decision;
}

// The first part that fails decides; one that is undecided leaves the others their chance to fail.
outcome checker::check_parts(const problem& p) {
  outcome result;
  result.excuses = p.excuses;
  allowed_effort effort(options_.bounds);
  std::vector<std::vector<word>> orders;
  std::vector<std::vector<word>> parts =
      options_.by_key ? parts_by_key(p) : std::vector<std::vector<word>>{p.placed};
  result.parts = parts.size();
  for (std::vector<word>& part : parts) {
    if (options_.witness_first) {
      if (auto order = witness(p, part)) {
        orders.push_back(std::move(*order));
        ++result.witnessed;
        continue;
      }
    }
    search_result found = wing_gong_lowe(p, part, options_.bounds, effort);
    result.configurations += found.configurations;
    result.out_of_effort = effort.over();
    if (found.decision == verdict::fails) {
      result.decision = verdict::fails;
      result.why = explained(p, std::move(part), std::move(found), options_.by_key);
      return result;
    }
    if (found.decision == verdict::undecided) {
      result.decision = verdict::undecided;
      ++result.undecided;
    }
    orders.push_back(std::move(found.order));
  }
  if (result.decision == verdict::holds) {
    result.order = merged(p, orders);
  }
  return result;
}

}  // namespace suture::linearizability
