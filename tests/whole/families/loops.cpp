// Loops that wait: with patience, which runs out, or until it happens.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<int> flag[2];
};

sync::atomic<int>& flag(actor& a, const arguments& n) { return a.of<objects>().flag[n[0]]; }

}  // namespace

family loops() {
  const argument which = number(2);
  return family_of<objects>(
      "loops", "sync::atomic<int> flag0, flag1;",
      {
          {"flag{0}.store({1}, {2})",
           {which, number(3), store_order()},
           [](actor& a, const arguments& n) {
             flag(a, n).store(n[1], as_store_order(n[2]), a.here());
           },
           8},
          {"flag{0}.load({1})",
           {which, load_order()},
           [](actor& a, const arguments& n) {
             a.note(flag(a, n).load(as_load_order(n[1]), a.here()));
           },
           3},
          {"yield()", {}, [](actor& a, const arguments&) { sync::yield(a.here()); }, 1},
          {"spin_until(flag{0}.load({1}) != 0)",
           {which, load_order()},
           [](actor& a, const arguments& n) {
             sync::spin_until([&] { return flag(a, n).load(as_load_order(n[1]), a.here()) != 0; },
                              a.here());
           },
           2},
          {"while (flag{0}.load({1}) == 0) yield()",
           {which, load_order()},
           [](actor& a, const arguments& n) {
             while (flag(a, n).load(as_load_order(n[1]), a.here()) == 0) sync::yield(a.here());
           },
           2},
          {"for (i < {2} + 1 && flag{0}.load({1}) == 0) yield()",
           {which, load_order(), number(2)},
           [](actor& a, const arguments& n) {
             int i = 0;
             while (i < n[2] + 1 && flag(a, n).load(as_load_order(n[1]), a.here()) == 0) {
               sync::yield(a.here());
               ++i;
             }
             a.note(i);
           },
           3},
          {"for (i < {2} + 1 && flag{0}.exchange(1, {1}) != 0) yield()",
           {which, update_order(), number(2)},
           [](actor& a, const arguments& n) {
             int i = 0;
             while (i < n[2] + 1 && flag(a, n).exchange(1, as_update_order(n[1]), a.here()) != 0) {
               sync::yield(a.here());
               ++i;
             }
             a.note(i);
           },
           2},
      });
}

}  // namespace suture::whole
