// A compare-exchange compares values, not what lies between their members.
#include <cstring>

#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::expect_verified;

struct tagged {
  int number;
  char tag;
};
struct mixed {
  char first;
  short second;
  struct {
    char a;
  } third[2];
};
struct real {
  float x;
  bool y;
};

// A value whose padding is filled with `byte`. The compiler must not see that nobody has use for
// that.
template <class T, class Set>
[[gnu::noinline]] T filled(int byte, Set set) {
  T value;
  std::memset(static_cast<void*>(&value), byte, sizeof value);
  set(value);
  asm volatile("" : "+m"(value));
  return value;
}

template <class T, class Set>
void expect_values_compared(Set set) {
  expect_verified([=] {
    sync::atomic<T> x{filled<T>(0x11, set)};
    T expected = filled<T>(0x22, set);
    sync::check(x.compare_exchange_strong(expected, filled<T>(0x33, set)), "made");
    expected = filled<T>(0x44, set);
    sync::check(x.compare_exchange_strong(expected, filled<T>(0x55, set)), "exchanged");
    x.store(filled<T>(0x66, set));
    expected = filled<T>(0x77, set);
    sync::check(x.compare_exchange_strong(expected, filled<T>(0x01, set)), "stored");
    x.exchange(filled<T>(0x66, set));
    expected = x.load();
    sync::check(x.compare_exchange_strong(expected, filled<T>(0x02, set)), "loaded");
  });
}

TEST(AtomicValues, are_compared_without_their_padding) {
  expect_values_compared<tagged>([](tagged& t) { t.number = 1, t.tag = 2; });
  expect_values_compared<mixed>(
      [](mixed& m) { m.first = 1, m.second = 2, m.third[0].a = 3, m.third[1].a = 4; });
  expect_values_compared<real>([](real& r) { r.x = 0.5F, r.y = true; });
}

TEST(AtomicValues, that_differ_differ) {
  expect_verified([] {
    const auto set = [](tagged& t) { t.number = 1, t.tag = 2; };
    sync::atomic<tagged> x{filled<tagged>(0x11, set)};
    tagged expected = filled<tagged>(0x11, [](tagged& t) { t.number = 1, t.tag = 3; });
    sync::check(!x.compare_exchange_strong(expected, {5, 6}), "the tags differ");
    sync::check(expected.number == 1 && expected.tag == 2, "the value is told");
  });
}

}  // namespace
}  // namespace suture
