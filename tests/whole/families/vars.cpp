// Plain data: raced for, ordered by nothing of its own; one of them nobody has written yet.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::var<int> v[2] = {0, 0};
  sync::var<int> fresh;
};

}  // namespace

family vars() {
  return family_of<objects>(
      "vars", "sync::var<int> v0{0}, v1{0}, fresh;",
      {
          {"v{0}.get()",
           {number(2)},
           [](actor& a, const arguments& n) { a.note(a.of<objects>().v[n[0]].get(a.here())); },
           8},
          {"v{0}.set({1})",
           {number(2), number(3)},
           [](actor& a, const arguments& n) { a.of<objects>().v[n[0]].set(n[1], a.here()); },
           6},
          {"fresh.set({0})",
           {number(3)},
           [](actor& a, const arguments& n) { a.of<objects>().fresh.set(n[0], a.here()); }},
          {"fresh.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().fresh.get(a.here())); },
           1},
      });
}

}  // namespace suture::whole
