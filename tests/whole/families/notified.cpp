// Atomics that are waited for, flags, and permits.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<int> level{0};
  sync::atomic_flag up;
  sync::parker permit;
};

}  // namespace

family notified() {
  return family_of<objects>(
      "notified", "sync::atomic<int> level{0}; sync::atomic_flag up; sync::parker permit;",
      {
          {"level.wait({0}, {1})",
           {number(2), load_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().level.wait(n[0], as_load_order(n[1]), a.here());
           },
           3},
          {"level.store({0}, {1}), level.notify_one()",
           {number(2), store_order()},
           [](actor& a, const arguments& n) {
             auto& level = a.of<objects>().level;
             level.store(n[0], as_store_order(n[1]), a.here());
             level.notify_one(a.here());
           },
           4},
          {"level.fetch_add(1, {0}), level.notify_all()",
           {update_order()},
           [](actor& a, const arguments& n) {
             auto& level = a.of<objects>().level;
             a.note(level.fetch_add(1, as_update_order(n[0]), a.here()));
             level.notify_all(a.here());
           }},
          {"level.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().level.load(as_load_order(n[0]), a.here()));
           }},
          {"up.test_and_set({0})",
           {update_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().up.test_and_set(as_update_order(n[0]), a.here()) ? 1 : 0);
           }},
          {"up.clear({0})",
           {store_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().up.clear(as_store_order(n[0]), a.here());
           },
           1},
          {"permit.unpark()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().permit.unpark(a.here()); },
           3},
          {"permit.park()",
           {},
           [](actor& a, const arguments&) {
             // Only its own thread may park: the first.
             if (a.thread() == 0) a.of<objects>().permit.park(a.here());
           }},
      });
}

}  // namespace suture::whole
