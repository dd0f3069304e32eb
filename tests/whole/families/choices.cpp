// What is up to the environment, and what the test takes for granted.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<int> chosen{0};
};

}  // namespace

family choices() {
  return family_of<objects>(
      "choices", "sync::atomic<int> chosen{0};",
      {
          {"choose({0} + 2)",
           {number(2)},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(sync::choose(n[0] + 2U, a.here())));
           }},
          {"chosen.store(choose(2), {0})",
           {store_order()},
           [](actor& a, const arguments& n) {
             const auto value = static_cast<int>(sync::choose(2, a.here()));
             a.of<objects>().chosen.store(value, as_store_order(n[0]), a.here());
           }},
          {"chosen.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().chosen.load(as_load_order(n[0]), a.here()));
           }},
          {"check(chosen.load({0}) == 0)",
           {load_order()},
           [](actor& a, const arguments& n) {
             sync::check(a.of<objects>().chosen.load(as_load_order(n[0]), a.here()) == 0, "still 0",
                         a.here());
           },
           1},
          {"assume(chosen.load({0}) == 0)",
           {load_order()},
           [](actor& a, const arguments& n) {
             sync::assume(a.of<objects>().chosen.load(as_load_order(n[0]), a.here()) == 0,
                          a.here());
           },
           1},
          {"clock::now() - clock::now() >= 1ms",
           {},
           [](actor& a, const arguments&) {
             const auto before = sync::clock::now(a.here());
             a.note(sync::clock::now(a.here()) - before >= std::chrono::milliseconds(1) ? 1 : 0);
           },
           1},
      });
}

}  // namespace suture::whole
