#include "tests/oracle/unfold.hpp"

#include <gtest/gtest.h>

#include <set>

namespace suture::oracle {
namespace {

constexpr auto rlx = std::memory_order_relaxed;

std::multiset<std::string> unfoldings(const program& p) {
  std::multiset<std::string> texts;
  unfold(p, [&texts](const unfolding& u) { texts.insert(to_text(u.run)); });
  return texts;
}

TEST(unfold, gives_each_graph_once) {
  const program p{
      .locations = {0, 0},
      .threads = {{load(0, 0, rlx), store(1, 1, rlx)}, {load(0, 1, rlx), store(0, 1, rlx)}}};
  // Load buffering: each of the four reads-from choices but the cyclic one.
  EXPECT_EQ(unfoldings(p),
            (std::multiset<std::string>{"T0: R x=0 rf=init; W y=1 | T1: R y=0 rf=init; W x=1",
                                        "T0: R x=0 rf=init; W y=1 | T1: R y=1 rf=T0:1; W x=1",
                                        "T0: R x=1 rf=T1:1; W y=1 | T1: R y=0 rf=init; W x=1"}));
}

TEST(unfold, asks_no_memory_model) {
  // The second read may go back behind the first; coherence is for the axioms to judge.
  const program p{.locations = {0},
                  .threads = {{store(0, 1, rlx)}, {load(0, 0, rlx), load(1, 0, rlx)}}};
  EXPECT_EQ(unfoldings(p).size(), 4u);
}

TEST(unfold, follows_both_sides_of_a_branch_with_their_values) {
  const program p{
      .locations = {0, 0},
      .threads = {{store(0, 1, rlx)}, {load(0, 0, rlx), skip_if(0, 0, 1), store(1, {0, 4}, rlx)}}};
  EXPECT_EQ(unfoldings(p), (std::multiset<std::string>{"T0: W x=1 | T1: R x=0 rf=init",
                                                       "T0: W x=1 | T1: R x=1 rf=T0:0; W y=5"}));
}

TEST(unfold, lets_two_updates_not_read_the_same_write) {
  const program p{.locations = {0}, .threads = {{add_unread(0, 1, rlx)}, {exchange(0, 0, 7, rlx)}}};
  EXPECT_EQ(unfoldings(p).size(), 2u);
}

TEST(unfold, stops_at_awaits_and_tells_what_they_wait_for) {
  const program p{.locations = {0}, .threads = {{await(0, 3, rlx)}, {store(0, 3, rlx)}}};
  std::vector<unfolding> found;
  unfold(p, [&found](const unfolding& u) { found.push_back(u); });
  ASSERT_EQ(found.size(), 2u);
  const unfolding& stopped = found[0].run.blocked[0] ? found[0] : found[1];
  EXPECT_EQ(stopped.run.blocked[0], (place{.is_mutex = false, .number = 0}));
  EXPECT_EQ(stopped.run.blocked[1], std::nullopt);
  EXPECT_EQ(stopped.wanted[0], 3u);
}

TEST(unfold, reports_registers) {
  const program p{.locations = {4},
                  .threads = {{cas_strong(0, 1, 0, 4, 5, rlx, rlx), sub_and_test(2, 0, 5, rlx)}}};
  unfold(p, [](const unfolding& u) {
    EXPECT_EQ(u.registers, (std::vector<std::vector<value_type>>{{4, 1, 1}}));
  });
}

}  // namespace
}  // namespace suture::oracle
