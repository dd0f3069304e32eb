// Atomic accesses to plain data.
#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::kind_of;
using testing::line;
using testing::message_of;
using testing::run_many;
using testing::run_portfolio;

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;
using datum = sync::var<int>;
using reference = sync::atomic_ref<int>;

void expect_each(std::string_view kind, const std::function<void()>& body) {
  for (const std::string_view model : {"rc11", "sc"}) {
    for (const std::string_view strategy : {"exhaustive", "random", "portfolio"}) {
      SCOPED_TRACE(std::string(model) + " " + std::string(strategy));
      const exploration e = strategy == "portfolio" ? run_portfolio(model, body)
                                                    : run_many(model, body, {}, strategy);
      EXPECT_EQ(kind_of(e), kind) << message_of(e);
    }
  }
}

// Which of the two has which location hangs on who comes first.
TEST(AtomicRef, is_not_taken_for_the_queue_of_a_futex_in_the_next_run) {
  expect_each("verified", [] {
    sync::atomic<std::uint32_t> word{0};
    datum shared{0};
    sync::parallel(
        [&] {
          reference(shared).store(1);
          datum own{1};
          reference(own).fetch_add(1);
          word.load();
        },
        [&] {
          word.store(0);
          sync::futex_wake(word, 1);
        });
  });
}

TEST(AtomicRef, updates_are_atomic) {
  expect_each("verified", [] {
    datum n{0};
    const auto add = [&] { reference(n).fetch_add(1); };
    sync::parallel(add, add);
    sync::check(n.get() == 2, "no update is lost");
  });
  expect_each("check", [] {
    datum n{0};
    const auto add = [&] {
      reference r(n);
      r.store(r.load() + 1);
    };
    sync::parallel(add, add);
    sync::check(n.get() == 2, "an update is lost");
  });
}

TEST(AtomicRef, plain_and_atomic_accesses_race) {
  for (const bool swapped : {false, true}) {
    const auto beside = [swapped](std::string_view kind, auto one, auto other) {
      expect_each(kind, [=] {
        datum n{0};
        const auto first = [&] { swapped ? other(n) : one(n); };
        const auto second = [&] { swapped ? one(n) : other(n); };
        sync::parallel(first, second);
      });
    };
    const auto get = [](datum& n) { static_cast<void>(n.get()); };
    const auto set = [](datum& n) { n.set(1); };
    const auto load = [](datum& n) { reference(n).load(); };
    const auto store = [](datum& n) { reference(n).store(2); };
    beside("race", set, load);
    beside("race", set, store);
    beside("race", get, store);
    beside("verified", get, load);
    beside("verified", load, store);
  }
}

TEST(AtomicRef, publishes_what_was_written_before) {
  const auto body = [](std::memory_order order) {
    datum data{0}, ready{0};
    sync::parallel(
        [&] {
          data.set(7);
          reference(ready).store(1, order);
        },
        [&] {
          if (reference(ready).load(acquire) == 1) sync::check(data.get() == 7, "it is there");
        });
  };
  expect_each("verified", [&] { body(release); });
  EXPECT_EQ(kind_of(run_many(
                "rc11", [&] { body(relaxed); }, {}, "exhaustive")),
            "race");
}

TEST(AtomicRef, plain_accesses_see_the_last_write) {
  expect_each("verified", [] {
    datum n{5};
    n.set(6);
    reference r(n);
    sync::check(r.load() == 6, "the plain write");
    r.store(7);
    sync::check(n.get() == 7, "the atomic write");
    n.set(8);
    int expected = 8;
    sync::check(r.compare_exchange_strong(expected, 9), "the plain write again");
    sync::check(n.get() == 9 && r.exchange(1) == 9 && n.get() == 1, "and the exchange");
  });
}

TEST(AtomicRef, outlived_by_its_referent) {
  expect_each("use-after-free", [] {
    auto* n = sync::make<datum>(1);
    sync::parallel([&] { reference(*n).load(); }, [&] { sync::destroy(n); });
  });
}

TEST(AtomicRef, to_what_nobody_has_written_reads_nothing) {
  expect_each("uninitialised-read", [] {
    datum n;
    reference(n).load();
  });
  expect_each("verified", [] {
    datum n;
    reference(n).store(1);
    sync::check(n.get() == 1, "written");
  });
}

// Store buffering: the locations are the memory model's like any other.
TEST(AtomicRef, obeys_the_memory_model) {
  const auto body = [](std::memory_order order) {
    datum x{0}, y{0};
    int a = 1, b = 1;
    sync::parallel(
        [&] {
          reference(x).store(1, order);
          a = reference(y).load(order);
        },
        [&] {
          reference(y).store(1, order);
          b = reference(x).load(order);
        });
    sync::check(a == 1 || b == 1, "one is seen");
  };
  expect_each("verified", [&] { body(std::memory_order_seq_cst); });
  EXPECT_EQ(kind_of(run_many(
                "rc11", [&] { body(relaxed); }, {}, "exhaustive")),
            "check");
}

}  // namespace
}  // namespace suture
