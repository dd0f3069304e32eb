// Schedules: what a run decided, written down and followed, is the same run; and the graph that the
// exhaustive search found can be made to happen, and written down, from the first event on.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/linearization.hpp"
#include "model/explore/recorder.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/support/all_runs.hpp"
#include "tests/support/oracle_execution.hpp"
#include "tests/support/program_body.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

const oracle::shape everything{.total = 9, .lock = 3, .await = 2, .choose = 1, .refcount = 1};

// One run: how it ended and its canonical text.
struct result {
  run_end end = run_end::failed;
  std::string text;
  friend bool operator==(const result&, const result&) = default;
  friend std::ostream& operator<<(std::ostream& out, const result& r) {
    return out << static_cast<int>(r.end) << ": " << r.text;
  }
};

class schedule_round_trip : public ::testing::TestWithParam<const char*> {
 protected:
  program_runner runner{GetParam()};

  result run(program_body& body, graph& g, decider& d) {
    const run_end end = runner.machine().run(body.body(), g, d, limits{});
    if (end != run_end::complete && end != run_end::blocked) return {end, ""};
    return {end, to_text(to_oracle_execution(g, body.code()))};
  }
  // Follows the schedule and says whether it fitted to its end.
  result follow(program_body& body, const schedule& decisions) {
    replay again(decisions);
    const result seen = run(body, *again.next_run(), again);
    RC_ASSERT(again.diverged() == replay::never);
    return seen;
  }
};

TEST_P(schedule_round_trip, of_random_runs) {
  check_property(
      [&] {
        program_body body(*oracle::programs(everything));
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        random_walk walk(seed, runner.model());
        recorder record(walk);
        for (int k = 0; k < 10; ++k) {
          record.begin_run();
          const result seen = run(body, *walk.next_run(), record);
          RC_ASSERT(follow(body, record.taken()) == seen);
        }
      },
      1500);
}

TEST_P(schedule_round_trip, of_graphs_that_the_search_found) {
  check_property(
      [&] {
        program_body body(*oracle::programs(everything));
        exhaustive search(runner.model(), false);
        for (int k = 0; k < 50; ++k) {
          graph* g = search.next_run();
          if (g == nullptr) break;
          const result found = run(body, *g, search);
          if (found.end == run_end::moot) continue;  // is no execution
          linearization order(*g);
          recorder record(order);
          record.begin_run();
          RC_ASSERT(run(body, *order.next_run(), record) == found);
          RC_ASSERT(follow(body, record.taken()) == found);
        }
      },
      1000);
}

INSTANTIATE_TEST_SUITE_P(models, schedule_round_trip, ::testing::Values("sc", "tso", "rc11"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace suture::testing
