#include "model/engine/loops/retrace.hpp"

#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// A loop that yields more often than that between two operations is none that was recorded.
constexpr std::uint32_t most_yields = 10'000;

bool same_call(const event& e, const event& proto) {
  if (mutated("rounds_do_the_same")) return true;
  return e.kind == proto.kind && e.location == proto.location && e.op == proto.op &&
         e.operand == proto.operand && e.expected == proto.expected && e.success == proto.success &&
         e.where.line == proto.where.line && e.where.file == proto.where.file;
}

}  // namespace

retrace::step retrace::take(const graph& g, thread_id t, const event* proto, event_id& known) {
  known = no_event;
  const std::vector<event_id>& own = g.thread(t).events;
  if (at_ == last_) {
    at_ = first_;
    if (--rounds_ == 0) return step::over;
  }
  if (proto == nullptr) return ++yields_ > most_yields ? step::strayed : step::answered;
  if (at_ == last_ || !same_call(g[own[at_]], *proto)) return step::strayed;
  yields_ = 0;
  known = own[at_];
  at_ += g[known].is_read() && g[known].has(event_flag::rmw) ? 2 : 1;
  return step::answered;
}

}  // namespace suture
