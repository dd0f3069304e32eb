// Objects that pointers own together, and memory where one follows another of its type.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct counted {
  sync::atomic<int> uses{0};
};

struct objects {
  sync::atomic<sync::shared_ptr<int>> owner{sync::make_shared<int>(0)};
  sync::type_stable<counted> pool;
  sync::atomic<counted*> current{nullptr};
};

using pointer = sync::shared_ptr<int>;

}  // namespace

family shared_pointers() {
  return family_of<objects>(
      "shared_pointers",
      "sync::atomic<sync::shared_ptr<int>> owner{make_shared<int>(0)}; struct counted { "
      "sync::atomic<int> uses{0}; }; sync::type_stable<counted> pool; sync::atomic<counted*> "
      "current{nullptr};",
      {
          {"*owner.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             const pointer p = a.of<objects>().owner.load(as_load_order(n[0]), a.here());
             a.note(p ? *p : -1);
           }},
          {"owner.store(make_shared<int>({0}), {1})",
           {number(3), store_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().owner.store(sync::make_shared_at<int>(a.here(), n[0]),
                                         as_store_order(n[1]), a.here());
           }},
          {"*owner.exchange(nullptr, {0})",
           {update_order()},
           [](actor& a, const arguments& n) {
             const pointer p =
                 a.of<objects>().owner.exchange(pointer(), as_update_order(n[0]), a.here());
             a.note(p ? *p : -1);
           },
           1},
          {"if (p = pool.make()) destroy(current.exchange(p, {0}))",
           {update_order()},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             counted* const fresh = o.pool.make(a.here());
             if (fresh == nullptr) return;
             o.pool.destroy(o.current.exchange(fresh, as_update_order(n[0]), a.here()), a.here());
           },
           3},
          {"if (p = current.load({0})) p->uses.fetch_add(1)",
           {load_order()},
           [](actor& a, const arguments& n) {
             if (counted* const p = a.of<objects>().current.load(as_load_order(n[0]), a.here())) {
               a.note(p->uses.fetch_add(1, std::memory_order_relaxed, a.here()));
             }
           }},
      },
      [](objects& all, std::vector<int>&) { all.pool.destroy(all.current.load()); });
}

}  // namespace suture::whole
