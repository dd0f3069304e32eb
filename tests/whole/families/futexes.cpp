// A futex word.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<std::uint32_t> word{0};
};

}  // namespace

family futexes() {
  return family_of<objects>(
      "futexes", "sync::atomic<uint32_t> word{0};",
      {
          {"futex_wait(word, {0})",
           {number(2)},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(sync::futex_wait(a.of<objects>().word, n[0], a.here())));
           },
           3},
          {"futex_wait_for(word, {0}, 1us)",
           {number(2)},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(sync::futex_wait_for(a.of<objects>().word, n[0],
                                                          std::chrono::microseconds(1), a.here())));
           }},
          {"if (word.load({0}) == 0) futex_wait(word, 0)",
           {load_order()},
           [](actor& a, const arguments& n) {
             auto& word = a.of<objects>().word;
             if (word.load(as_load_order(n[0]), a.here()) != 0) return a.note(3);
             a.note(static_cast<int>(sync::futex_wait(word, 0, a.here())));
           }},
          {"word.store({0}, {1}), futex_wake(word, {2} + 1)",
           {number(2), store_order(), number(2)},
           [](actor& a, const arguments& n) {
             auto& word = a.of<objects>().word;
             word.store(n[0], as_store_order(n[1]), a.here());
             a.note(static_cast<int>(sync::futex_wake(word, n[2] + 1U, a.here())));
           },
           4},
          {"futex_wake(word, {0})",
           {number(3)},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(sync::futex_wake(a.of<objects>().word, n[0], a.here())));
           }},
          {"word.store({0}, {1})",
           {number(2), store_order()},
           [](actor& a, const arguments& n) {
             a.of<objects>().word.store(n[0], as_store_order(n[1]), a.here());
           }},
      });
}

}  // namespace suture::whole
