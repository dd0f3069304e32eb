#include "model/schedule/token.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "model/run/limits.hpp"

namespace suture {
namespace {

constexpr std::string_view safe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~";

std::string complaint(const std::string& text) {
  try {
    decode_token(text);
  } catch (const token_error& e) {
    return e.what();
  }
  return "";
}

token example() {
  token t;
  t.scenario = "str.utf8_cache/lock=none";
  t.kind = "leak";
  t.decisions = {{0, 1}, {4, 2}, {40, 1}};
  t.shape = record_shape("\x01\x01\x11\x21", {0, 0, 1, 2});
  return t;
}

schedule any_schedule() {
  const auto gaps = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(0U, 3000U));
  schedule decisions;
  std::uint32_t question = 0;
  for (const std::uint32_t gap : gaps) {
    question += gap;
    const auto answer =
        *rc::gen::oneOf(rc::gen::inRange(0U, 12U), rc::gen::arbitrary<std::uint32_t>());
    decisions.push_back({question++, answer});
  }
  return decisions;
}

token any_token() {
  token t;
  t.scenario = *rc::gen::arbitrary<std::string>();
  t.memory = *rc::gen::element<std::string>("rc11", "sc", "tso");
  t.events = *rc::gen::arbitrary<std::uint32_t>();
  t.spurious_wakeups = *rc::gen::inRange(0U, 4U);
  t.allocation_failures = *rc::gen::inRange(0U, 4U);
  t.clock_jumps = *rc::gen::inRange(0U, 4U);
  t.reuse = *rc::gen::arbitrary<bool>();
  t.kind = *rc::gen::element<std::string>("", "leak", "race");
  t.decisions = any_schedule();
  const auto length = *rc::gen::inRange<std::size_t>(0, 2 * token::shape_cap);
  const auto steps =
      *rc::gen::container<std::string>(length, rc::gen::element('\x10', '\x21', '\xFF'));
  const auto threads = *rc::gen::container<std::vector<std::uint16_t>>(
      length, rc::gen::element<std::uint16_t>(0, 1, 2, 300));
  t.shape = record_shape(steps, threads);
  return t;
}

// Its defaults are a part of the format: when the engine's change, tokens must say so.
TEST(Token, has_the_limits_of_the_engine_as_defaults) {
  const token t;
  const limits l;
  EXPECT_EQ(t.events, l.events);
  EXPECT_EQ(t.spurious_wakeups, l.spurious_wakeups);
  EXPECT_EQ(t.allocation_failures, l.allocation_failures);
  EXPECT_EQ(t.clock_jumps, l.clock_jumps);
  EXPECT_EQ(t.reuse, l.reuse == reuse_policy::lifo);
}

// Tokens stand in bug reports: what was written once must be readable for good.
TEST(Token, is_written_as_ever) {
  const std::string text =
      "suture1.str.utf8_cache~lock-none.d5267c4d.FyxABGxlYWsDARqZAgQBAREhAAEBAAIAVXRAHA";
  EXPECT_EQ(encode_token(example()), text);
  EXPECT_EQ(decode_token(text), example());
}

TEST(Token, takes_a_byte_for_a_usual_decision) {
  token t = example();
  const std::size_t before = encode_token(t).size();
  for (std::uint32_t i = 0; i < 300; ++i) t.decisions.push_back({41 + 10 * i, i % 5});
  EXPECT_LE(encode_token(t).size(), before + 300 * 4 / 3 + 3);
}

TEST(Token, of_a_long_run_keeps_its_beginning_and_a_hash) {
  const std::string steps(1'000'000, '\x21');
  std::string other = steps;
  other.back() = '\x22';
  const std::vector<std::uint16_t> threads(steps.size(), 1);
  token t = example();
  t.shape = record_shape(steps, threads);
  EXPECT_LE(encode_token(t).size(), 100U);
  EXPECT_NE(record_shape(other, threads), t.shape);
  EXPECT_EQ(decode_token(encode_token(t)), t);
}

TEST(Token, of_another_kind_is_refused) {
  for (const char* text : {"", "hello", "hello.a.b.c", "Suture1.a.b.c", "sutur.a.b.c", "suture",
                           "suture.a.b.c", "suturex.a.b.c"}) {
    EXPECT_EQ(complaint(text), "this is not a Suture token: a token begins with 'suture1.'")
        << text;
  }
}

TEST(Token, of_a_newer_version_is_refused) {
  EXPECT_EQ(complaint("suture2.a.b.c"), "a token of version 2; this Suture reads version 1");
}

TEST(Token, cut_short_is_refused_wherever_it_was_cut) {
  const std::string whole = encode_token(example());
  for (std::size_t length = 8; length < whole.size(); ++length) {
    EXPECT_THAT(complaint(whole.substr(0, length)),
                testing::AnyOf(testing::HasSubstr("cut short"), testing::HasSubstr("damaged")))
        << whole.substr(0, length);
  }
  for (std::size_t missing = 1; missing < 10; ++missing) {
    EXPECT_THAT(complaint(whole.substr(0, whole.size() - missing)),
                testing::HasSubstr("cut short"));
  }
  EXPECT_THAT(complaint("suture1.str"), testing::HasSubstr("cut short"));
}

TEST(Token, with_more_at_its_end_is_refused) {
  token t = example();
  for (const char* kind : {"a", "ab", "abc"}) {
    t.kind = kind;
    for (const char* more : {"A", "AA", "AAAA", " ", "=", "\n"}) {
      EXPECT_NE(complaint(encode_token(t) + more), "") << kind << more;
    }
  }
}

TEST(Token, with_any_character_changed_is_refused) {
  const std::string whole = encode_token(example());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char c : safe) {
      std::string changed = whole;
      changed[i] = c;
      if (changed == whole) continue;
      EXPECT_NE(complaint(changed), "") << changed;
    }
  }
}

RC_GTEST_PROP(Token, round_trips, ()) {
  const token t = any_token();
  const std::string text = encode_token(t);
  RC_ASSERT(decode_token(text) == t);
  RC_ASSERT(text.find_first_not_of(safe) == std::string::npos);
}

RC_GTEST_PROP(Token, damaged_anywhere_is_refused, ()) {
  const std::string whole = encode_token(any_token());
  const auto at = *rc::gen::inRange<std::size_t>(0, whole.size());
  std::string changed = whole;
  changed[at] = *rc::gen::distinctFrom(whole[at]);
  RC_ASSERT(!complaint(changed).empty());
}

// Whatever it is given it answers with a token or a token_error.
RC_GTEST_PROP(Token, survives_anything, (const std::string& text)) {
  for (const std::string& given : {text, "suture1." + text, "suture1.a.0." + text}) {
    try {
      decode_token(given);
    } catch (const token_error&) {
    }
  }
}

}  // namespace
}  // namespace suture
