// Marks: handed on to the observers that asked for them. They may stand in destructors, which must
// not be left by the exception that ends a run.
#include "model/sync/marks.hpp"
#include "model/execution/execution.hpp"

namespace suture {

void execution::begin_operation(const sync::marked_call& call) {
  if (tearing_down_) return;
  for (observer* o : mark_observers_) o->on_begin_operation(*this, call);
}

void execution::end_operation(const sync::mark_value& result, const sync::site& where) {
  if (tearing_down_) return;
  quietly([&] {
    for (observer* o : mark_observers_) o->on_end_operation(*this, result, where);
  });
}

void execution::mark_lock(const void* lock, bool taken, const sync::site& where) {
  if (tearing_down_) return;
  quietly([&] {
    for (observer* o : mark_observers_) o->on_mark_lock(*this, lock, taken, where);
  });
}

}  // namespace suture
