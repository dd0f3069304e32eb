// A latch that two count down, and a barrier where two meet.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::latch gate{2};
  sync::barrier<> meeting{2};
  sync::var<int> brought{0};
};

}  // namespace

family latches() {
  return family_of<objects>(
      "latches", "sync::latch gate{2}; sync::barrier meeting{2}; sync::var<int> brought{0};",
      {
          {"gate.count_down({0} + 1)",
           {number(2)},
           [](actor& a, const arguments& n) {
             a.of<objects>().gate.count_down(n[0] + 1, a.here());
           },
           4},
          {"gate.wait()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().gate.wait(a.here()); }},
          {"gate.try_wait()",
           {},
           [](actor& a, const arguments&) {
             a.note(a.of<objects>().gate.try_wait(a.here()) ? 1 : 0);
           }},
          {"gate.arrive_and_wait()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().gate.arrive_and_wait(1, a.here()); },
           3},
          {"meeting.arrive_and_wait()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().meeting.arrive_and_wait(a.here()); },
           5},
          {"meeting.arrive_and_drop()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().meeting.arrive_and_drop(a.here()); }},
          {"brought.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().brought.get(a.here())); }},
          {"brought.set({0})",
           {number(3)},
           [](actor& a, const arguments& n) { a.of<objects>().brought.set(n[0], a.here()); }},
      });
}

}  // namespace suture::whole
