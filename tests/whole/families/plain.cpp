// Atomic places that are also used plainly, and fences of unequal weight.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<int> mixed[2];
};

sync::atomic<int>& mixed(actor& a, const arguments& n) { return a.of<objects>().mixed[n[0]]; }

}  // namespace

family plain_places() {
  const argument which = number(2);
  return family_of<objects>(
      "plain_places", "sync::atomic<int> mixed0, mixed1;",
      {
          {"mixed{0}.plain().get()",
           {which},
           [](actor& a, const arguments& n) { a.note(mixed(a, n).plain().get(a.here())); },
           3},
          {"mixed{0}.plain().set({1})",
           {which, number(3)},
           [](actor& a, const arguments& n) { mixed(a, n).plain().set(n[1], a.here()); }},
          {"mixed{0}.load({1})",
           {which, load_order()},
           [](actor& a, const arguments& n) {
             a.note(mixed(a, n).load(as_load_order(n[1]), a.here()));
           },
           5},
          {"mixed{0}.store({1}, {2})",
           {which, number(3), store_order()},
           [](actor& a, const arguments& n) {
             mixed(a, n).store(n[1], as_store_order(n[2]), a.here());
           },
           4},
          {"if (mixed{0}.load({1}) == 0) return",
           {which, load_order()},
           [](actor& a, const arguments& n) {
             const int seen = mixed(a, n).load(as_load_order(n[1]), a.here());
             a.note(seen);
             if (seen == 0) a.end();
           },
           3},
          {"asymmetric_thread_fence_heavy()",
           {},
           [](actor& a, const arguments&) { sync::asymmetric_thread_fence_heavy(a.here()); }},
          {"asymmetric_thread_fence_light()",
           {},
           [](actor& a, const arguments&) { sync::asymmetric_thread_fence_light(a.here()); }},
      },
      [](objects& all, std::vector<int>& notes) {
        for (auto& one : all.mixed) notes.push_back(one.load(std::memory_order_relaxed));
      });
}

}  // namespace suture::whole
