// What orders seq_cst accesses, and what a failed assumption leaves to be done.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;

// tests/litmus/psc+plain-between-reads and psc+nothing-between-reads.
template <bool touches_another_place>
void read_twice_after_a_handover() {
  sync::atomic<int> x{0};
  sync::atomic<int> y{0};
  sync::var<int> aside{0};
  sync::parallel(
      [&] {
        static_cast<void>(y.load(acquire));
        if (touches_another_place) aside.set(1);
        static_cast<void>(y.load());
      },
      [&] {
        y.store(2);
        static_cast<void>(x.load());
      },
      [&] {
        x.store(1);
        y.store(1, release);
      });
}

// The same with a plain access of an atomic, which is no event either.
void read_plainly_after_a_handover() {
  sync::atomic<int> x{0};
  sync::atomic<int> y{0};
  sync::atomic<int> aside{0};
  sync::parallel(
      [&] {
        static_cast<void>(y.load(acquire));
        static_cast<void>(aside.plain().get());
        static_cast<void>(y.load());
      },
      [&] {
        y.store(2);
        static_cast<void>(x.load());
      },
      [&] {
        x.store(1);
        y.store(1, release);
      });
}

// What the assumption needs is written only after it has failed.
void assumed() {
  sync::atomic<int> x{0};
  sync::parallel([&] { sync::assume(x.load() == 1); }, [&] { x.store(1); });
}

}  // namespace

engine_cases order_cases() {
  return {
      {"read_twice_after_a_handover", read_twice_after_a_handover<false>, "18 complete",
       "24 complete"},
      {"read_twice_after_a_handover, by way of plain data", read_twice_after_a_handover<true>,
       "18 complete", "23 complete"},
      {"read_plainly_after_a_handover", read_plainly_after_a_handover, "18 complete",
       "23 complete"},
      {"assumed", assumed, "1 complete, 1 abandoned", "1 complete, 1 abandoned"},
  };
}

}  // namespace suture::testing
