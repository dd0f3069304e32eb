#include "model/run/run_view.hpp"

namespace suture {

bool run_view::knew(moment m, event_id before) const {
  const event& e = (*graph_)[before];
  if (m.thread == e.thread || m.thread == no_thread) return true;
  if (e.index == 0) return false;
  const event_id last = graph_->thread(e.thread).events[e.index - 1];
  return graph_->clocks().at((*graph_)[last].hb, m.thread) > m.events;
}

}  // namespace suture
