// Futexes whose sleepers are told apart by bits, and moved from one word to another.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

using word = sync::atomic<std::uint32_t>;

struct objects {
  word gate[2];
};

word& gate(actor& a, unsigned which) { return a.of<objects>().gate[which]; }

void requeue(actor& a, unsigned to, std::uint32_t expected, std::uint32_t wakes,
             std::uint32_t moves) {
  const auto done =
      sync::futex_cmp_requeue(gate(a, 0), expected, wakes, moves, gate(a, to), a.here());
  a.note(done ? static_cast<int>(*done) : -1);
}

}  // namespace

family requeues() {
  const argument which = number(2);
  return family_of<objects>(
      "requeues", "sync::atomic<uint32_t> gate0, gate1;",
      {
          {"futex_wait(gate{0}, 0)",
           {which},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(sync::futex_wait(gate(a, n[0]), 0, a.here())));
           },
           4},
          {"futex_wait_bitset(gate{0}, 0, {1})",
           {which, number(4)},  // an empty set among them
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(sync::futex_wait_bitset(gate(a, n[0]), 0, n[1], a.here())));
           },
           4},
          {"futex_wait_until(gate{0}, 0, clock::now() + 1us)",
           {which},
           [](actor& a, const arguments& n) {
             const auto soon = sync::clock::now(a.here()) + std::chrono::microseconds(1);
             a.note(static_cast<int>(sync::futex_wait_until(gate(a, n[0]), 0, soon, a.here())));
           },
           1},
          {"futex_cmp_requeue(gate0, 0, {0}, {1}, gate1)",
           {number(2), number(3)},
           [](actor& a, const arguments& n) { requeue(a, 1, 0, n[0], n[1]); },
           5},
          {"futex_cmp_requeue(gate0, 1, {0}, {1}, gate1)",
           {number(2), number(3)},
           [](actor& a, const arguments& n) { requeue(a, 1, 1, n[0], n[1]); },
           1},
          {"futex_cmp_requeue(gate0, 0, {0}, {1}, gate0)",
           {number(2), number(3)},
           [](actor& a, const arguments& n) { requeue(a, 0, 0, n[0], n[1]); },
           1},
          {"gate{0}.store(1, {1}), futex_wake(gate{0}, {2} + 1)",
           {which, store_order(), number(2)},
           [](actor& a, const arguments& n) {
             gate(a, n[0]).store(1, as_store_order(n[1]), a.here());
             a.note(static_cast<int>(sync::futex_wake(gate(a, n[0]), n[2] + 1U, a.here())));
           },
           4},
          {"gate{0}.store(1, {1}), futex_wake_bitset(gate{0}, 1, {2} + 1)",
           {which, store_order(), number(3)},
           [](actor& a, const arguments& n) {
             gate(a, n[0]).store(1, as_store_order(n[1]), a.here());
             a.note(
                 static_cast<int>(sync::futex_wake_bitset(gate(a, n[0]), 1, n[2] + 1U, a.here())));
           },
           4},
          {"futex_wake_bitset(gate{0}, {1}, {2})",
           {which, number(3), number(4)},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(sync::futex_wake_bitset(gate(a, n[0]), n[1], n[2], a.here())));
           }},
          {"gate{0}.load({1})",
           {which, load_order()},
           [](actor& a, const arguments& n) {
             a.note(static_cast<int>(gate(a, n[0]).load(as_load_order(n[1]), a.here())));
           },
           1},
      });
}

}  // namespace suture::whole
