// A ring of two numbers over sync::, as operations. Each #ifdef plants a fault.
#include <suture/scenario.h>
#include <suture/suture.hpp>

namespace {

struct ring {
  ring() { items[0] = 100; }

  sync::mutex lock;
  sync::var<int> items[2];
  sync::var<int> first{0}, length{1};
  sync::atomic<int> refused{0};
};

ring& in(void* object) { return *static_cast<ring*>(object); }

void refuse(ring& r) {
#ifdef REFUSED_IN_TWO_STEPS
  r.refused.store(r.refused.load() + 1);
#else
  r.refused.fetch_add(1);
#endif
}

}  // namespace

SUTURE_PREPARE_OBJECT(ring) { return sync::make<ring>(); }
SUTURE_DISCARD_OBJECT(ring) { sync::destroy(&in(object)); }
SUTURE_OBSERVE_OBJECT(ring) {
  ring& r = in(object);
  for (int i = 0; i < r.length; ++i) suture_value(r.items[(r.first + i) % 2]);
  return suture_value(r.refused.load());
}

SUTURE_OPERATION(put, "ring.put") {
  ring& r = in(object);
#ifndef PUT_WITHOUT_LOCK
  const sync::unique_lock held(r.lock);
#endif
  if (r.length == 2) {
    refuse(r);
    return suture_text("full");
  }
  r.items[(r.first + r.length) % 2] = suture_operation_number();
  r.length = r.length + 1;
  return suture_nothing();
}

SUTURE_OPERATION(take, "ring.take") {
  ring& r = in(object);
  sync::unique_lock held(r.lock);
  if (r.length == 0) {
    held.unlock();
    refuse(r);
    return suture_text("empty");
  }
  const int item = r.items[r.first];
  r.first = (r.first + 1) % 2;
  r.length = r.length - 1;
  return suture_value(item);
}

SUTURE_OPERATION(length, "ring.length") {
#ifndef LENGTH_WITHOUT_LOCK
  const sync::unique_lock held(in(object).lock);
#endif
  return suture_value(in(object).length);
}

SUTURE_OPERATION(refused, "ring.refused") { return suture_value(in(object).refused.load()); }

SUTURE_SCENARIO(two_puts, "ring.two_puts") {
  ring r;
  sync::thread other([&r] { suture_operate_put(&r); });
  suture_operate_put(&r);
  other.join();
  sync::check(r.length == 2 && r.refused.load() == 1, "one has found room");
}
