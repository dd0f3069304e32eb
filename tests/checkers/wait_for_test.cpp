#include "checkers/wait_for.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace suture {
namespace {

blocked_thread waiter(thread_id t, std::vector<thread_id> holders) {
  blocked_thread b;
  b.thread = t;
  for (const thread_id h : holders) b.holders.push_back({h, {}});
  return b;
}

std::vector<thread_id> cycle_of(const std::vector<blocked_thread>& threads) {
  std::vector<thread_id> path;
  for (const wait_edge& e : find_cycle(threads)) path.push_back(e.waiter->thread);
  return path;
}

TEST(WaitFor, a_chain_is_no_cycle) {
  EXPECT_THAT(cycle_of({waiter(0, {1}), waiter(1, {2}), waiter(2, {})}), ::testing::IsEmpty());
  EXPECT_THAT(cycle_of({waiter(0, {7})}), ::testing::IsEmpty());  // 7 has ended
}

TEST(WaitFor, a_cycle_of_one) {
  EXPECT_THAT(cycle_of({waiter(0, {1}), waiter(1, {1})}), ::testing::ElementsAre(1));
}

// Entered in the middle, through a thread that is not on it.
TEST(WaitFor, a_cycle_begins_with_its_lowest_thread) {
  EXPECT_THAT(cycle_of({waiter(0, {3}), waiter(1, {2}), waiter(2, {3}), waiter(3, {1})}),
              ::testing::ElementsAre(1, 2, 3));
}

TEST(WaitFor, any_of_several_holders_may_close_it) {
  const std::vector<blocked_thread> threads{waiter(1, {2, 3, 4}), waiter(2, {}), waiter(3, {2}),
                                            waiter(4, {1})};
  EXPECT_THAT(cycle_of(threads), ::testing::ElementsAre(1, 4));
  EXPECT_EQ(find_cycle(threads)[0].holder.thread, 4U);
}

}  // namespace
}  // namespace suture
