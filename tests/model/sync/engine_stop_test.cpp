// jthread, stop tokens and their callbacks; the permit of a parked thread.
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "tests/model/sync/engine_verdict.hpp"

namespace {

using suture::testing::kind_of;

TEST(engine_jthread, asks_its_thread_to_stop_and_waits_for_it) {
  EXPECT_EQ(kind_of([] {
              sync::jthread worker([](sync::stop_token stop) {
                sync::spin_until([&] { return stop.stop_requested(); });
              });
            }),
            "verified");
}

TEST(engine_jthread, waits_for_ever_for_a_thread_that_does_not_ask) {
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> never{0};
              sync::jthread worker([&] { never.wait(0); });
            }),
            "lost-wakeup");
}

TEST(engine_jthread, may_be_joined_moved_and_asked_by_others) {
  EXPECT_EQ(kind_of([] {
              sync::jthread a([](sync::stop_token stop) {
                sync::spin_until([&] { return stop.stop_requested(); });
              });
              sync::stop_source asks = a.get_stop_source();
              sync::jthread b = std::move(a);
              sync::check(!a.joinable() && b.joinable(), "moved");
              sync::check(asks.request_stop() && !b.request_stop(), "once");
              b.join();
              sync::check(b.get_stop_token().stop_requested(), "asked");
            }),
            "verified");
}

// What comes before a request is seen by who is told of it.
TEST(engine_stop_token, orders_the_request_before_who_sees_it) {
  EXPECT_EQ(kind_of([] {
              sync::var<int> why(0);
              sync::stop_source source;
              sync::parallel(
                  [&] {
                    why = 1;
                    source.request_stop();
                  },
                  [&, token = source.get_token()] {
                    if (token.stop_requested()) sync::check(why == 1, "told");
                  });
            }),
            "verified");
}

TEST(engine_stop_token, is_never_asked_without_a_source) {
  EXPECT_EQ(kind_of([] {
              sync::stop_token none;
              sync::check(!none.stop_possible() && !none.stop_requested(), "nobody can");
              std::optional<sync::stop_source> source(std::in_place);
              const sync::stop_token token = source->get_token();
              sync::check(token.stop_possible(), "somebody can");
              source.reset();
              sync::check(!token.stop_possible(), "nobody can any more");
              sync::check(!sync::stop_source(sync::nostopstate).stop_possible(), "no state");
            }),
            "verified");
}

// Exactly once, whichever of registration and request comes first.
TEST(engine_stop_callback, is_called_once) {
  EXPECT_EQ(kind_of([] {
              int calls = 0;
              sync::stop_source source;
              sync::parallel([&] { source.request_stop(); },
                             [&] {
                               const sync::stop_callback counts(source.get_token(),
                                                                [&] { ++calls; });
                               sync::spin_until([&] { return source.stop_requested(); });
                             });
              sync::check(calls == 1, "once");
            }),
            "verified");
}

// Its end waits for the call, so that the call never meets what is gone.
TEST(engine_stop_callback, is_over_when_its_end_is) {
  EXPECT_EQ(kind_of([] {
              sync::stop_source source;
              sync::parallel([&] { source.request_stop(); },
                             [&] {
                               sync::var<int> mine(0);
                               const sync::stop_callback uses(source.get_token(),
                                                              [&] { mine = 1; });
                             });
            }),
            "verified");
}

TEST(engine_stop_callback, may_end_itself) {
  EXPECT_EQ(kind_of([] {
              sync::stop_source source;
              std::optional<sync::stop_callback<std::function<void()>>> self;
              self.emplace(source.get_token(), [&] { self.reset(); });
              source.request_stop();
              sync::check(!self.has_value(), "gone");
            }),
            "verified");
}

// std::terminate is called, whoever would catch it.
TEST(engine_stop_callback, must_not_throw) {
  const auto throws = [] { throw std::runtime_error("out of reach"); };
  const auto told = suture::testing::ending_of([=] {
    sync::stop_source source;
    const sync::stop_callback called(source.get_token(), throws);
    try {
      source.request_stop();
    } catch (const std::exception&) {
    }
  });
  EXPECT_EQ(told.kind, "exception");
  EXPECT_NE(told.message.find("leaves a stop callback"), std::string::npos) << told.message;
  EXPECT_NE(told.message.find("out of reach"), std::string::npos) << told.message;
  EXPECT_EQ(kind_of([=] {
              sync::stop_source source;
              source.request_stop();
              const sync::stop_callback called(source.get_token(), throws);
            }),
            "exception");
}

// What ends the run is no exception of the callback's.
TEST(engine_stop_callback, may_be_where_the_run_ends) {
  EXPECT_EQ(kind_of([] {
              sync::stop_source source;
              const sync::stop_callback called(source.get_token(),
                                               [] { sync::check(false, "here"); });
              source.request_stop();
            }),
            "check");
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> never{0};
              sync::stop_source source;
              const sync::stop_callback called(source.get_token(), [&] { never.wait(0); });
              source.request_stop();
            }),
            "lost-wakeup");
  EXPECT_EQ(kind_of([] {
              sync::stop_source source;
              const sync::stop_callback called(source.get_token(), [] {
                try {
                  throw 1;
                } catch (int) {
                }
              });
              source.request_stop();
            }),
            "verified");
}

TEST(engine_parker, keeps_one_permit) {
  EXPECT_EQ(kind_of([] {
              sync::parker p;
              p.unpark();
              p.unpark();
              p.park();
              p.park();
            }),
            "lost-wakeup");
}

// A permit that was left before one parks is not lost, and brings along what came before it.
template <bool Looks>
void hand_over() {
  sync::parker reader;
  sync::var<int> value(0);
  sync::atomic<bool> ready{false};
  sync::parallel(
      [&] {
        value = 1;
        ready.store(true, std::memory_order_release);
        reader.unpark();
      },
      [&] {
        do {
          reader.park();
        } while (Looks && !ready.load(std::memory_order_acquire));
        sync::check(value == 1, "handed over");
      });
}

TEST(engine_parker, loses_no_permit) { EXPECT_EQ(kind_of(hand_over<true>), "verified"); }
TEST(engine_parker, may_return_for_no_reason) { EXPECT_EQ(kind_of(hand_over<false>), "race"); }

}  // namespace
