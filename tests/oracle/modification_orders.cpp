#include "tests/oracle/modification_orders.hpp"

namespace suture::oracle {
namespace {

/// w1 must precede w2 if w1, or a read of w1, is before w2, or before a read of w2 (the paper's
/// CoWW, CoRW, CoWR and CoRR).
relation forced(const graph& g, const relation& before) {
  const relation writes = identity(g.size, g.writes);
  const relation order =
      compose(writes, optional(g.rf), before, optional(inverse(g.rf)), writes) & g.same_location;
  return order - identity(g.size, g.writes);
}

/// Extends an order write by write.
struct extender {
  event_set all;          // the location's writes
  event_set updates;      // those of them that are updates'
  relation predecessors;  // inverse of what is forced
  relation update_of;     // write → update's write that reads it
  std::vector<event> order{};
  std::vector<std::vector<event>> found{};

  void extend(event_set placed) {
    if (placed == all) {
      found.push_back(order);
      return;
    }
    const event_set update = update_of.successors(order.back());
    for_each(all & ~placed, [&](event write) {
      const bool adjacent = update == 0 ? !contains(updates, write) : update == single(write);
      if (!adjacent || (predecessors.successors(write) & ~placed) != 0) return;
      order.push_back(write);
      extend(placed | single(write));
      order.pop_back();
    });
  }
};

}  // namespace

relation fixed_order(const graph& g, model m) {
  return m == model::rc11 ? happens_before(g) : closure(g.po | g.rf);
}

bool incoherent(const graph& g, const relation& before) { return !acyclic(forced(g, before)); }

std::vector<std::vector<event>> modification_orders(const graph& g, const relation& before,
                                                    std::size_t place) {
  event_set updates = 0;
  for (event e = 0; e < g.size; ++e) updates |= g.rmw.successors(e);
  extender e{.all = g.writes_to[place],
             .updates = updates,
             .predecessors = inverse(forced(g, before)),
             .update_of = compose(g.rf, g.rmw),
             .order = {place}};
  e.extend(single(place));
  return e.found;
}

relation modification_relation(const graph& g, const std::vector<std::vector<event>>& orders) {
  relation mo(g.size);
  for (const std::vector<event>& order : orders) {
    event_set before = 0;
    for (const event write : order) {
      for_each(before, [&](event earlier) { mo.add(earlier, write); });
      before |= single(write);
    }
  }
  return mo;
}

}  // namespace suture::oracle
