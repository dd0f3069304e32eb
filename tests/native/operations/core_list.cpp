// A list of the interpreter core with a lock of one's own choice: -DLOCK=none.
#include <suture/scenario.h>

#include "interp_core/list/list.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/small_int.hpp"

namespace {

struct policies : interp::list_policies {
  using count = interp::refcount::atomic;
  using locking = interp::locking::LOCK;
};
using list = interp::list<policies>;
using number = interp::small_int<policies::count>;

struct world {
  interp::runtime rt;
  list* items = list::create();
};

world& in(void* object) { return *static_cast<world*>(object); }

}  // namespace

SUTURE_PREPARE_OBJECT(list) { return sync::make<world>(); }
SUTURE_DISCARD_OBJECT(list) {
  interp::decref(in(object).rt, *in(object).items);
  sync::destroy(&in(object));
}

SUTURE_OPERATION(append, "list.append") {
  world& w = in(object);
  auto* const n = sync::make<number>(suture_operation_number());
  const bool appended = w.items->append(w.rt, *n) == interp::error::none;
  interp::decref(w.rt, *n);
  return suture_text(appended ? "done" : "failed");
}

SUTURE_OPERATION(len, "list.len") {
  return suture_value(static_cast<long long>(in(object).items->len(in(object).rt)));
}

SUTURE_OPERATION(clear, "list.clear") {
  in(object).items->clear(in(object).rt);
  return suture_nothing();
}
