#include "report/values.hpp"

#include <gtest/gtest.h>

#include "model/engine/execution.hpp"
#include "model/explore/replay.hpp"
#include "model/sync/sync.hpp"

namespace suture::report {
namespace {

// How the values that `body` stores are written, in their order.
std::vector<std::string> stored_by(const std::function<void()>& body) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  class replay follow({});
  run.run(body, *follow.next_run(), follow, limits{});
  const values words(run);
  const graph& g = run.events();
  std::vector<std::string> texts;
  for (event_id id = 0; id < g.size(); ++id) {
    if (g[id].is_write()) texts.push_back(words.text(g[id], g[id].value));
  }
  return texts;
}

using texts = std::vector<std::string>;

TEST(Values, just_below_zero_are_negative_in_every_width) {
  EXPECT_EQ(stored_by([] {
              sync::atomic<std::int8_t>{}.store(-1);
              sync::atomic<std::uint16_t>{}.store(0xFFFF);
              sync::atomic<int>{}.store(-2);
              sync::atomic<std::int64_t>{}.store(-3);
            }),
            (texts{"-1", "-1", "-2", "-3"}));
}

TEST(Values, far_below_zero_are_as_large_as_they_look) {
  EXPECT_EQ(stored_by([] {
              sync::atomic<std::uint32_t>{}.store(0x80000000U);
              sync::atomic<std::uint64_t>{}.store(0x8000000000000000U);
            }),
            (texts{"2147483648", "9223372036854775808"}));
}

TEST(Values, that_point_go_by_what_they_point_to) {
  EXPECT_EQ(stored_by([] {
              static int global = 0;
              int local = 0;
              sync::atomic<void*> p{nullptr};
              char* const block = static_cast<char*>(sync::allocate(16));
              p = block;
              p = block + 3;
              p = &global;
              p = &local;
              p = &global;
              p = nullptr;
              sync::deallocate(block);
            }),
            (texts{"b0.0", "b0.0+3", "p1", "p2", "p1", "null"}));
}

TEST(Values, that_point_to_nothing_are_numbers_where_no_pointer_was) {
  EXPECT_EQ(stored_by([] { sync::atomic<std::uint64_t>{}.store(0); }), texts{"0"});
  EXPECT_EQ(stored_by([] { sync::atomic<std::uint64_t>{}.store(4096); }), texts{"4096"});
}

TEST(Values, go_by_labels) {
  EXPECT_EQ(stored_by([] {
              sync::atomic<void*> p{nullptr};
              char* const block = static_cast<char*>(sync::allocate(16));
              sync::label(block, "text");
              p = block;
              p = block + 1;
              sync::deallocate(block);
            }),
            (texts{"text", "text+1"}));
}

struct counted {
  sync::atomic<int> count{1};
};

// The first member has the same address as the whole.
TEST(Values, of_a_block_do_not_take_the_name_of_its_first_member) {
  EXPECT_EQ(stored_by([] {
              sync::atomic<counted*> p{nullptr};
              counted* const block = sync::make<counted>();
              sync::label(block->count, "count");
              p = block;
              sync::destroy(block);
            }),
            texts{"b0.0"});
}

}  // namespace
}  // namespace suture::report
