// One call for all who come.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::once_flag flag[2];
  sync::var<int> made{0};
};

struct refusal {};

}  // namespace

family once_flags() {
  return family_of<objects>(
      "once_flags", "sync::once_flag flag0, flag1; sync::var<int> made{0};",
      {
          {"call_once(flag{0}, made.set(made.get() + 1))",
           {number(2)},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             sync::call_once({o.flag[n[0]], a.here()}, [&] {
               const int before = o.made.get(a.here());
               o.made.set(before + 1, a.here());
               a.note(before);
             });
           },
           6},
          {"call_once(flag{0}, throw)",
           {number(2)},
           [](actor& a, const arguments& n) {
             try {
               sync::call_once({a.of<objects>().flag[n[0]], a.here()}, [] { throw refusal(); });
               a.note(0);
             } catch (const refusal&) {
               a.note(1);
             }
           }},
          {"made.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().made.get(a.here())); }},
      });
}

}  // namespace suture::whole
