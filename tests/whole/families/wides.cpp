// Atomics of two words, as of a stack's top with a tag against ABA.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct tagged {
  std::uint64_t at = 0;
  std::uint64_t tag = 0;
};

struct objects {
  sync::atomic<tagged> top;
  sync::atomic<int> beside{0};
};

sync::atomic<tagged>& top(actor& a) { return a.of<objects>().top; }

// Small numbers only, so that one says both words.
void note(actor& a, const tagged& seen) { a.note(static_cast<int>(10 * seen.at + seen.tag)); }

}  // namespace

family wides() {
  return family_of<objects>(
      "wides",
      "struct tagged { uint64_t at = 0, tag = 0; }; sync::atomic<tagged> top; "
      "sync::atomic<int> beside{0};",
      {
          {"top.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             note(a, top(a).load(as_load_order(n[0]), a.here()));
           },
           4},
          {"top.store({{0}, {1}}, {2})",
           {number(2), number(3), store_order()},
           [](actor& a, const arguments& n) {
             top(a).store({n[0], n[1]}, as_store_order(n[2]), a.here());
           },
           4},
          {"top.exchange({{0}, {1}}, {2})",
           {number(2), number(3), update_order()},
           [](actor& a, const arguments& n) {
             note(a, top(a).exchange({n[0], n[1]}, as_update_order(n[2]), a.here()));
           }},
          {"old = {{0}, {1}}, top.compare_exchange_strong(old, {{0} + 1, {1} + 1}, {2})",
           {number(2), number(2), update_order()},
           [](actor& a, const arguments& n) {
             tagged old{n[0], n[1]};
             const bool done = top(a).compare_exchange_strong(old, {n[0] + 1U, n[1] + 1U},
                                                              as_update_order(n[2]), a.here());
             a.note(done ? 1 : 0);
             note(a, old);
           },
           3},
          {"old = {}, top.compare_exchange_weak(old, {0, 1}, {0}, {1})",
           {update_order(), load_order()},
           [](actor& a, const arguments& n) {
             tagged old;
             a.note(top(a).compare_exchange_weak(old, {0, 1}, as_update_order(n[0]),
                                                 as_load_order(n[1]), a.here())
                        ? 1
                        : 0);
             note(a, old);
           }},
          {"old = top.load({0}), top.compare_exchange_strong(old, {old.at, old.tag + 1}, {1})",
           {load_order(), update_order()},
           [](actor& a, const arguments& n) {
             tagged old = top(a).load(as_load_order(n[0]), a.here());
             a.note(top(a).compare_exchange_strong(old, {old.at, old.tag + 1},
                                                   as_update_order(n[1]), a.here())
                        ? 1
                        : 0);
           },
           3},
          {"top.wait({}, {0})",
           {load_order()},
           [](actor& a, const arguments& n) { top(a).wait({}, as_load_order(n[0]), a.here()); },
           1},
          {"top.store({0, {0}}, {1}), top.notify_one()",
           {number(2), store_order()},
           [](actor& a, const arguments& n) {
             top(a).store({0, n[0]}, as_store_order(n[1]), a.here());
             top(a).notify_one(a.here());
           },
           1},
          {"top.plain().get()",
           {},
           [](actor& a, const arguments&) { note(a, top(a).plain().get(a.here())); },
           1},
          {"top.plain().set({{0}, 0})",
           {number(2)},
           [](actor& a, const arguments& n) {
             top(a).plain().set({n[0], 0}, a.here());
           },
           1},
          {"beside.store(1, {0})",
           {store_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().beside.store(1, as_store_order(n[0]), a.here());
           }},
          {"beside.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().beside.load(as_load_order(n[0]), a.here()));
           }},
      },
      [](objects& all, std::vector<int>& notes) {
        const tagged left = all.top.load();
        notes.push_back(static_cast<int>(10 * left.at + left.tag));
      });
}

}  // namespace suture::whole
