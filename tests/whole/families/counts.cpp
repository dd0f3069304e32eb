// Refcounts whose changes nobody looks at but for "was that the last one?".
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<int> count{2};
  sync::var<int> shared{0};
};

}  // namespace

family counts() {
  return family_of<objects>(
      "counts", "sync::atomic<int> count{2}; sync::var<int> shared{0};",
      {
          {"count.add_unread({0} + 1, {1})",
           {number(2), update_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().count.add_unread(n[0] + 1, as_update_order(n[1]), a.here());
           },
           4},
          {"count.sub_and_test({0} + 1, {1})",
           {number(2), update_order()},
           [](actor& a, const arguments& n) {
             const bool last =
                 a.of<objects>().count.sub_and_test(n[0] + 1, as_update_order(n[1]), a.here());
             a.note(last ? 1 : 0);
           },
           6},
          {"if (count.sub_and_test(1, {0})) shared.set(1)",
           {update_order()},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             if (!o.count.sub_and_test(1, as_update_order(n[0]), a.here())) return;
             a.note(1);
             o.shared.set(1, a.here());
           },
           4},
          {"shared.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().shared.get(a.here())); }},
          {"count.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().count.load(as_load_order(n[0]), a.here()));
           },
           1},
      },
      [](objects& all, std::vector<int>& notes) { notes.push_back(sync::peek(all.count)); });
}

}  // namespace suture::whole
