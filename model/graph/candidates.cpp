#include "model/graph/candidates.hpp"

#include <array>

#include "model/graph/unit.hpp"

namespace suture {

bool may_read(graph& g, memory_model& model, const event& proto, std::uint32_t place,
              bool spurious) {
  const location& loc = g.where(proto.location);
  if (place + 1 == loc.mo.size()) return true;
  const event_id rf = loc.mo[place];
  const std::uint64_t value = g.value_of(rf, proto.location);
  if (proto.condition != await_condition::none && !may_go_on(proto, value)) return false;
  // Two read-modify-writes of one value would not be atomic.
  const bool writes = !spurious && would_write(proto, value);
  if (writes && g.consumer(rf, proto.location) != no_event) return false;
  const event_id read = add_read_unit(g, proto, rf, spurious);
  const std::array<event_id, 2> changed{read, g.size() - 1};
  const bool allowed = model.consistent(g, {changed.data(), g.size() - read});
  pop_unit(g);
  return allowed;
}

bool may_fail_by_chance(const event& proto, std::uint64_t value) {
  return proto.op == rmw_op::cas_weak && would_write(proto, value);
}

bool may_place(graph& g, memory_model& model, const event& proto, std::uint32_t place) {
  const location& loc = g.where(proto.location);
  if (place == loc.mo.size()) return true;
  // Nothing may come between a write and the read-modify-write that reads it.
  if (g.consumer(loc.mo[place - 1], proto.location) != no_event) return false;
  const event_id write = g.add_write(proto, place);
  const bool allowed = model.consistent(g, {&write, 1});
  g.pop();
  return allowed;
}

}  // namespace suture
