// Objects that pointers own together, and memory where one follows another of its type.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct counted {
  sync::atomic<int> uses{0};
};

using pointer = sync::shared_ptr<int>;
using watcher = sync::weak_ptr<int>;

struct objects {
  sync::atomic<pointer> owner;
  sync::atomic<watcher> watched;
  sync::type_stable<counted> pool;
  sync::atomic<counted*> current{nullptr};
};

int value_of(const pointer& p) { return p ? *p : -1; }

// Null where the allocation has failed.
pointer made(actor& a, int value) {
  try {
    return sync::make_shared_at<int>(a.here(), value);
  } catch (const std::bad_alloc&) {
    a.note(-2);
    return {};
  }
}

// Puts a new object in the place of the one that is there, and notes what is there then.
void replace(actor& a, const arguments& n) {
  auto& owner = a.of<objects>().owner;
  pointer old = owner.load(as_load_order(n[0]), a.here());
  a.note(owner.compare_exchange_strong(old, made(a, 2), as_update_order(n[1]),
                                       std::memory_order_acquire, a.here())
             ? 1
             : 0);
  a.note(value_of(old));
}

}  // namespace

family shared_pointers() {
  return family_of<objects>(
      "shared_pointers",
      "sync::atomic<sync::shared_ptr<int>> owner; sync::atomic<sync::weak_ptr<int>> watched; "
      "struct counted { sync::atomic<int> uses{0}; }; sync::type_stable<counted> pool; "
      "sync::atomic<counted*> current{nullptr};",
      {
          {"*owner.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(value_of(a.of<objects>().owner.load(as_load_order(n[0]), a.here())));
           },
           3},
          {"owner.store(make_shared<int>({0}), {1})",
           {number(3), store_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().owner.store(made(a, n[0]), as_store_order(n[1]), a.here());
           },
           3},
          {"*owner.exchange(nullptr, {0})",
           {update_order()},
           [](actor& a, const arguments& n) {
             a.note(value_of(
                 a.of<objects>().owner.exchange(pointer(), as_update_order(n[0]), a.here())));
           },
           2},
          {"old = owner.load({0}), owner.compare_exchange_strong(old, make_shared<int>(2), {1})",
           {load_order(), update_order()},
           replace,
           2},
          {"watched.store(owner.load({0}), {1})",
           {load_order(), store_order()},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             o.watched.store(watcher(o.owner.load(as_load_order(n[0]), a.here()), a.here()),
                             as_store_order(n[1]), a.here());
           },
           1},
          {"*watched.load({0}).lock()",
           {load_order()},
           [](actor& a, const arguments& n) {
             const watcher w = a.of<objects>().watched.load(as_load_order(n[0]), a.here());
             a.note(value_of(w.lock(a.here())));
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
      [](objects& all, std::vector<int>& notes) {
        notes.push_back(value_of(all.owner.load()));
        all.pool.destroy(all.current.load());
      });
}

}  // namespace suture::whole
