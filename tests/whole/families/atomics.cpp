// Atomic accesses of every order, on two objects.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::atomic<int> x[2];
};

sync::atomic<int>& x(actor& a, const arguments& n) { return a.of<objects>().x[n[0]]; }

void load(actor& a, const arguments& n) { a.note(x(a, n).load(as_load_order(n[1]), a.here())); }
void return_at_zero(actor& a, const arguments& n) {
  const int seen = x(a, n).load(as_load_order(n[1]), a.here());
  a.note(seen);
  if (seen == 0) a.end();
}
void store(actor& a, const arguments& n) { x(a, n).store(n[1], as_store_order(n[2]), a.here()); }
void exchange(actor& a, const arguments& n) {
  a.note(x(a, n).exchange(n[1], as_update_order(n[2]), a.here()));
}
void add(actor& a, const arguments& n) {
  a.note(x(a, n).fetch_add(n[1], as_update_order(n[2]), a.here()));
}
void exclusive_or(actor& a, const arguments& n) {
  a.note(x(a, n).fetch_xor(n[1], as_update_order(n[2]), a.here()));
}

// Failure orders: whatever the success order implies, and relaxed.
template <bool Weak, bool Relaxed>
void compare_exchange(actor& a, const arguments& n) {
  int expected = n[1];
  const auto success = as_update_order(n[2]);
  const auto failure = Relaxed ? std::memory_order_relaxed : sync::detail::failure_order(success);
  const bool done =
      Weak ? x(a, n).compare_exchange_weak(expected, n[1] + 1, success, failure, a.here())
           : x(a, n).compare_exchange_strong(expected, n[1] + 1, success, failure, a.here());
  a.note(done ? 100 : expected);
}

void fence(actor& a, const arguments& n) {
  static constexpr std::memory_order orders[] = {
      std::memory_order_seq_cst, std::memory_order_acquire, std::memory_order_release};
  sync::fence(orders[n[0]], a.here());
}

}  // namespace

family atomics() {
  const argument which = number(2);
  const argument fence_order{
      3, [](unsigned value) {
        return std::string(value == 0 ? "seq_cst" : value == 1 ? "acquire" : "release");
      }};
  return family_of<objects>(
      "atomics", "sync::atomic<int> x0, x1;",
      {
          {"x{0}.load({1})", {which, load_order()}, load, 6},
          {"if (x{0}.load({1}) == 0) return", {which, load_order()}, return_at_zero},
          {"x{0}.store({1}, {2})", {which, number(3), store_order()}, store, 5},
          {"x{0}.exchange({1}, {2})", {which, number(3), update_order()}, exchange},
          {"x{0}.fetch_add({1}, {2})", {which, number(2), update_order()}, add},
          {"x{0}.fetch_xor({1}, {2})", {which, number(2), update_order()}, exclusive_or, 1},
          {"x{0}.compare_exchange_strong({1}, {1} + 1, {2})",
           {which, number(2), update_order()},
           compare_exchange<false, false>},
          {"x{0}.compare_exchange_weak({1}, {1} + 1, {2})",
           {which, number(2), update_order()},
           compare_exchange<true, false>},
          {"x{0}.compare_exchange_strong({1}, {1} + 1, {2}, relaxed)",
           {which, number(2), update_order()},
           compare_exchange<false, true>,
           1},
          {"fence({0})", {fence_order}, fence},
      },
      [](objects& all, std::vector<int>& notes) {
        for (auto& one : all.x) notes.push_back(one.load(std::memory_order_relaxed));
      });
}

}  // namespace suture::whole
