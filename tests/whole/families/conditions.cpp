// A condition variable and its mutex.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::mutex m;
  sync::condition_variable c;
  sync::var<int> turn{0};
};

using lock = sync::unique_lock<sync::mutex>;

}  // namespace

family conditions() {
  return family_of<objects>(
      "conditions", "sync::mutex cm; sync::condition_variable c; sync::var<int> turn{0};",
      {
          {"unique_lock(cm), c.wait()",
           {},
           [](actor& a, const arguments&) {
             auto& o = a.of<objects>();
             lock held(o.m, a.here());
             o.c.wait(held, a.here());
             a.note(o.turn.get(a.here()));
           },
           1},
          {"unique_lock(cm), unlock(), c.wait()",
           {},
           [](actor& a, const arguments&) {
             auto& o = a.of<objects>();
             lock held(o.m, a.here());
             held.unlock(a.here());
             o.c.wait(held, a.here());
           },
           1},
          {"unique_lock(cm), c.wait_for(1us)",
           {},
           [](actor& a, const arguments&) {
             auto& o = a.of<objects>();
             lock held(o.m, a.here());
             const auto ended = o.c.wait_for(held, std::chrono::microseconds(1), a.here());
             a.note(ended == sync::cv_status::timeout ? 1 : 0);
             a.note(o.turn.get(a.here()));
           },
           2},
          {"unique_lock(cm), c.wait(turn != 0)",
           {},
           [](actor& a, const arguments&) {
             auto& o = a.of<objects>();
             lock held(o.m, a.here());
             o.c.wait(
                 held, [&] { return o.turn.get(a.here()) != 0; }, a.here());
             a.note(o.turn.get(a.here()));
           },
           4},
          {"unique_lock(cm), turn.set({0})",
           {number(3)},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             const lock held(o.m, a.here());
             o.turn.set(n[0], a.here());
           },
           3},
          {"unique_lock(cm), turn.set({0}), c.notify_one()",
           {number(3)},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             const lock held(o.m, a.here());
             o.turn.set(n[0], a.here());
             o.c.notify_one(a.here());
           }},
          {"c.notify_one()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().c.notify_one(a.here()); },
           3},
          {"c.notify_all()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().c.notify_all(a.here()); },
           3},
      });
}

}  // namespace suture::whole
