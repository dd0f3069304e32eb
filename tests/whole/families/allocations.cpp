// Memory that may not be had, and memory that comes again: see `environment`.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct item {
  sync::var<item*> next{nullptr};
  sync::atomic<int> uses{0};
};

struct objects {
  sync::atomic<item*> top{nullptr};
  sync::atomic<int> pushed{0};
};

// A stack without any protection against ABA.
void push(actor& a, const arguments& n) {
  auto& top = a.of<objects>().top;
  item* const fresh = sync::make<item>(a.here());
  a.note(fresh != nullptr ? 1 : 0);
  if (fresh == nullptr) return;
  item* old = top.load(std::memory_order_relaxed, a.here());
  fresh->next.set(old, a.here());
  if (!top.compare_exchange_strong(old, fresh, as_update_order(n[0]), std::memory_order_relaxed,
                                   a.here())) {
    sync::destroy(fresh, a.here());
  }
}

void pop(actor& a, const arguments& n) {
  auto& top = a.of<objects>().top;
  item* old = top.load(as_load_order(n[0]), a.here());
  if (old == nullptr) return a.note(0);
  item* const next = old->next.get(a.here());
  const bool got = top.compare_exchange_strong(old, next, as_update_order(n[1]),
                                               std::memory_order_relaxed, a.here());
  a.note(got ? 1 : 2);
  if (got) sync::destroy(old, a.here());
}

// What was freed is what is had next, if memory comes again.
void make_twice(actor& a, const arguments&) {
  item* const first = sync::make<item>(a.here());
  if (first != nullptr) a.note(first->uses.fetch_add(1, std::memory_order_relaxed, a.here()));
  sync::destroy(first, a.here());
  item* const second = sync::make<item>(a.here());
  a.note(second == nullptr ? 0 : second == first ? 1 : 2);
  if (second != nullptr) a.note(second->uses.load(std::memory_order_relaxed, a.here()));
  sync::destroy(second, a.here());
}

}  // namespace

family allocations() {
  return family_of<objects>(
      "allocations",
      "struct item { sync::var<item*> next{nullptr}; sync::atomic<int> uses{0}; }; "
      "sync::atomic<item*> top{nullptr}; sync::atomic<int> pushed{0};",
      {
          {"if (fresh = make<item>()) fresh->next.set(old = top.load(relaxed)), "
           "top.compare_exchange_strong(old, fresh, {0}) || destroy(fresh)",
           {update_order()},
           push,
           5},
          {"if (old = top.load({0})) top.compare_exchange_strong(old, old->next.get(), {1}) && "
           "destroy(old)",
           {load_order(), update_order()},
           pop,
           4},
          {"if (p = top.load({0})) p->uses.fetch_add(1, {1})",
           {load_order(), update_order()},
           [](actor& a, const arguments& n) {
             if (item* const p = a.of<objects>().top.load(as_load_order(n[0]), a.here())) {
               a.note(p->uses.fetch_add(1, as_update_order(n[1]), a.here()));
             }
           }},
          {"destroy(first = make<item>()), destroy(make<item>()) == first", {}, make_twice, 3},
          {"if (block = allocate({0} * 64)) pushed.fetch_add(1, {1}), deallocate(block)",
           {number(3), update_order()},
           [](actor& a, const arguments& n) {
             void* const block = sync::allocate(n[0] * std::size_t{64}, a.here());
             if (block == nullptr) return;
             a.note(a.of<objects>().pushed.fetch_add(1, as_update_order(n[1]), a.here()));
             sync::deallocate(block, a.here());
           },
           3},
          {"pushed.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().pushed.load(as_load_order(n[0]), a.here()));
           }},
      },
      [](objects& all, std::vector<int>& notes) {
        int left = 0;
        while (item* const one = all.top.load()) {
          all.top.store(one->next.get());
          sync::destroy(one);
          ++left;
        }
        notes.push_back(left);
      });
}

}  // namespace suture::whole
