#include "tests/model/explore/agreement.hpp"

#include <rapidcheck.h>

#include "tests/oracle/enumerate.hpp"

namespace suture::testing {

namespace {

const oracle::shape deep_locks{.per_thread = 8,
                               .total = 14,
                               .locations = 1,
                               .mutexes = 3,
                               .load = 1,
                               .store = 1,
                               .update = 0,
                               .cas = 0,
                               .fence = 0,
                               .lock = 12};

// Shapes in which program order through plain data decides: mostly accesses of two locations, many
// of them seq_cst, with plain accesses between.
const oracle::shape plain_data{.per_thread = 5,
                               .total = 11,
                               .locations = 2,
                               .plain_locations = 2,
                               .load = 5,
                               .store = 6,
                               .update = 1,
                               .cas = 1,
                               .fence = 1,
                               .branch = 0,
                               .plain = 4,
                               .seq_cst = 4};

}  // namespace

const std::vector<family>& families() {
  static const std::vector<family> all{
      {"accesses", {}, 2000},
      {"two_locations", {.per_thread = 5, .total = 9, .locations = 2, .fence = 0}, 500},
      {"one_location", {.total = 7, .locations = 1, .fence = 0}, 500},
      {"updates", {.locations = 2, .load = 2, .store = 2, .update = 6, .cas = 6, .fence = 0}, 1000},
      {"weak", {.locations = 2, .load = 2, .store = 4, .update = 2, .cas = 8, .fence = 0}, 500},
      {"seq_cst", {.total = 9, .fence = 5, .relaxed = 2, .seq_cst = 5}, 1000},
      {"locks", {.per_thread = 8, .total = 12, .locations = 2, .lock = 8}, 1000},
      {"nested_locks", deep_locks, 500},
      {"awaits", {.locations = 2, .await = 6}, 1000},
      {"plain_data", plain_data, 2000},
      {"choices_of_seq_cst",
       {.total = 9, .locations = 2, .fence = 0, .choose = 3, .seq_cst = 4},
       500},
      {"choices", {.choose = 4, .branch = 4}, 500},
      {"refcounts", {.locations = 1, .counters = 1, .choose = 1, .refcount = 8}, 500},
      {"everything", {.total = 9, .lock = 3, .await = 2, .choose = 1}, 1500},
  };
  return all;
}

void sees_what_the_oracle_lists(program_runner& runner, const oracle::shape& s) {
  const oracle::program p = *oracle::programs(s);
  const oracle::outcome_set all = enumerate(p, oracle::model_named(runner.model().name()));
  if (all.race) return;  // no execution means anything
  // A search that is broken on purpose may not end; moot runs are the only ones over and above.
  const std::size_t most = 10'000 + 20 * (all.complete.size() + all.blocked.size());
  const std::string wrong = difference(runner.search(p, most), all);
  if (!wrong.empty()) RC_FAIL(wrong);
}

}  // namespace suture::testing
