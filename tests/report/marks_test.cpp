// Marked operations in a trace.
#include <gtest/gtest.h>

#include "model/engine/execution.hpp"
#include "model/explore/replay.hpp"
#include "model/sync/sync.hpp"
#include "report/trace_recorder.hpp"

namespace suture {
namespace {

TEST(TraceOfMarks, tells_where_operations_begin_and_end) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  report::trace_recorder recorder;
  recorder.attach(run);
  replay follow(schedule{});
  const auto body = [] {
    sync::atomic<int> value{0};
    int object = 0;
    {
      sync::marked_operation op(&object, "list.insert", {0, "x"});
      value.store(1);
      op.returns();
    }
    {
      sync::marked_operation op(&object, "list.pop");
      op.returns(sync::mark_value::error("IndexError"));
    }
    sync::marked_operation op(&object, "list.sort");
  };
  run.run(body, *follow.next_run(), follow, limits{});
  std::vector<std::string> texts;
  for (const report::trace_step& s : recorder.take(run).steps) texts.push_back(s.text);
  ASSERT_EQ(texts.size(), 7U);
  EXPECT_EQ(texts[0], "begin list.insert(0, 'x')");
  EXPECT_EQ(texts[2], "end list.insert(0, 'x') → None");
  EXPECT_EQ(texts[3], "begin list.pop()");
  EXPECT_EQ(texts[4], "end list.pop() → raises IndexError");
  EXPECT_EQ(texts[6], "end list.sort() → left by an exception");
}

}  // namespace
}  // namespace suture
