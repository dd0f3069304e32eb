#include "report/almost_ordered.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/engine/execution.hpp"
#include "model/sync/sync.hpp"
#include "tests/report/recorded_run.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

// What is said of the run with these decisions.
std::string said_of(const std::function<void()>& body, schedule decisions) {
  return look_at_run(body, std::move(decisions), [](const execution& run, const report::trace& t) {
    EXPECT_TRUE(run.found());
    return report::almost_ordered(run, t);
  });
}

// Thread 1 writes the data, then the flag; thread 2 reads the flag, then the data.
std::string message(std::memory_order sends, std::memory_order receives) {
  return said_of(
      [=] {
        sync::var<int> data{0};
        sync::atomic<int> flag{0};
        sync::label(flag, "flag");
        sync::parallel(
            [&] {
              data.set(1);
              flag.store(1, sends);
            },
            [&] {
              if (flag.load(receives) == 1) data.get();
            });
      },
      {{0, 1}});
}

TEST(AlmostOrdered, tells_which_order_is_missing) {
  const auto relaxed = std::memory_order_relaxed;
  const std::string at_write = message(relaxed, std::memory_order_acquire);
  EXPECT_THAT(at_write,
              HasSubstr("almost ordered: the store (relaxed) of flag at almost_ordered_"));
  EXPECT_THAT(at_write, HasSubstr("by thread 1 does not release, the load (acquire) of flag"));
  EXPECT_THAT(at_write, HasSubstr("by thread 2 that reads it acquires\n"));
  const std::string at_read = message(std::memory_order_release, relaxed);
  EXPECT_THAT(at_read, HasSubstr("by thread 1 releases, the load (relaxed) of flag"));
  EXPECT_THAT(at_read, HasSubstr("that reads it does not acquire\n"));
  EXPECT_THAT(message(relaxed, relaxed), HasSubstr("does not release, the load (relaxed)"));
}

TEST(AlmostOrdered, names_the_locks_where_nothing_is_read_across) {
  const std::string said = said_of(
      [] {
        sync::var<int> data{0};
        sync::mutex m;
        sync::label(m, "m");
        sync::parallel(
            [&] {
              const sync::lock_guard<sync::mutex> held(m);
              data.set(1);
            },
            [&] { data.set(2); });
      },
      {{0, 1}});
  EXPECT_THAT(said, HasSubstr("before its own; thread 2 holds no mutex, thread 1 holds mutex m"));
}

// Both come to the line at which the other has raced, the one after its write.
TEST(AlmostOrdered, takes_the_access_of_the_other_thread_where_both_come_to_a_line) {
  const std::string said = said_of(
      [] {
        sync::var<int> data{0};
        sync::atomic<int> flag{0};
        sync::label(flag, "flag");
        const auto look = [&] { data.get(); };
        sync::parallel(
            [&] {
              data.set(1);
              flag.store(1, std::memory_order_relaxed);
              look();
            },
            [&] {
              if (flag.load(std::memory_order_acquire) == 1) look();
            });
      },
      {{0, 1}});
  EXPECT_THAT(said, HasSubstr("almost ordered: the store (relaxed) of flag"));
}

TEST(AlmostOrdered, says_nothing_of_what_is_no_matter_of_order) {
  EXPECT_EQ(said_of([] { sync::check(false, "no"); }, {}), "");
}

}  // namespace
}  // namespace suture
