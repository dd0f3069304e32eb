// Objects made anew over live ones, as an interpreter does with recycled headers.
#include <new>

#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct pair {
  sync::atomic<int> count{1};
  sync::var<int> value{1};
};

struct objects {
  sync::atomic<int> a{0};
  sync::var<int> v{0};
  sync::mutex m;
  pair both;
  sync::atomic<int> go{0};
};

}  // namespace

family remade() {
  return family_of<objects>(
      "remade",
      "struct pair { sync::atomic<int> count{1}; sync::var<int> value{1}; } both; "
      "sync::atomic<int> a{0}, go{0}; sync::var<int> v{0}; sync::mutex rm;",
      {
          {"new (&a) atomic<int>({0})",
           {number(3)},
           [](actor& on, const arguments& n) {
             ::new (static_cast<void*>(&on.of<objects>().a)) sync::atomic<int>(n[0], on.here());
           }},
          {"a.load({0})",
           {load_order()},
           [](actor& on, const arguments& n) {
             on.note(on.of<objects>().a.load(as_load_order(n[0]), on.here()));
           }},
          {"new (&v) var<int>({0})",
           {number(3)},
           [](actor& on, const arguments& n) {
             ::new (static_cast<void*>(&on.of<objects>().v)) sync::var<int>(n[0], on.here());
           }},
          {"v.get()",
           {},
           [](actor& on, const arguments&) { on.note(on.of<objects>().v.get(on.here())); }},
          {"v.set({0})",
           {number(3)},
           [](actor& on, const arguments& n) { on.of<objects>().v.set(n[0], on.here()); },
           1},
          {"new (&rm) mutex",
           {},
           [](actor& on, const arguments&) {
             ::new (static_cast<void*>(&on.of<objects>().m)) sync::mutex(on.here());
           },
           1},
          {"rm.lock(), rm.unlock()",
           {},
           [](actor& on, const arguments&) {
             on.of<objects>().m.lock(on.here());
             on.of<objects>().m.unlock(on.here());
           },
           1},
          {"new (&both) pair",
           {},
           [](actor& on, const arguments&) {
             ::new (static_cast<void*>(&on.of<objects>().both)) pair;
           },
           1},
          {"both.count.fetch_add(1, {0}), both.value.get()",
           {update_order()},
           [](actor& on, const arguments& n) {
             auto& both = on.of<objects>().both;
             on.note(both.count.fetch_add(1, as_update_order(n[0]), on.here()));
             on.note(both.value.get(on.here()));
           }},
          {"go.store(1, {0})",
           {store_order()},
           [](actor& on, const arguments& n) {
             on.of<objects>().go.store(1, as_store_order(n[0]), on.here());
           },
           3},
          {"if (go.load({0}) == 0) return",
           {load_order()},
           [](actor& on, const arguments& n) {
             const int went = on.of<objects>().go.load(as_load_order(n[0]), on.here());
             on.note(went);
             if (went == 0) on.end();
           },
           3},
      });
}

}  // namespace suture::whole
