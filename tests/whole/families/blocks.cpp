// Memory: objects shown to others through an atomic pointer, taken back, freed and put away, by one
// thread or by several.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct node {
  sync::atomic<int> count{1};
  sync::var<int> value{7};
};

struct objects {
  sync::atomic<node*> head{nullptr};
};

node* head(actor& a, unsigned order) {
  return a.of<objects>().head.load(as_load_order(order), a.here());
}

void show(actor& a, const arguments& n) {
  node* const fresh = sync::make<node>();
  if (fresh == nullptr) return a.note(-1);
  fresh->value.set(n[0], a.here());
  if (node* const old = a.of<objects>().head.exchange(fresh, as_update_order(n[1]), a.here())) {
    sync::destroy(old, a.here());
  }
}

void take(actor& a, const arguments& n) {
  node* const old = a.of<objects>().head.exchange(nullptr, as_update_order(n[0]), a.here());
  a.note(old != nullptr ? 1 : 0);
  if (old != nullptr) sync::destroy(old, a.here());
}

}  // namespace

family blocks() {
  return family_of<objects>(
      "blocks",
      "struct node { sync::atomic<int> count{1}; sync::var<int> value{7}; }; "
      "sync::atomic<node*> head{nullptr};",
      {
          {"if (fresh = make<node>()) fresh->value.set({0}), destroy(head.exchange(fresh, {1}))",
           {number(2), update_order()},
           show,
           5},
          {"destroy(head.exchange(nullptr, {0}))", {update_order()}, take, 3},
          {"if (p = head.load({0})) p->value.get()",
           {load_order()},
           [](actor& a, const arguments& n) {
             if (node* const p = head(a, n[0])) a.note(p->value.get(a.here()));
           },
           3},
          {"if (p = head.load({0})) p->count.fetch_add(1, {1})",
           {load_order(), update_order()},
           [](actor& a, const arguments& n) {
             if (node* const p = head(a, n[0])) {
               a.note(p->count.fetch_add(1, as_update_order(n[1]), a.here()));
             }
           }},
          {"if (p = head.load({0})) destroy(p)",
           {load_order()},
           [](actor& a, const arguments& n) {
             if (node* const p = head(a, n[0])) sync::destroy(p, a.here());
           },
           1},
          {"if (p = head.load({0})) retire(p)",
           {load_order()},
           [](actor& a, const arguments& n) {
             if (node* const p = head(a, n[0])) sync::retire(p, a.here());
           },
           1},
          {"if (p = head.load({0})) revive(p)",
           {load_order()},
           [](actor& a, const arguments& n) {
             if (node* const p = head(a, n[0])) sync::revive(p, a.here());
           },
           1},
          {"deallocate(allocate(8))",
           {},
           [](actor& a, const arguments&) {
             sync::deallocate(sync::allocate(8, a.here()), a.here());
           },
           1},
      },
      [](objects& all, std::vector<int>& notes) {
        node* const left = all.head.load();
        notes.push_back(left != nullptr ? 1 : 0);
        if (left != nullptr) sync::destroy(left);
      });
}

}  // namespace suture::whole
