// Strategies and checkers that do not come with Suture.
#include "library/extend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "library/suture.hpp"

namespace suture {
namespace {

using ::testing::HasSubstr;

// The youngest thread goes first.
class youngest_first final : public sampler {
 public:
  youngest_first(const memory_model& model, const strategy_options& options)
      : sampler(model, options) {}
  std::string_view name() const override { return "youngest"; }

 private:
  thread_id pick(const run_view&, std::span<const thread_id> willing) override {
    return willing.back();
  }
};

const strategy_kind youngest_kind{.name = "youngest",
                                  .summary = "the youngest thread goes first",
                                  .traits = {.samples = true, .divisible = true},
                                  .make = make_sampler<youngest_first>};

// Which of two threads has written last.
int last_writer() {
  sync::atomic<int> last{0};
  sync::parallel([&] { last.store(1); }, [&] { last.store(2); });
  return last.load();
}

TEST(extend, strategies_go_by_their_name) {
  EXPECT_THROW(check([] {}, {.strategy = "youngest"}), std::invalid_argument);
  add_strategy(youngest_kind);
  const options how{.strategy = "youngest", .memory = "sc", .max_executions = 20};
  EXPECT_EQ(check([] { sync::check(last_writer() == 1, "the elder one"); }, how).verdict,
            verdict::passed);
  const result r = check([] { sync::check(last_writer() == 2, "the younger one"); }, how);
  EXPECT_EQ(r.verdict, verdict::found);
  EXPECT_EQ(r.findings.at(0).kind, "check");
  try {
    add_strategy(youngest_kind);
    FAIL() << "it was there already";
  } catch (const std::invalid_argument& e) {
    EXPECT_THAT(e.what(), HasSubstr("'youngest': there is one by that name"));
  }
  EXPECT_THROW(add_strategy({.name = "a:b", .make = make_sampler<youngest_first>}),
               std::invalid_argument);
  EXPECT_THROW(add_strategy({.name = "nothing"}), std::invalid_argument);
}

// Nobody stores 13.
class no_unlucky_store final : public observer {
 public:
  void on_event(run_view& run, event_id id) override {
    const event& e = run.events()[id];
    if (!e.is_write() || e.value != 13) return;
    run.report({"unlucky",
                run.objects().name_of(e.location) + " becomes 13",
                {{"thread " + std::to_string(e.thread) + " stores it", e.where}},
                {}});
  }
};

void may_store_13() {
  sync::atomic<int> n{0};
  sync::label(n, "n");
  sync::parallel([&] { n.store(6); }, [&] { n.store(n.load() == 6 ? 13 : 7); });
}

TEST(extend, checkers_find_and_are_asked_again_by_the_token) {
  EXPECT_EQ(check(may_store_13).verdict, verdict::verified);
  std::string token;
  {
    const extra_checker added([] { return std::make_unique<no_unlucky_store>(); });
    for (const unsigned jobs : {1U, 3U}) {
      const result r = check(may_store_13, {.jobs = jobs});
      EXPECT_EQ(r.verdict, verdict::found);
      EXPECT_EQ(r.findings.at(0).kind, "unlucky");
      EXPECT_THAT(r.findings.at(0).message, HasSubstr("n becomes 13"));
      token = r.findings.at(0).token;
    }
    EXPECT_EQ(replay(may_store_13, token).verdict, verdict::found);
  }
  EXPECT_EQ(replay(may_store_13, token).verdict, verdict::passed);
  EXPECT_EQ(check(may_store_13).verdict, verdict::verified);
}

}  // namespace
}  // namespace suture
