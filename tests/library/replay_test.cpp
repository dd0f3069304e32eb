#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "library/session.hpp"
#include "library/suture.hpp"
#include "tests/library/bodies.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

std::string token_for(const std::function<void()>& body, const options& how = {}) {
  const result r = check(body, how);
  return r.findings.empty() ? "" : r.findings.front().token;
}

TEST(Replay, finds_the_same_again_and_again) {
  for (const auto body :
       {split_increments, racy_increments, leaking, deadlocking, published_relaxed}) {
    for (const char* strategy : {"exhaustive", "random"}) {
      const result found = check(body, {.strategy = strategy});
      ASSERT_EQ(found.verdict, verdict::found);
      const std::string& token = found.findings.front().token;
      const result first = replay(body, token);
      EXPECT_EQ(first.verdict, verdict::found) << first.to_string();
      EXPECT_EQ(first.findings.front().kind, found.findings.front().kind);
      EXPECT_EQ(first.findings.front().message, found.findings.front().message);
      EXPECT_EQ(first.findings.front().token, token);
      EXPECT_EQ(replay(body, token).to_string(), first.to_string());
      EXPECT_EQ(replay(body, token).to_string(), first.to_string());
    }
  }
}

// A thread that may go round for ever must not keep the others from their turn in the schedule.
TEST(Replay, leads_back_to_a_run_that_does_not_end) {
  const auto body = [] {
    sync::atomic<int> never{0}, other{0};
    sync::parallel(
        [&] {
          while (never.load() == 0) {
            if (sync::choose(2) != 0) sync::yield();
          }
        },
        [&] { other.load(); }, [&] { other.store(1); });
  };
  for (const char* strategy : {"exhaustive", "random", "portfolio"}) {
    const result found = check(body, {.strategy = strategy, .max_events = 5000});
    ASSERT_EQ(found.verdict, verdict::found);
    EXPECT_EQ(found.findings.front().kind, "timeout") << found.findings.front().message;
    EXPECT_EQ(replay(body, found.findings.front().token).verdict, verdict::found);
  }
}

TEST(Replay, keeps_to_the_limits_of_the_token) {
  const auto body = [] {
    void* const p = sync::allocate(8);
    sync::check(p != nullptr, "there is memory");
    sync::deallocate(p);
  };
  const std::string token = token_for(body, {.allocation_failures = 1});
  EXPECT_EQ(replay(body, token).verdict, verdict::found);
}

TEST(Replay, keeps_to_the_memory_model_of_the_token) {
  const std::string token = token_for(split_increments, {.memory = "sc"});
  EXPECT_THAT(replay(split_increments, token).guarantee, HasSubstr("memory model sc"));
}

// A scenario with a step more or less, chosen by the test.
bool extra_step = false;
void changing() {
  sync::atomic<int> n{0};
  sync::atomic<int> extra{0};
  const auto increment = [&] {
    const int seen = n.load();
    if (extra_step) extra.store(1);
    n.store(seen + 1);
  };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

TEST(Replay, of_changed_code_says_where_it_went_another_way) {
  extra_step = false;
  const std::string token = token_for(changing);
  extra_step = true;
  const result r = replay(changing, token);
  EXPECT_EQ(r.verdict, verdict::inconclusive);
  EXPECT_TRUE(r.findings.empty());
  EXPECT_THAT(r.divergence, HasSubstr("the code is not the one the token was made from"));
  EXPECT_THAT(r.divergence, HasSubstr("at step "));
  EXPECT_THAT(r.divergence, HasSubstr("replay_test.cpp:"));
  EXPECT_THAT(r.to_string(), HasSubstr("DIVERGED"));
  EXPECT_EQ(replay(changing, token).to_string(), r.to_string());
}

// The bug is there before and after the step that was added behind it.
void mended_late() {
  sync::atomic<int> n{0};
  const auto increment = [&] {
    const int seen = n.load();
    n.store(seen + 1);
    if (extra_step) n.fetch_add(0);
  };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

TEST(Replay, leniently_follows_changed_code_as_far_as_it_goes) {
  extra_step = false;
  const std::string old = token_for(mended_late);
  extra_step = true;
  EXPECT_EQ(replay(mended_late, old).verdict, verdict::inconclusive);
  const result r = replay(mended_late, decode_token(old), {}, following::lenient);
  ASSERT_EQ(r.verdict, verdict::found) << r.to_string();
  EXPECT_THAT(r.guarantee, HasSubstr("at step "));
  EXPECT_THAT(r.guarantee, HasSubstr("went on with the base policy"));
  EXPECT_EQ(r.guarantee.substr(0, r.divergence.size()), r.divergence);
  // Its token is of the code as it is now.
  const result again = replay(mended_late, r.findings.front().token);
  EXPECT_EQ(again.verdict, verdict::found) << again.to_string();
  EXPECT_EQ(again.findings.front().message, r.findings.front().message);
}

// Mended since.
void atomic_since() {
  sync::atomic<int> n{0};
  const auto increment = [&] {
    if (extra_step) {
      n.fetch_add(1);
    } else {
      n.store(n.load() + 1);
    }
  };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

TEST(Replay, leniently_of_mended_code_says_that_it_has_no_finding) {
  extra_step = false;
  const std::string old = token_for(atomic_since);
  extra_step = true;
  const result r = replay(atomic_since, decode_token(old), {}, following::lenient);
  EXPECT_EQ(r.verdict, verdict::passed) << r.to_string();
  EXPECT_NE(r.divergence, "");
  EXPECT_THAT(r.guarantee, HasSubstr("it has no finding"));
  EXPECT_EQ(replay(atomic_since, decode_token(old), {}, following::lenient).to_string(),
            r.to_string());
}

TEST(Replay, leniently_changes_nothing_where_the_code_is_the_same) {
  extra_step = false;
  const std::string token = token_for(mended_late);
  EXPECT_EQ(replay(mended_late, decode_token(token), {}, following::lenient).to_string(),
            replay(mended_late, decode_token(token), presentation{}).to_string());
}

TEST(Replay, of_code_with_less_in_it_says_so_too) {
  extra_step = true;
  const std::string token = token_for(changing);
  extra_step = false;
  EXPECT_THAT(replay(changing, token).divergence, HasSubstr("the token has 'thread "));
}

TEST(Replay, of_other_code_is_not_silently_something_else) {
  const std::string token = token_for(leaking);
  const result r = replay(deadlocking, token);
  EXPECT_EQ(r.verdict, verdict::inconclusive);
  EXPECT_NE(r.divergence, "");
}

// The same operations, but the mistake is mended where none of them shows it.
bool mended = false;
void mendable() {
  sync::atomic<int> n{0};
  sync::parallel([&] { n.store(1); }, [&] { n.store(2); });
  sync::check(n.load() == 2 || mended, "the second comes last");
}

TEST(Replay, of_mended_code_says_that_the_finding_is_gone) {
  mended = false;
  const std::string token = token_for(mendable);
  mended = true;
  const result r = replay(mendable, token);
  EXPECT_EQ(r.verdict, verdict::passed) << r.to_string();
  EXPECT_THAT(r.guarantee, HasSubstr("no check any more"));
}

TEST(Replay, refuses_what_is_no_token) {
  EXPECT_THROW(replay(leaking, ""), token_error);
  EXPECT_THROW(replay(leaking, "suture1.nonsense"), token_error);
  std::string damaged = token_for(leaking);
  damaged[damaged.size() - 3] = damaged[damaged.size() - 3] == 'A' ? 'B' : 'A';
  EXPECT_THROW(replay(leaking, damaged), token_error);
}

TEST(Replay, refuses_a_memory_model_it_does_not_have) {
  token t;
  t.scenario = "check";
  t.memory = "power";
  EXPECT_THROW(replay(leaking, encode_token(t)), token_error);
}

}  // namespace
}  // namespace suture
