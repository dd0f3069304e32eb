// Every step and every finding stands at a place in the code under test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "checkers/standard.hpp"
#include "model/engine/execution.hpp"
#include "model/explore/replay.hpp"
#include "model/sync/sync.hpp"
#include "report/table.hpp"
#include "report/trace_recorder.hpp"
#include "tests/report/recorded_run.hpp"

namespace suture {
namespace {

struct told {
  report::trace how;
  std::optional<finding> found;
};

// One run of the body with the ordinary decisions.
told run_once(const std::function<void()>& body) {
  return look_at_run(body, {}, [](const execution& run, report::trace t) {
    return told{std::move(t), run.found()};
  });
}

bool is_here(const sync::site& where) {
  return std::string_view(where.file).ends_with("places_test.cpp");
}

void expect_all_here(const told& t) {
  for (const report::trace_step& s : t.how.steps) EXPECT_TRUE(is_here(s.where)) << s.text;
  if (!t.found) return;
  for (const finding::place& p : t.found->places) EXPECT_TRUE(is_here(p.where)) << p.what;
}

struct counted {
  sync::atomic<int> references{1};
  sync::var<int> value{5};
};

TEST(Places, of_operators_and_conversions) {
  const told t = run_once([] {
    sync::atomic<int> n{1};
    ++n;
    n++;
    --n;
    n--;
    n += 2;
    n -= 1;
    n |= 1;
    n = 5;
    const int a = n;
    sync::var<int> d{1};
    d = 2;
    const int b = d;
    sync::check(a == 5 && b == 2, "the values are right");
  });
  EXPECT_FALSE(t.found);
  expect_all_here(t);
  ASSERT_GE(t.how.steps.size(), 8U);
  for (std::size_t i = 1; i < 8; ++i) {  // each on its own line
    EXPECT_EQ(t.how.steps[i].where.line, t.how.steps[i - 1].where.line + 1) << t.how.steps[i].text;
  }
  EXPECT_EQ(to_string(t.how.steps[8].where),
            "after " + to_string(t.how.steps[7].where));  // a conversion has no room for its own
}

TEST(Places, of_a_conversion_that_nothing_precedes_is_its_objects) {
  const told t = run_once([] {
    sync::atomic<int> n{1};
    const int a = n;
    sync::check(a == 1, "the value is right");
  });
  ASSERT_EQ(t.how.steps.size(), 1U);
  EXPECT_THAT(to_string(t.how.steps[0].where), ::testing::StartsWith("made at places_test.cpp:"));
}

TEST(Places, of_what_a_guard_gives_back) {
  const told t = run_once([] {
    sync::mutex m;
    { const sync::lock_guard held(m); }
    { const sync::unique_lock<sync::mutex> held(m); }
    sync::shared_mutex s;
    { const sync::shared_lock<sync::shared_mutex> held(s); }
  });
  expect_all_here(t);
  ASSERT_EQ(t.how.steps.size(), 6U);
  for (std::size_t i = 0; i < 6; i += 2) {
    EXPECT_EQ(to_string(t.how.steps[i + 1].where), "scope of " + to_string(t.how.steps[i].where));
  }
}

TEST(Places, of_a_wait) {
  const told t = run_once([] {
    sync::mutex m;
    sync::condition_variable c;
    sync::var<bool> done{false};
    sync::parallel(
        [&] {
          sync::unique_lock<sync::mutex> held(m);
          c.wait(held, [&] { return done.get(); });
        },
        [&] {
          const sync::lock_guard held(m);
          done.set(true);
          c.notify_one();
        });
  });
  EXPECT_FALSE(t.found);
  expect_all_here(t);
}

TEST(Places, of_leaks_and_double_frees) {
  const told leak = run_once([] { static_cast<void>(sync::make<counted>()); });
  ASSERT_TRUE(leak.found);
  EXPECT_EQ(leak.found->kind, "leak");
  expect_all_here(leak);

  const told twice = run_once([] {
    auto* p = sync::make<counted>();
    sync::destroy(p);
    sync::destroy(p);
  });
  ASSERT_TRUE(twice.found);
  EXPECT_EQ(twice.found->kind, "double-free");
  EXPECT_EQ(twice.found->places.size(), 3U);
  expect_all_here(twice);
}

TEST(Places, of_what_is_made_in_a_block_of_its_own) {
  const told t = run_once([] {
    sync::atomic<sync::atomic<int>*> p{nullptr};
    sync::parallel([&] { p.store(sync::make<sync::atomic<int>>(1), std::memory_order_relaxed); },
                   [&] {
                     sync::atomic<int>* seen = p.load(std::memory_order_relaxed);
                     if (seen != nullptr) seen->load();
                   });
    sync::destroy(p.load());
  });
  if (t.found) {
    EXPECT_EQ(t.found->kind, "race");
  }
  expect_all_here(t);
  const told leak = run_once([] { static_cast<void>(sync::make<sync::mutex>()); });
  ASSERT_TRUE(leak.found);
  expect_all_here(leak);
}

TEST(Places, of_members_destroyed_are_that_of_the_destruction) {
  const told t = run_once([] {
    auto* p = sync::make<counted>();
    sync::parallel([&] { p->references.load(); }, [&] { sync::destroy(p); });
  });
  ASSERT_TRUE(t.found);
  EXPECT_EQ(t.found->kind, "use-after-free");
  expect_all_here(t);
  for (const finding::place& p : t.found->places) EXPECT_EQ(p.where.near, sync::nearness::here);
}

TEST(Places, of_an_end_of_scope_are_those_of_the_making) {
  const told t = run_once([] {
    sync::thread late;
    {
      sync::atomic<int> n{1};
      late = sync::thread([&n] {
        n.load();
        n.load();
      });
    }
    late.join();
  });
  ASSERT_TRUE(t.found);
  EXPECT_EQ(t.found->kind, "use-after-free");
  expect_all_here(t);
  EXPECT_THAT(t.found->message, ::testing::HasSubstr("(made at places_test.cpp:"));
}

std::vector<std::string> steps_of(const std::function<void()>& body) {
  std::vector<std::string> texts;
  for (const report::trace_step& s : run_once(body).how.steps) texts.push_back(s.text);
  return texts;
}

enum class colour : std::uint8_t { red, green };

TEST(Values, of_plain_data_are_shown) {
  EXPECT_THAT(steps_of([] {
                sync::var<int> n{-3};
                sync::var<bool> b{true};
                sync::var<colour> c{colour::red};
                sync::var<double> d{0.5};
                sync::var<std::string> s{"text"};
                sync::label(n, "n"), sync::label(b, "b"), sync::label(c, "c");
                sync::label(d, "d"), sync::label(s, "s");
                n.get();
                n.set(70000);
                b.set(false);
                c.set(colour::green);
                d.get();
                s.set("other");
              }),
              ::testing::ElementsAre("read n: -3", "write n = 70000", "write b = false",
                                     "write c = 1", "read d: 0.5", "write s"));
}

TEST(Values, that_point_to_objects_go_by_them) {
  EXPECT_THAT(steps_of([] {
                sync::atomic<int> n{1}, other{2};
                sync::label(n, "n");
                sync::var<int> plain{1};
                sync::atomic<void*> to{nullptr};
                sync::var<sync::atomic<int>*> p{nullptr};
                sync::label(to, "to"), sync::label(p, "p");
                to.store(&other, std::memory_order_relaxed);
                to.store(&plain, std::memory_order_relaxed);
                p.set(&n);
                p.set(nullptr);
              }),
              ::testing::ElementsAre("to = a0.1 (relaxed)", "to = v0 (relaxed)", "write p = n",
                                     "write p = null"));
}

TEST(Labels, that_several_objects_have_are_numbered) {
  EXPECT_THAT(steps_of([] {
                sync::atomic<int> a{1}, b{2}, c{3};
                sync::label(a, "count");
                a.store(1, std::memory_order_relaxed);
                sync::label(b, "count");
                sync::label(c, "other");
                sync::label(a, "count");
                b.store(2, std::memory_order_relaxed);
                c.store(3, std::memory_order_relaxed);
              }),
              ::testing::ElementsAre("count#1 = 1 (relaxed)", "count#2 = 2 (relaxed)",
                                     "other = 3 (relaxed)"));
}

TEST(PlainAccess, to_an_atomic_is_shown_as_such) {
  EXPECT_THAT(steps_of([] {
                sync::atomic<int> n{1};
                sync::label(n, "n");
                n.plain().set(2);
                n.plain().get();
              }),
              ::testing::ElementsAre("n = 2 (plain)", "plainly read n: 2"));
  struct pair {
    std::uint64_t a, b;
  };
  EXPECT_THAT(steps_of([] {
                sync::atomic<pair> two(pair{1, 2});
                sync::label(two, "two");
                two.plain().set({3, 4});
                two.plain().get();
              }),
              ::testing::ElementsAre("two = {3, 4} (plain)", "plainly read two: {3, 4}"));
}

}  // namespace
}  // namespace suture
