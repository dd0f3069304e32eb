#include "model/graph/unit.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// What the read half looks like when it reads `value`.
void settle(event& read, std::uint64_t value, bool spurious) {
  const bool writes = !spurious && would_write(read, value);
  read.value = value;
  const bool failed = is_conditional(read.op) && !writes && !mutated("failure_order");
  read.order = failed ? read.failure : read.success;
  read.flags &=
      static_cast<std::uint8_t>(~(event_flag::rmw | event_flag::spurious | event_flag::conflict));
  if (writes) read.flags |= event_flag::rmw;
  if (spurious) read.flags |= event_flag::spurious;
}

event_id add_write_half(graph& g, event_id read) {
  event write = g[read];
  write.kind = event_kind::write;
  write.value = apply(write.op, write.value, write.operand, write.size);
  const event_id rf = write.rf;
  write.rf = no_event;
  return g.add_write(write, g.mo_place_of(rf) + 1);
}

}  // namespace

event_id add_read_unit(graph& g, const event& proto, event_id rf, bool spurious) {
  event read = proto;
  settle(read, g.value_of(rf, proto.location), spurious);
  if (!read.has(event_flag::rmw)) return g.add_read(read, rf);
  const std::uint8_t size = mutated("values_have_a_width") ? 8 : read.size;
  return g.add_rmw(read, rf, apply(read.op, read.value, read.operand, size));
}

event_id redirect_unit(graph& g, event_id read, event_id rf, bool spurious) {
  event& e = g.at(read);
  const std::uint64_t value = g.value_of(rf, e.location);
  settle(e, value, spurious);
  if (e.has(event_flag::lock) && !may_go_on(e, value)) {
    e.kind = event_kind::poll;
    e.flags &= static_cast<std::uint8_t>(~event_flag::rmw);
  }
  g.redirect(read, rf);
  return g[read].has(event_flag::rmw) ? add_write_half(g, read) : no_event;
}

event pop_unit(graph& g) {
  const event newest = g[g.size() - 1];
  g.pop();
  if (!newest.is_write() || !newest.has(event_flag::rmw)) return newest;
  const event read = g[g.size() - 1];
  g.pop();
  return read;
}

}  // namespace suture
