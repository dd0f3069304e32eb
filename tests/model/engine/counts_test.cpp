// Refcounts whose changes commute, as the code under test sees them.
#include <gtest/gtest.h>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

constexpr auto acq_rel = std::memory_order_acq_rel;

// Whoever drops the last reference does so after all the others, in every run along every graph:
// also where the search has made another one the last.
TEST(counts, reach_zero_only_after_every_other_use) {
  for (const char* model : {"sc", "rc11"}) {
    const exploration e = search(
        [] {
          bool gone = false;  // plain on purpose: it sees in which order things really happen
          sync::atomic<int> references{3};
          const auto use = [&] {
            sync::check(!gone, "used after the last reference was dropped");
            if (references.sub_and_test(1, acq_rel)) gone = true;
          };
          sync::parallel(use, use, use);
          sync::check(gone, "somebody is the last");
        },
        calm, model);
    EXPECT_EQ(message_of(e), "");
    EXPECT_EQ(e.counts.complete, 3U);  // 6 one by one
  }
}

TEST(counts, are_counted_one_by_one_where_the_word_is_read_too) {
  const exploration e = search([] {
    sync::atomic<int> references{4};
    const auto drop = [&] { references.sub_and_test(1, acq_rel); };
    sync::parallel(drop, drop, drop);
    sync::check(references.load() == 1, "three are gone");
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 6U);
}

TEST(counts, that_could_reach_zero_early_are_counted_one_by_one) {
  const auto last = outcomes<int>([] {
    sync::atomic<int> references{1};
    int zeros = 0;
    const auto pair = [&] {
      references.add_unread(1, acq_rel);
      zeros += references.sub_and_test(1, acq_rel) ? 1 : 0;
    };
    const auto drop = [&] { zeros += references.sub_and_test(1, acq_rel) ? 1 : 0; };
    sync::parallel(pair, drop);
    return zeros;
  });
  EXPECT_EQ(last, (std::set<int>{1, 2}));
}

}  // namespace
}  // namespace suture::testing
