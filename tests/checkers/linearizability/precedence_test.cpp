// Histories ordered in part, without a clock: small ones against brute force, and what happens to
// be different from histories with one.
#include "checkers/linearizability/precedence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "checkers/linearizability/checker.hpp"
#include "checkers/linearizability/models/models.hpp"
#include "tests/checkers/linearizability/brute_force.hpp"
#include "tests/checkers/linearizability/small_history.hpp"

namespace suture::linearizability::testing {
namespace {

operation made(std::uint32_t process, std::int64_t called, std::string function,
               std::vector<value> arguments, value result) {
  operation op;
  op.process = process;
  op.called = called;
  op.returned = called + 1;
  op.function = std::move(function);
  op.arguments = std::move(arguments);
  op.result = std::move(result);
  return op;
}

TEST(Precedence, only_what_is_named_orders_operations) {
  // The clock has the get behind the set; nobody has told its process so.
  const history h = {made(0, 1, "set", {"k", 1}, {}), made(1, 3, "get", {"k"}, {})};
  checker judge(make_dict());
  EXPECT_EQ(judge.linearizable(h).decision, verdict::fails);
  EXPECT_EQ(judge.linearizable(h, precedence{}).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable(h, {{}, {0}}).decision, verdict::fails);
}

TEST(Precedence, a_process_keeps_its_own_order) {
  const history h = {made(0, 1, "set", {"k", 1}, {}), made(0, 3, "get", {"k"}, {})};
  checker judge(make_dict());
  EXPECT_EQ(judge.linearizable(h, precedence{}).decision, verdict::fails);
}

// Each key by itself could be put in order, both together cannot: so keys are not checked apart.
TEST(Precedence, keys_do_not_stand_for_the_whole) {
  const history h = {made(0, 1, "set", {"x", 1}, {}), made(0, 3, "get", {"y"}, {}),
                     made(1, 5, "set", {"y", 1}, {}), made(1, 7, "get", {"x"}, {})};
  checker judge(make_dict());
  const outcome found = judge.linearizable(h, precedence{});
  EXPECT_EQ(found.decision, verdict::fails);
  ASSERT_TRUE(found.why);
  EXPECT_FALSE(found.why->key);
  EXPECT_EQ(found.why->partials.front().size(), 3u);
  // Each key by itself.
  EXPECT_EQ(judge.linearizable({h[0], h[3]}, precedence{}).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable({h[1], h[2]}, precedence{}).decision, verdict::holds);
}

TEST(Precedence, goes_through_operations_that_need_no_place) {
  history h = {made(0, 1, "append", {1}, {}), made(1, 3, "contains", {1}, false),
               made(2, 5, "len", {}, 0)};
  options chosen;
  chosen.allowances = allowances_named("contains", "list");
  checker judge(make_list(), chosen);
  // contains overlaps with the append that nothing orders, so it is excused; len is not ordered.
  EXPECT_EQ(judge.linearizable(h, precedence{}).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable(h, precedence{}).excuses.size(), 1u);
  // Ordered behind the append it has no excuse.
  EXPECT_EQ(judge.linearizable(h, {{}, {0}, {1}}).decision, verdict::fails);
  EXPECT_EQ(judge.linearizable(h, {{}, {0}, {1}}).excuses.size(), 0u);
  // An append that nothing orders excuses contains; the one in front of it still precedes len.
  h.push_back(made(3, 9, "append", {2}, {}));
  const outcome found = judge.linearizable(h, {{}, {0}, {1}, {}});
  EXPECT_EQ(found.excuses.size(), 1u);
  EXPECT_EQ(found.decision, verdict::fails);
}

TEST(Precedence, the_witness_decides_where_effects_are_told) {
  history h = {made(0, 1, "append", {1}, {}), made(1, 3, "append", {2}, {}),
               made(2, 5, "copy", {}, value::list({2, 1}))};
  h[0].effect = 2;
  h[1].effect = 1;
  h[2].effect = 3;
  checker judge(make_list());
  outcome found = judge.linearizable(h, {{}, {}, {0, 1}});
  EXPECT_EQ(found.decision, verdict::holds);
  EXPECT_EQ(found.witnessed, 1u);
  EXPECT_EQ(found.order, (std::vector<word>{1, 0, 2}));
  // An order that the effects contradict is left to the search, which finds none.
  found = judge.linearizable(h, {{}, {0}, {0, 1}});
  EXPECT_EQ(found.witnessed, 0u);
  EXPECT_EQ(found.decision, verdict::fails);
}

TEST(Precedence, refuses_what_is_no_order) {
  const history h = {made(0, 1, "append", {1}, {}), made(1, 3, "len", {}, 1)};
  checker judge(make_list());
  EXPECT_THROW(judge.linearizable(h, {{1}, {}}), bad_history);
  EXPECT_THROW(judge.linearizable(h, {{}, {1}}), bad_history);
  EXPECT_THROW(judge.linearizable(h, {{}, {2}}), bad_history);
  history open = h;
  open[0].returned = pending;
  EXPECT_THROW(judge.linearizable(open, {{}, {0}}), bad_history);
}

// Some pairs of which the first was called earlier.
precedence drawn_order(const history& h) {
  precedence order(h.size());
  for (std::size_t i = 0; i < h.size(); ++i) {
    for (std::size_t earlier = 0; earlier < h.size(); ++earlier) {
      const bool may = h[earlier].called < h[i].called && !h[earlier].is_pending();
      if (may && *rc::gen::inRange(0, 3) == 0) order[i].push_back(static_cast<word>(earlier));
    }
  }
  return order;
}

std::string ordered_listing(const history& h, const precedence& order) {
  std::string text = listing(h);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const word earlier : order[i]) {
      text += std::to_string(earlier) + " before " + std::to_string(i) + "\n";
    }
  }
  return text;
}

void agrees_with_brute_force(std::string_view name, bool told) {
  const history h = cooked(name, *small_ingredients(name, 6), told);
  const precedence order = drawn_order(h);
  RC_LOG() << ordered_listing(h, order);
  checker judge(model_named(name));
  const outcome found = judge.linearizable(h, order);
  const closure known(h, order);
  const bool expected = holds_by_brute_force(known, h, judge.spec());
  RC_CLASSIFY(expected, "linearizable");
  RC_CLASSIFY(found.witnessed == 1, "by the witness");
  RC_ASSERT((found.decision == verdict::holds) == expected);
  const auto keeps = [&](const std::vector<word>& sequence) {
    for (std::size_t i = 0; i < sequence.size(); ++i) {
      for (std::size_t j = i + 1; j < sequence.size(); ++j) {
        if (known.before(sequence[j], sequence[i])) return false;
      }
    }
    return true;
  };
  RC_ASSERT(keeps(found.order));
  if (expected) return;
  for (const std::vector<word>& partial : found.why->partials) {
    RC_ASSERT(keeps(partial));
    RC_ASSERT(std::ranges::find(partial, found.why->stuck) == partial.end());
  }
}

RC_GTEST_PROP(PrecedenceProperty, register_search, ()) {
  agrees_with_brute_force("register", false);
}
RC_GTEST_PROP(PrecedenceProperty, list_search, ()) { agrees_with_brute_force("list", false); }
RC_GTEST_PROP(PrecedenceProperty, dict_search, ()) { agrees_with_brute_force("dict", false); }
RC_GTEST_PROP(PrecedenceProperty, list_witness, ()) { agrees_with_brute_force("list", true); }
RC_GTEST_PROP(PrecedenceProperty, dict_witness, ()) { agrees_with_brute_force("dict", true); }

}  // namespace
}  // namespace suture::linearizability::testing
