#include "model/explore/parallel/cut.hpp"

#include <gtest/gtest.h>

#include "model/sync/sync.hpp"
#include "tests/model/explore/parallel/programs.hpp"
#include "tests/model/explore/parallel/searches.hpp"

namespace suture::testing {
namespace {

// Takes every item and counts them.
class all_items final : public partition {
 public:
  bool mine(std::uint64_t item, bool) override {
    EXPECT_EQ(item, items) << "items are numbered in order";
    ++items;
    return true;
  }
  std::uint64_t items = 0;
};

std::uint64_t items_at(const program& p, std::uint32_t depth) {
  exhaustive_searcher mine("rc11");
  const auto search = mine.begin();
  search->refuse({"*"});
  all_items all;
  search->divide(depth, all);
  while (graph* g = search->next_run()) {
    search->end_run(mine.run(), mine.run().run([&] { p.body(); }, *g, *search, limits{}));
  }
  return all.items;
}

TEST(cut, gives_as_many_items_as_are_wanted) {
  for (const program& p : sound_programs()) {
    for (const std::uint64_t wanted : {1U, 10U, 100U}) {
      exhaustive_searcher mine("rc11");
      const std::uint32_t depth = cut_depth(
          mine, [&] { p.body(); }, {}, {"*"}, wanted);
      const std::uint64_t runs = search_alone("rc11", [&] { p.body(); }).counts.runs();
      SCOPED_TRACE(fmt::format("{}, {} wanted, depth {}", p.name, wanted, depth));
      const std::uint64_t items = items_at(p, depth);
      EXPECT_TRUE(items >= wanted || items + wanted >= runs) << items << " of " << runs << " runs";
      EXPECT_TRUE(depth == 1 || items_at(p, depth - 1) < wanted) << "a lesser depth would do";
    }
  }
}

TEST(cut, of_a_wide_search_is_at_its_top) {
  exhaustive_searcher mine("rc11");
  std::uint64_t runs = 0;
  const auto body = [&] {
    ++runs;
    sync::choose(1'000'000);
  };
  EXPECT_EQ(cut_depth(mine, body, {}, {}, 1000), 1U);
  EXPECT_LT(runs, 10U);
}

TEST(cut, of_a_deep_and_thin_search_costs_little) {
  exhaustive_searcher mine("rc11");
  std::uint64_t runs = 0;
  const auto body = [&] {
    ++runs;
    for (int i = 0; i < 2000 && sync::choose(2) == 1; ++i) {
    }
  };
  cut_depth(mine, body, {}, {}, 1000);
  EXPECT_LT(runs, 20'000U);
}

}  // namespace
}  // namespace suture::testing
