#include "model/execution/chance_failures.hpp"

#include "model/execution/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

// A weak compare-exchange is about to be made after one that failed by chance, or has `failed` so.
void execution::tries_weakly(const event& proto, bool failed) {
  if (mutated("chance_failures_are_judged")) return;
  thread_state& me = *me_;
  chance_failure::call c{.top = me.called_from, .base = fibers_.current().base()};
  c.location = proto.location;
  c.expected = proto.expected;
  c.effects = me.loop.effects();
  c.others = progress() - me.position;
  c.elsewhere = state_elsewhere();
  if (failed) {
    me.failure.keep(c);
  } else if (me.failure.matters(c)) {
    failures_.matters();
  }
}

}  // namespace suture
