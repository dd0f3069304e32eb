// What a search reports does not depend on how many threads share it, nor on where it is cut.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "model/sync/sync.hpp"
#include "tests/model/explore/parallel/programs.hpp"
#include "tests/model/explore/parallel/searches.hpp"

namespace suture::testing {
namespace {

constexpr unsigned job_counts[] = {1, 2, 3, 8};

struct way {
  std::string_view model;
  bool stop_at_first;
};
constexpr way ways[] = {{"sc", true}, {"sc", false}, {"rc11", true}, {"rc11", false}};

// Compares every way to divide the search of `p` with the search alone.
void expect_same(const program& p, const way& w) {
  const budget b{0, 0, w.stop_at_first};
  outcomes all;
  const std::string alone = text_of(search_alone(w.model, all.collecting(p), b));
  for (const unsigned jobs : job_counts) {
    for (std::uint32_t depth = 0; depth <= 5; ++depth) {
      SCOPED_TRACE(fmt::format("{}, {}, {} jobs, depth {}", p.name, w.model, jobs, depth));
      division d;
      d.jobs = jobs;
      d.depth = depth;
      outcomes seen;
      const auto divided = search_divided(w.model, seen.collecting(p), d, b);
      EXPECT_EQ(text_of(divided.result), alone);
      // Where it stops at the first finding, some worker may have seen more.
      if (!divided.result.found) {
        EXPECT_EQ(seen.seen(), all.seen());
      }
    }
  }
}

TEST(workers, see_what_one_alone_sees) {
  for (const program& p : sound_programs()) {
    for (const way& w : ways) {
      if (w.stop_at_first) expect_same(p, w);
    }
  }
}

TEST(workers, report_the_finding_that_one_alone_reports) {
  for (const program& p : failing_programs()) {
    for (const way& w : ways) expect_same(p, w);
  }
}

TEST(workers, report_it_at_whatever_speed) {
  const program& p = failing_programs()[5];
  const std::string alone = text_of(search_alone("rc11", [&] { p.body(); }));
  // Some runs take long, in an order that has nothing to do with that of the search.
  std::atomic<unsigned> calls{0};
  for (int repetition = 0; repetition < 20; ++repetition) {
    division d;
    d.jobs = 3;
    d.depth = 2;
    const auto body = [&] {
      const unsigned call = calls.fetch_add(1);
      if (call * 7919U % 31U == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
      p.body();
    };
    EXPECT_EQ(text_of(search_divided("rc11", body, d).result), alone);
  }
}

TEST(workers, make_as_many_runs_as_the_budget_allows) {
  for (const std::size_t which : {std::size_t{10}, std::size_t{15}}) {
    const program& p = sound_programs()[which];
    for (const std::uint64_t runs :
         {1U, 2U, 7U, 100U, 999U, 1000U, 1001U, 1500U, 1680U, 2519U, 2520U, 5000U}) {
      const budget b{runs, 0, true};
      const std::string alone = text_of(search_alone(
          "rc11", [&] { p.body(); }, b));
      for (const unsigned jobs : job_counts) {
        for (const std::uint32_t depth : {0U, 1U, 4U}) {
          SCOPED_TRACE(fmt::format("{} of {}, {} jobs, depth {}", runs, p.name, jobs, depth));
          division d;
          d.jobs = jobs;
          d.depth = depth;
          EXPECT_EQ(text_of(search_divided(
                                "rc11", [&] { p.body(); }, d, b)
                                .result),
                    alone);
        }
      }
    }
  }
}

TEST(workers, find_within_the_budget_what_one_alone_finds) {
  const program& p = failing_programs()[3];  // in run 334
  for (const std::uint64_t runs : {333U, 334U, 335U, 400U}) {
    const budget b{runs, 0, true};
    const std::string alone = text_of(search_alone(
        "sc", [&] { p.body(); }, b));
    for (std::uint32_t depth = 1; depth <= 4; ++depth) {
      division d;
      d.jobs = 2;
      d.depth = depth;
      EXPECT_EQ(text_of(search_divided(
                            "sc", [&] { p.body(); }, d, b)
                            .result),
                alone)
          << runs << " runs, depth " << depth;
    }
  }
}

TEST(workers, stop_when_asked) {
  const program& p = sound_programs()[15];
  division d;
  d.jobs = 2;
  d.depth = 2;
  const auto slow = [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    p.body();
  };
  const auto r = search_divided("rc11", slow, d, {}, [](const statistics&) { return false; });
  EXPECT_EQ(r.result.why, stop_reason::asked);
  EXPECT_FALSE(r.result.exhausted);
  EXPECT_LT(r.result.counts.runs(), 2520U);
}

TEST(workers, stop_when_time_is_up) {
  const program& p = sound_programs()[15];
  division d;
  d.jobs = 2;
  d.depth = 2;
  const auto slow = [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    p.body();
  };
  const auto r = search_divided("rc11", slow, d, {0, 0.2, true});
  EXPECT_EQ(r.result.why, stop_reason::seconds);
  EXPECT_FALSE(r.result.exhausted);
  EXPECT_GT(r.result.counts.runs(), 0U);
}

TEST(workers, pass_on_what_a_searcher_throws) {
  division d;
  d.jobs = 2;
  d.depth = 1;
  const searcher_factory none = []() -> std::unique_ptr<searcher> {
    throw std::runtime_error("no searcher");
  };
  EXPECT_THROW(explore_divided([] {}, none, limits{}, budget{}, d), std::runtime_error);
}

// An object made before the search is every run's own, also of runs that go on at the same time.
TEST(workers, keep_what_was_made_before_apart) {
  sync::atomic<int> outside{0};
  const auto body = [&] {
    sync::parallel([&] { outside.fetch_add(1); }, [&] { outside.fetch_add(1); },
                   [&] { outside.fetch_add(1); }, [&] { outside.fetch_add(1); });
    sync::check(outside.load() == 4, "only this run's additions are seen");
  };
  division d;
  d.jobs = 3;
  d.depth = 2;
  const auto r = search_divided("rc11", body, d);
  EXPECT_FALSE(r.result.found) << r.result.found->message;
  EXPECT_EQ(r.result.counts.complete, 24U);
  EXPECT_EQ(outside.load(), 0);
}

}  // namespace
}  // namespace suture::testing
