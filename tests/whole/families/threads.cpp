// Threads that threads make: what they share, and who may join them.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<int> shown{0};
  sync::var<int> handed{0};
};

}  // namespace

family threads() {
  return family_of<objects>(
      "threads", "sync::atomic<int> shown{0}; sync::var<int> handed{0}; sync::thread child;",
      {
          {"child = thread(shown.fetch_add({0} + 1))",
           {number(2)},
           [](actor& a, const arguments& n) {
             if (a.child.joinable()) return;
             a.child = sync::thread(
                 [&shown = a.of<objects>().shown, by = n[0] + 1, here = a.here()] {
                   shown.fetch_add(by, std::memory_order_relaxed, here);
                 },
                 a.here());
           },
           3,
           "child.join()"},
          {"child = thread(handed.set({0}))",
           {number(2)},
           [](actor& a, const arguments& n) {
             if (a.child.joinable()) return;
             a.child = sync::thread([&handed = a.of<objects>().handed, to = n[0],
                                     here = a.here()] { handed.set(to, here); },
                                    a.here());
           },
           2,
           "child.join()"},
          {"child.join()", {}, [](actor& a, const arguments&) { a.child.join(a.here()); }, 1},
          {"child.detach()",
           {},
           [](actor& a, const arguments&) {
             if (a.child.joinable()) a.child.detach(a.here());
           },
           1},
          {"shown.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().shown.load(as_load_order(n[0]), a.here()));
           },
           3},
          {"handed.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().handed.get(a.here())); }},
          {"yield()", {}, [](actor& a, const arguments&) { sync::yield(a.here()); }},
      },
      [](objects& all, std::vector<int>& notes) { notes.push_back(all.shown.load()); });
}

}  // namespace suture::whole
