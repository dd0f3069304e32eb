// Plain accesses to the place of an atomic.
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
using number = sync::atomic<int>;

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

// In either order of the threads.
void expect_beside(std::string_view kind, void (*one)(number&), void (*other)(number&)) {
  for (const bool swapped : {false, true}) {
    expect_each(kind, [=] {
      number n{0};
      const auto first = [&] { swapped ? other(n) : one(n); };
      const auto second = [&] { swapped ? one(n) : other(n); };
      sync::parallel(first, second);
    });
  }
}

void plain_read(number& n) { static_cast<void>(n.plain().get()); }
void plain_write(number& n) { n.plain().set(1); }
void read(number& n) { n.load(); }
void write(number& n) { n.store(2); }
void update(number& n) { n.fetch_add(1); }
void fail_to_exchange(number& n) {
  int expected = 77;
  n.compare_exchange_strong(expected, 78);
}

TEST(PlainAtAtomic, races_with_what_nothing_orders_unless_both_read) {
  expect_beside("race", plain_write, plain_write);
  expect_beside("race", plain_write, plain_read);
  expect_beside("race", plain_write, read);
  expect_beside("race", plain_write, write);
  expect_beside("race", plain_write, update);
  expect_beside("race", plain_write, fail_to_exchange);
  expect_beside("race", plain_read, write);
  expect_beside("race", plain_read, update);
  expect_beside("verified", plain_read, plain_read);
  expect_beside("verified", plain_read, read);
  expect_beside("verified", plain_read, fail_to_exchange);
}

TEST(PlainAtAtomic, sees_the_last_write_that_happens_before) {
  expect_each("verified", [] {
    number n{1}, ready{0};
    sync::parallel(
        [&] {
          sync::check(n.plain().get() == 1, "the first value");
          n.store(2, relaxed);
          n.plain().set(3);
          n.fetch_add(1, relaxed);
          ready.store(1, release);
        },
        [&] {
          if (ready.load(acquire) == 1) {
            sync::check(n.plain().get() == 4, "the last value");
            n.plain().set(5);
          }
        });
    sync::check(n.load() >= 4 && n.plain().get() == n.load(), "what was written plainly counts");
  });
}

TEST(PlainAtAtomic, is_in_order_under_a_lock) {
  expect_each("verified", [] {
    number n{0};
    sync::mutex m;
    const auto adds = [&] {
      const sync::lock_guard held(m);
      n.plain().set(n.plain().get() + 1);
    };
    sync::parallel(adds, adds);
    sync::check(n.plain().get() == 2, "no update is lost");
  });
}

// A lock-free reader beside a locked plain writer: the bug that a build without a GIL has.
TEST(PlainAtAtomic, a_lock_of_the_writers_alone_orders_no_reader) {
  expect_each("race", [] {
    number n{0};
    sync::mutex m;
    sync::parallel([&] { n.load(acquire); },
                   [&] {
                     const sync::lock_guard held(m);
                     n.plain().set(1);
                   });
  });
}

TEST(PlainAtAtomic, a_relaxed_flag_is_no_order) {
  const auto body = [] {
    number n{0}, ready{0};
    sync::parallel(
        [&] {
          n.plain().set(1);
          ready.store(1, relaxed);
        },
        [&] {
          if (ready.load(relaxed) == 1) n.plain().get();
        });
  };
  EXPECT_EQ(kind_of(run_many("rc11", body, {}, "exhaustive")), "race");
  EXPECT_EQ(kind_of(run_many("rc11", body, {}, "random")), "race");
  EXPECT_EQ(kind_of(run_many("sc", body, {}, "exhaustive")), "verified");
}

TEST(PlainAtAtomic, a_plain_access_to_what_ends_is_a_use_after_free) {
  expect_each("use-after-free", [] {
    auto* n = sync::make<number>(1);
    sync::parallel([&] { n->plain().get(); }, [&] { sync::destroy(n); });
  });
}

TEST(PlainAtAtomic, a_refcount_that_is_looked_at_plainly_is_counted_as_updates) {
  expect_each("verified", [] {
    sync::atomic<unsigned> count{2};
    const auto drop = [&] { static_cast<void>(count.sub_and_test(1)); };
    sync::parallel(drop, drop);
    sync::check(count.plain().get() == 0, "both are gone");
  });
}

TEST(PlainAtAtomic, the_message_tells_the_two_apart) {
  const auto body = [] {
    number n{0};
    sync::label(n, "flags");
    sync::parallel([&] { n.plain().set(1, line(10)); }, [&] { n.load(relaxed, line(20)); });
  };
  const std::string told = message_of(run_many("rc11", body, {}, "exhaustive"));
  EXPECT_EQ(told,
            "thread 1 writes flags at str.cpp:10, thread 2 atomically reads it at str.cpp:20, and "
            "nothing orders them");
}

}  // namespace
}  // namespace suture
