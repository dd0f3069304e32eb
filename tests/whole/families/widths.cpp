// Atomics of other types than int: small ones wrap, pointers step.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<std::uint8_t> byte{254};
  sync::atomic<std::int16_t> half{-1};
  sync::atomic<std::uint64_t> wide{~std::uint64_t{0}};
  sync::atomic<bool> flag{false};
  sync::atomic<double> ratio{0.5};
  int places[8] = {};
  sync::atomic<int*> at{places};
};

}  // namespace

family widths() {
  return family_of<objects>(
      "widths",
      "sync::atomic<uint8_t> byte{254}; sync::atomic<int16_t> half{-1}; sync::atomic<uint64_t> "
      "wide{-1}; sync::atomic<bool> flag; sync::atomic<double> ratio{0.5}; int places[8]; "
      "sync::atomic<int*> at{places};",
      {
          {"byte.fetch_add({0}, {1})",
           {number(3), update_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().byte.fetch_add(n[0], as_update_order(n[1]), a.here()));
           }},
          {"byte.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().byte.load(as_load_order(n[0]), a.here()));
           }},
          {"half.fetch_sub({0}, {1})",
           {number(3), update_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().half.fetch_sub(n[0], as_update_order(n[1]), a.here()));
           }},
          {"half.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().half.load(as_load_order(n[0]), a.here()));
           }},
          {"wide.fetch_add({0}, {1})",
           {number(3), update_order()},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(
                 a.of<objects>().wide.fetch_add(n[0], as_update_order(n[1]), a.here()) & 0xFF));
           }},
          {"flag.exchange(true, {0})",
           {update_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().flag.exchange(true, as_update_order(n[0]), a.here()) ? 1 : 0);
           }},
          {"flag = false", {}, [](actor& a, const arguments&) { a.of<objects>().flag = false; }},
          {"half.fetch_xor({0}, {1})",
           {number(3), update_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().half.fetch_xor(n[0], as_update_order(n[1]), a.here()));
           },
           1},
          {"2 * ratio.fetch_add({0}, {1})",
           {number(3), update_order()},
           [](actor& a, const arguments& n) {
             const double old =
                 a.of<objects>().ratio.fetch_add(n[0], as_update_order(n[1]), a.here());
             a.note(static_cast<int>(2 * old));
           },
           1},
          {"at.fetch_add({0}, {1}) - places",
           {number(2), update_order()},
           [](actor& a, const arguments& n) {
             auto& all = a.of<objects>();
             a.note(static_cast<int>(all.at.fetch_add(n[0], as_update_order(n[1]), a.here()) -
                                     all.places));
           }},
      });
}

}  // namespace suture::whole
