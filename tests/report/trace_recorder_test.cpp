#include "report/trace_recorder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/explore/replay.hpp"
#include "report/table.hpp"
#include "tests/report/bodies.hpp"
#include "tests/report/golden.hpp"

namespace suture {
namespace {

// The table of a body's run with these decisions.
std::string table_of(const std::string& name, schedule decisions, const char* memory = "rc11") {
  const auto& all = traced_bodies();
  const auto body = std::ranges::find(all, name, &traced_body::name);
  if (body == all.end()) return "no body " + name;
  const auto model = make_memory_model(memory);
  execution run(*model, 0);
  report::trace_recorder recorder;
  recorder.attach(run);
  replay follow(std::move(decisions));
  run.run(body->run, *follow.next_run(), follow, limits{});
  EXPECT_EQ(follow.diverged(), replay::never);
  return report::to_table(recorder.take(run));
}

// Questions alternate: who goes on (unless only one can), then what its read reads, or where its
// write goes. By default thread 2 begins, for its start is the last event before the first
// question.

TEST(TraceRecorder, tells_who_was_preempted_where) {
  expect_golden("lost_update", table_of("lost_update", {{0, 1}, {2, 2}, {4, 1}}));
}

TEST(TraceRecorder, has_words_for_every_operation) {
  expect_golden("operations", table_of("operations", {}));
}

TEST(TraceRecorder, leaves_orders_out_where_all_are_seq_cst) {
  expect_golden("operations_sc", table_of("operations", {}, "sc"));
}

TEST(TraceRecorder, names_blocks_and_no_addresses) {
  expect_golden("pointers", table_of("pointers", {}));
}

TEST(TraceRecorder, shows_plain_data_and_the_life_of_its_memory) {
  expect_golden("plain_data", table_of("plain_data", {}));
}

TEST(TraceRecorder, tells_who_holds_and_who_waits) {
  expect_golden("locks", table_of("locks", {{0, 1}, {2, 2}}));
}

TEST(TraceRecorder, heads_columns_with_names_and_shows_notes) {
  expect_golden("names", table_of("names", {{0, 1}}));
}

TEST(TraceRecorder, tells_of_sleep_and_waking) {
  expect_golden("sleeps", table_of("sleeps", {{0, 1}}));
}

TEST(TraceRecorder, shows_the_look_that_ends_a_spin) {
  expect_golden("spins", table_of("spins", {{0, 1}}));
}

TEST(TraceRecorder, folds_loops) { expect_golden("long_loop", table_of("long_loop", {})); }

TEST(TraceRecorder, says_when_a_read_is_behind) {
  expect_golden("message", table_of("message", {{0, 1}, {5, 2}}));
}

TEST(TraceRecorder, says_when_a_write_does_not_come_last) {
  expect_golden("crossed_writes", table_of("crossed_writes", {{0, 1}, {2, 1}}));
}

TEST(TraceRecorder, serves_one_run_after_the_other) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  report::trace_recorder recorder;
  recorder.attach(run);
  std::string first;
  for (int i = 0; i < 3; ++i) {
    replay follow({});
    run.run(traced_bodies().front().run, *follow.next_run(), follow, limits{});
    const std::string table = report::to_table(recorder.take(run));
    if (i == 0) first = table;
    EXPECT_EQ(table, first);
  }
}

}  // namespace
}  // namespace suture
