// Names that threads give themselves, and notes.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

TEST(thread_names, stand_beside_the_number_in_findings) {
  const exploration e = search([] {
    std::vector<sync::thread> all;
    for (int i = 0; i < 12; ++i) all.emplace_back([] {});
    sync::thread odd([] {
      sync::name_thread("the odd one");
      sync::spin_until([] { return false; });  // reads nothing
    });
    for (sync::thread& t : all) t.join();
    odd.join();
  });
  ASSERT_EQ(kind_of(e), "misuse");
  EXPECT_EQ(e.found->places.at(0).what, "thread 13 (the odd one) waits");
}

TEST(thread_names, belong_to_one_number_and_one_run) {
  std::vector<std::string> seen;
  struct names : observer {
    std::vector<std::string>* seen = nullptr;
    void end_run(run_view& run, run_end) override {
      for (thread_id t = 0; t < run.thread_count(); ++t) {
        seen->push_back(std::string(run.thread(t).name));
      }
    }
  } watcher;
  watcher.seen = &seen;
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  run.observe(watcher);
  random_walk strategy(1, *rules);
  int runs = 0;
  explore(
      run,
      [&] {
        if (++runs == 1) sync::name_thread("first");
        sync::thread([&] {
          if (runs == 1) sync::name_thread(std::string("second"));
        }).join();
      },
      strategy, calm, budget{.runs = 2});
  EXPECT_EQ(seen, (std::vector<std::string>{"first", "second", "", ""}));
}

TEST(thread_names, leave_alone_what_a_check_says) {
  const exploration e = search([] {
    sync::name_thread("judge");
    sync::check(false, "thread 0 is right");
  });
  EXPECT_EQ(message_of(e), "thread 0 is right");
  EXPECT_EQ(e.found->places.at(0).what, "thread 0 (judge) checks");
}

TEST(notes, are_told_in_the_place_where_they_are_made) {
  std::string told;
  struct notes : observer {
    std::string* told = nullptr;
    void on_note(run_view& run, std::string_view text, sync::site where) override {
      *told += fmt::format("{}@{} {}; ", run.current(), run.here().events, text);
      EXPECT_NE(where.line, 0U);
    }
  } watcher;
  watcher.told = &told;
  search(
      [] {
        sync::atomic<int> x{0};
        sync::note("before");
        x.store(1);
        sync::note(std::string("after"));
      },
      calm, "rc11", &watcher);
  EXPECT_EQ(told, "0@0 note: before; 0@1 note: after; ");
}

}  // namespace
}  // namespace suture::testing
