// Plain data that is accessed atomically, too, for as long as it lives.
#include <new>

#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct halves {
  std::int32_t low = 0;
  std::int32_t high = 0;
};

using number_of = sync::atomic_ref<int>;
using halves_of = sync::atomic_ref<halves>;

struct objects {
  sync::var<int> data[2];
  sync::var<halves> both{halves{}};
  sync::atomic<sync::var<int>*> lent{nullptr};
  sync::atomic<int> ready{0};
  sync::mutex m;

  objects() {
    for (auto& one : data) one.set(0);
  }
};

sync::var<int>& data(actor& a, const arguments& n) { return a.of<objects>().data[n[0]]; }

// The var of another thread, which lives as long as it is lent and a little longer.
void lend(actor& a, const arguments& n) {
  auto& lent = a.of<objects>().lent;
  sync::var<int> own(1, a.here());
  lent.store(&own, as_store_order(n[0]), a.here());
  a.note(number_of(own).fetch_add(1, as_update_order(n[1]), a.here()));
  lent.store(nullptr, as_store_order(n[0]), a.here());
}

}  // namespace

family references() {
  const argument which = number(2);
  return family_of<objects>(
      "references",
      "struct halves { int low = 0, high = 0; }; sync::var<int> data0{0}, data1{0}; "
      "sync::var<halves> both{halves{}}; sync::atomic<sync::var<int>*> lent{nullptr}; "
      "sync::atomic<int> ready{0}; sync::mutex vm;",
      {
          {"atomic_ref(data{0}).load({1})",
           {which, load_order()},
           [](actor& a, const arguments& n) {
             a.note(number_of(data(a, n)).load(as_load_order(n[1]), a.here()));
           },
           5},
          {"atomic_ref(data{0}).store({1}, {2})",
           {which, number(3), store_order()},
           [](actor& a, const arguments& n) {
             number_of(data(a, n)).store(n[1], as_store_order(n[2]), a.here());
           },
           5},
          {"atomic_ref(data{0}).fetch_add(1, {1})",
           {which, update_order()},
           [](actor& a, const arguments& n) {
             a.note(number_of(data(a, n)).fetch_add(1, as_update_order(n[1]), a.here()));
           },
           3},
          {"old = {1}, atomic_ref(data{0}).compare_exchange_weak(old, {1} + 1, {2})",
           {which, number(2), update_order()},
           [](actor& a, const arguments& n) {
             int old = n[1];
             a.note(number_of(data(a, n))
                            .compare_exchange_weak(old, n[1] + 1, as_update_order(n[2]), a.here())
                        ? 1
                        : 0);
             a.note(old);
           }},
          {"data{0}.get()",
           {which},
           [](actor& a, const arguments& n) { a.note(data(a, n).get(a.here())); }},
          {"data{0}.set({1})",
           {which, number(3)},
           [](actor& a, const arguments& n) { data(a, n).set(n[1], a.here()); },
           1},
          {"lock_guard(vm), data{0}.set(data{0}.get() + 1)",
           {which},
           [](actor& a, const arguments& n) {
             const sync::lock_guard<sync::mutex> held(a.of<objects>().m, a.here());
             const int before = data(a, n).get(a.here());
             a.note(before);
             data(a, n).set(before + 1, a.here());
           }},
          {"lock_guard(vm), atomic_ref(data{0}).fetch_add(2, {1})",
           {which, update_order()},
           [](actor& a, const arguments& n) {
             const sync::lock_guard<sync::mutex> held(a.of<objects>().m, a.here());
             a.note(number_of(data(a, n)).fetch_add(2, as_update_order(n[1]), a.here()));
           }},
          {"new (&data{0}) var<int>({1})",
           {which, number(3)},
           [](actor& a, const arguments& n) {
             ::new (static_cast<void*>(&data(a, n))) sync::var<int>(n[1], a.here());
           },
           1},
          {"atomic_ref(both).exchange({{0}, 1}, {1})",
           {number(3), update_order()},
           [](actor& a, const arguments& n) {
             auto& both = a.of<objects>().both;
             const halves old =
                 halves_of(both).exchange({n[0], 1}, as_update_order(n[1]), a.here());
             a.note(10 * old.low + old.high);
           }},
          {"both.get()",
           {},
           [](actor& a, const arguments&) {
             const halves now = a.of<objects>().both.get(a.here());
             a.note(10 * now.low + now.high);
           },
           1},
          {"both.set({{0}, 2})",
           {number(3)},
           [](actor& a, const arguments& n) {
             a.of<objects>().both.set({n[0], 2}, a.here());
           },
           1},
          {"var<int> own(1), lent.store(&own, {0}), atomic_ref(own).fetch_add(1, {1}), "
           "lent.store(nullptr, {0})",
           {store_order(), update_order()},
           lend,
           1},
          {"if (p = lent.load({0})) atomic_ref(*p).fetch_add(1)",
           {load_order()},
           [](actor& a, const arguments& n) {
             if (auto* const p = a.of<objects>().lent.load(as_load_order(n[0]), a.here())) {
               a.note(number_of(*p).fetch_add(1, std::memory_order_relaxed, a.here()));
             }
           },
           1},
          {"ready.store(1, {0})",
           {store_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().ready.store(1, as_store_order(n[0]), a.here());
           },
           4},
          {"if (ready.load({0}) == 0) return",
           {load_order()},
           [](actor& a, const arguments& n) {
             const int seen = a.of<objects>().ready.load(as_load_order(n[0]), a.here());
             a.note(seen);
             if (seen == 0) a.end();
           },
           4},
      },
      [](objects& all, std::vector<int>& notes) {
        for (auto& one : all.data) notes.push_back(one.get());
        notes.push_back(all.both.get().high);
      });
}

}  // namespace suture::whole
