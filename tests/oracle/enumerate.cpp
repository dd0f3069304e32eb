#include "tests/oracle/enumerate.hpp"

#include <functional>

#include "tests/oracle/modification_orders.hpp"
#include "tests/oracle/unfold.hpp"

namespace suture::oracle {
namespace {

using order_per_place = std::vector<std::vector<event>>;

/// Calls `visit` with every way to pick one of the orders of each place.
void for_each_pick(const std::vector<order_per_place>& orders, order_per_place& picked,
                   const std::function<void()>& visit) {
  if (picked.size() == orders.size()) return visit();
  for (const std::vector<event>& order : orders[picked.size()]) {
    picked.push_back(order);
    for_each_pick(orders, picked, visit);
    picked.pop_back();
  }
}

enum class verdict { complete, blocked, unfinished };

verdict judge(const program& p, const unfolding& u, const graph& g, const order_per_place& mo) {
  verdict result = verdict::complete;
  for (std::size_t t = 0; t < u.run.threads.size(); ++t) {
    if (!u.run.blocked[t]) continue;
    const place& where = *u.run.blocked[t];
    const std::size_t index = where.is_mutex ? p.locations.size() + where.number : where.number;
    if (g.written[mo[index].back()] == u.wanted[t]) return verdict::unfinished;
    result = verdict::blocked;
  }
  return result;
}

void record(const program& p, const unfolding& u, const graph& g, const order_per_place& mo,
            outcome_set& result) {
  const verdict v = judge(p, u, g, mo);
  if (v == verdict::unfinished) return;
  execution e = u.run;
  outcome o{.registers = u.registers, .memory = {}};
  for (std::size_t l = 0; l < p.locations.size(); ++l) {
    o.memory.push_back(g.written[mo[l].back()]);
    e.modification_order.emplace_back();
    for (std::size_t k = 1; k < mo[l].size(); ++k)
      e.modification_order[l].push_back(g.origin[mo[l][k]]);
  }
  (v == verdict::blocked ? result.blocked : result.complete).insert(to_text(e));
  (v == verdict::blocked ? result.blocked_outcomes : result.outcomes).insert(std::move(o));
}

void add_executions(const program& p, model m, const unfolding& u, outcome_set& result) {
  const graph g(p, u.run);
  const relation before = fixed_order(g, m);
  std::vector<order_per_place> orders;
  for (std::size_t place = 0; place < g.writes_to.size(); ++place)
    orders.push_back(modification_orders(g, before, place));
  order_per_place picked;
  for_each_pick(orders, picked, [&] {
    const relation mo = modification_relation(g, picked);
    if (!consistent(m, g, before, mo)) return;
    result.race = result.race || is_racy(g, happens_before(g));
    record(p, u, g, picked, result);
  });
}

}  // namespace

outcome_set enumerate(const program& p, model m) {
  outcome_set result;
  unfold(
      p, [&](const unfolding& u) { add_executions(p, m, u, result); },
      [&](const execution& unfinished) {
        const graph g(p, unfinished);
        return incoherent(g, fixed_order(g, m));
      });
  return result;
}

}  // namespace suture::oracle
