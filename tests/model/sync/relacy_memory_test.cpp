// Memory under Relacy: what is watched, and that ordinary memory stays ordinary.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/model/sync/relacy_bodies.hpp"

namespace {

using namespace relacy_bodies;

struct node {
  sync::atomic<int> count{1};
  sync::var<int> value{7};
};

void expect_found(const std::function<void()>& body, const std::string& kind) {
  for (const scheduler s : schedulers) {
    const run_result result = run(body, 2, s);
    EXPECT_TRUE(result.failed);
    EXPECT_EQ(result.kind, kind) << result.message;
  }
}

TEST(relacy_memory, leak) {
  expect_found([] { static_cast<void>(sync::make<node>()); }, "leak");
  expect_found([] { static_cast<void>(sync::allocate(24)); }, "leak");
}

TEST(relacy_memory, double_free) {
  expect_found(
      [] {
        void* block = sync::allocate(24);
        sync::deallocate(block);
        sync::deallocate(block);
      },
      "double-free");
}

TEST(relacy_memory, use_after_free) {
  expect_found(
      [] {
        node* shared = sync::make<node>();
        sync::parallel([&] { sync::destroy(shared); },
                       [&] { shared->count.load(std::memory_order_relaxed); });
      },
      "use-after-free");
}

TEST(relacy_memory, plain_use_after_free) {
  expect_found(
      [] {
        node* mine = sync::make<node>();
        sync::destroy(mine);
        mine->value.get();
      },
      "use-after-free");
}

TEST(relacy_memory, a_count_dropped_twice_frees_too_early) {
  expect_found(
      [] {
        node* shared = sync::make<node>();
        auto drop = [&] {  // both owners, one count
          if (shared->count.sub_and_test(1)) sync::destroy(shared);
        };
        sync::parallel(drop, drop);
      },
      "use-after-free");
}

TEST(relacy_memory, uninitialised) {
  expect_found(
      [] {
        sync::var<int> n;
        static_cast<void>(n.get());
      },
      "uninitialised-read");
}

// The heap trap: Relacy's own operator new and delete, emitted here but not there, would free
// what the other allocated.
TEST(relacy_memory, ordinary_memory_of_a_body_is_ordinary) {
  static std::vector<std::string> survivors;  // outlives each execution: no leak, no crash
  const auto body = [] {
    const std::string text(100, 'x');
    std::map<int, std::string> table{{1, text}, {2, text + text}};
    auto owner = std::make_unique<std::vector<std::string>>(5, text);
    sync::atomic<std::size_t> total{0};
    sync::parallel([&] { total += std::string(owner->at(1) + text).size(); },
                   [&] { total += std::vector<std::string>(3, text).at(2).size(); });
    table.erase(1);
    if (survivors.size() < 10) survivors.push_back(text + "!");
    sync::check(total.load() == 300 && table.size() == 1, "sums");
  };
  for (const scheduler s : schedulers) {
    const run_result result = run(body, 2, s);
    EXPECT_FALSE(result.failed) << result.kind << ": " << result.message;
  }
  EXPECT_EQ(survivors.size(), 10U);
  EXPECT_EQ(survivors.back().back(), '!');
}

TEST(relacy_memory, a_deep_stack_is_large_enough) {
  const auto body = [] {
    volatile char page[100 * 1024] = {};  // Relacy's own stacks have 64 KiB
    page[sizeof page - 1] = 1;
    sync::check(page[0] == 0, "deep");
  };
  EXPECT_FALSE(run(body, 1, scheduler::full).failed);
}

}  // namespace
