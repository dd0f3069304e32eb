#include "model/run/heap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <new>

namespace suture {
namespace {

constexpr unsigned arena = 61;  // of no execution in this program

class heap_test : public ::testing::Test {
 protected:
  block& get(thread_id t, std::size_t bytes) { return *try_allocate(t, bytes); }
  block* try_allocate(thread_id t, std::size_t bytes, std::size_t alignment = 16) {
    return heap_.allocate({t, ++events_}, bytes, alignment, {},
                          [this](moment m) { return known_(m); });
  }
  void free(block& b) { heap_.free(b, {b.thread, ++events_}, {}); }

  heap heap_{arena};
  std::uint32_t events_ = 0;
  std::function<bool(moment)> known_ = [](moment) { return true; };
};

TEST_F(heap_test, gives_addresses_that_depend_on_thread_and_ordinal_only) {
  heap_.reset(reuse_policy::none);
  get(0, 100);
  const auto* first = get(1, 24).address;
  const auto* second = get(1, 8).address;
  heap_.reset(reuse_policy::none);
  EXPECT_EQ(get(1, 24).address, first);
  get(0, 1);
  get(2, 1);
  EXPECT_EQ(get(1, 8).address, second);
}

TEST_F(heap_test, aligns_blocks_and_keeps_them_apart) {
  const block a = get(0, 1);
  const block b = get(0, 17);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(a.address) % 16, 0U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(b.address) % 16, 0U);
  EXPECT_GT(b.address, a.address + 16);
}

TEST_F(heap_test, hands_no_freed_block_out_again) {
  heap_.reset(reuse_policy::none);
  block& a = get(0, 32);
  const auto* address = a.address;
  free(a);
  EXPECT_NE(get(0, 32).address, address);
}

TEST_F(heap_test, hands_the_latest_freed_block_of_the_size_out_again_if_asked_to) {
  heap_.reset(reuse_policy::lifo);
  std::vector<std::byte*> addresses;
  for (const std::size_t bytes : {32U, 30U, 64U}) addresses.push_back(get(0, bytes).address);
  for (const std::byte* address : addresses) free(*heap_.find(address));
  EXPECT_EQ(get(0, 31).address, addresses[1]);
  EXPECT_EQ(get(0, 32).address, addresses[0]);
  EXPECT_NE(get(0, 32).address, addresses[2]);
  EXPECT_EQ(get(0, 64).address, addresses[2]);
}

TEST_F(heap_test, reuses_no_block_of_another_thread_or_in_a_freelist) {
  heap_.reset(reuse_policy::lifo);
  block& other = get(1, 32);
  const auto* address = other.address;
  free(other);
  EXPECT_NE(get(0, 32).address, address);
  block& parked = get(0, 48);
  const auto* retired = parked.address;
  heap_.retire(parked, {0, ++events_}, {});
  EXPECT_NE(get(0, 48).address, retired);
}

TEST_F(heap_test, reuses_no_block_that_the_thread_does_not_know_to_be_freed) {
  heap_.reset(reuse_policy::lifo);
  block& mine = get(0, 32);
  const auto* address = mine.address;
  heap_.free(mine, {1, 5}, {});  // by another thread
  known_ = [](moment m) { return m.thread == 0; };
  EXPECT_NE(get(0, 32).address, address);
  known_ = [](moment m) { return m.thread == 0 || m.events <= 5; };
  EXPECT_EQ(get(0, 32).address, address);
}

TEST_F(heap_test, finds_the_block_around_an_address) {
  block& a = get(0, 20);
  EXPECT_EQ(heap_.find(a.address), &a);
  EXPECT_EQ(heap_.find(a.address + 19), &a);
  EXPECT_EQ(heap_.find(a.address + 20), nullptr);
  EXPECT_EQ(heap_.find(a.address - 1), nullptr);
  int outside = 0;
  EXPECT_EQ(heap_.find(&outside), nullptr);
  EXPECT_FALSE(heap_.owns(&outside));
  const block& empty = get(0, 0);
  EXPECT_EQ(heap_.find(empty.address), &empty);
}

TEST_F(heap_test, overwrites_what_is_freed) {
  block& a = get(0, 4);
  std::memset(a.address, 1, 4);
  free(a);
  for (int i = 0; i < 4; ++i) EXPECT_NE(a.address[i], std::byte{1});
  EXPECT_EQ(a.state, block_state::freed);
}

TEST_F(heap_test, puts_the_contents_of_a_retired_block_away_until_it_is_revived) {
  block& a = get(0, 4);
  std::memset(a.address, 1, 4);
  heap_.retire(a, {0, ++events_}, {});
  for (int i = 0; i < 4; ++i) EXPECT_NE(a.address[i], std::byte{1});
  heap_.revive(a);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(a.address[i], std::byte{1});
  EXPECT_EQ(a.state, block_state::live);
}

TEST_F(heap_test, forgets_every_block_between_runs) {
  const auto* address = get(3, 8).address;
  heap_.reset(reuse_policy::none);
  EXPECT_EQ(heap_.find(address), nullptr);
  std::size_t blocks = 0;
  heap_.each_block([&](const block&) { ++blocks; });
  EXPECT_EQ(blocks, 0U);
}

TEST_F(heap_test, runs_out_of_memory_rather_than_into_the_next_thread) {
  EXPECT_EQ(try_allocate(0, heap::lane_bytes), nullptr);
  EXPECT_EQ(try_allocate(0, SIZE_MAX), nullptr);
  EXPECT_EQ(try_allocate(0, SIZE_MAX - 15), nullptr);
  EXPECT_NE(try_allocate(0, heap::lane_bytes - 4096), nullptr);
  EXPECT_EQ(try_allocate(0, 4096), nullptr);
}

TEST_F(heap_test, has_room_for_every_thread_there_can_be) {
  const auto large = static_cast<thread_id>(heap::large_lanes);
  for (const thread_id t : {large - 1, large, large + 1, thread_id{4096}, thread_id{65534}}) {
    block& b = get(t, 24);
    EXPECT_EQ(b.thread, t);
    EXPECT_EQ(heap_.find(b.address + 23), &b);
    EXPECT_EQ(try_allocate(t, heap::lane_bytes), nullptr);
  }
  EXPECT_EQ(try_allocate(large, heap::small_lane_bytes), nullptr);
}

TEST_F(heap_test, aligns_as_asked) {
  get(0, 8);
  for (const std::size_t alignment : {1U, 16U, 64U, 4096U}) {
    const block* b = try_allocate(0, 40, alignment);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(b->address) % std::max<std::size_t>(alignment, 16),
              0U);
    EXPECT_EQ(heap_.find(b->address), b);
  }
}

TEST(heaps, of_one_arena_cannot_be_alive_at_once) {
  heap first(arena), second(arena);
  const auto known = [](moment) { return true; };
  first.allocate({0, 1}, 8, 16, {}, known);
  EXPECT_THROW(second.allocate({0, 1}, 8, 16, {}, known), std::bad_alloc);
}

}  // namespace
}  // namespace suture
