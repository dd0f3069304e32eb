// The checker against brute force on small histories, RapidCheck shrinking where they differ.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "checkers/linearizability/checker.hpp"
#include "tests/checkers/linearizability/brute_force.hpp"
#include "tests/checkers/linearizability/small_history.hpp"

namespace suture::linearizability::testing {
namespace {

// Each case takes microseconds, so take many; RC_PARAMS in the environment has precedence.
const bool many_cases = setenv("RC_PARAMS", "max_success=3000 max_size=30", 0) == 0;

constexpr std::size_t most_operations = 7;

history drawn(std::string_view model, bool told = false) {
  return cooked(model, *small_ingredients(model, most_operations), told);
}

verdict expected(condition c, const history& h, const model& spec) {
  return holds_by_brute_force(c, h, spec) ? verdict::holds : verdict::fails;
}

void agrees_with_brute_force(std::string_view name, options chosen, bool told) {
  const history h = drawn(name, told);
  checker judge(model_named(name), std::move(chosen));
  const outcome found = judge.linearizable(h);
  RC_LOG() << listing(h);
  RC_CLASSIFY(found.decision == verdict::holds, "linearizable");
  RC_ASSERT(found.decision == expected(condition::linearizable, h, judge.spec()));
}

void weaker_agree_with_brute_force(std::string_view name) {
  const history h = drawn(name);
  checker judge(model_named(name));
  RC_LOG() << listing(h);
  RC_ASSERT(judge.sequentially_consistent(h) ==
            expected(condition::sequentially_consistent, h, judge.spec()));
  RC_ASSERT(judge.quiescently_consistent(h) ==
            expected(condition::quiescently_consistent, h, judge.spec()));
}

options plain(bool witness_first, bool by_key) {
  options chosen;
  chosen.witness_first = witness_first;
  chosen.by_key = by_key;
  return chosen;
}

RC_GTEST_PROP(LinearizabilityProperty, register_search, ()) {
  agrees_with_brute_force("register", plain(false, true), false);
}
RC_GTEST_PROP(LinearizabilityProperty, list_search, ()) {
  agrees_with_brute_force("list", plain(false, true), false);
}
RC_GTEST_PROP(LinearizabilityProperty, dict_search, ()) {
  agrees_with_brute_force("dict", plain(false, false), false);
}
RC_GTEST_PROP(LinearizabilityProperty, dict_search_by_key, ()) {
  agrees_with_brute_force("dict", plain(false, true), false);
}
RC_GTEST_PROP(LinearizabilityProperty, set_search, ()) {
  agrees_with_brute_force("set", plain(false, false), false);
}
RC_GTEST_PROP(LinearizabilityProperty, set_search_by_key, ()) {
  agrees_with_brute_force("set", plain(false, true), false);
}
RC_GTEST_PROP(LinearizabilityProperty, list_witness, ()) {
  agrees_with_brute_force("list", plain(true, true), true);
}
RC_GTEST_PROP(LinearizabilityProperty, dict_witness, ()) {
  agrees_with_brute_force("dict", plain(true, true), true);
}
RC_GTEST_PROP(LinearizabilityProperty, register_weaker, ()) {
  weaker_agree_with_brute_force("register");
}
RC_GTEST_PROP(LinearizabilityProperty, list_weaker, ()) { weaker_agree_with_brute_force("list"); }
RC_GTEST_PROP(LinearizabilityProperty, dict_weaker, ()) { weaker_agree_with_brute_force("dict"); }
RC_GTEST_PROP(LinearizabilityProperty, set_weaker, ()) { weaker_agree_with_brute_force("set"); }

// An order that claims to be a linearization must be one: legal, and true to the intervals.
void order_is_a_linearization(std::string_view name, bool told) {
  const history h = drawn(name, told);
  checker judge(model_named(name));
  const outcome found = judge.linearizable(h);
  if (found.decision != verdict::holds) {
    return;
  }
  history in_order;
  std::vector<bool> placed(h.size(), false);
  for (const word i : found.order) {
    for (std::size_t j = 0; j < h.size(); ++j) {
      RC_ASSERT(placed[j] || j == i || h[j].returned >= h[i].called ||
                std::ranges::find(found.order, j) == found.order.end());
    }
    placed[i] = true;
    operation op = h[i];
    op.process = 0;
    op.called = 2 * static_cast<std::int64_t>(in_order.size());
    op.returned = op.is_pending() ? pending : op.called + 1;
    if (op.is_pending()) {
      op.process = static_cast<std::uint32_t>(i + 1);
    }
    in_order.push_back(op);
  }
  for (std::size_t i = 0; i < h.size(); ++i) {
    RC_ASSERT(placed[i] || h[i].is_pending());
  }
  // A pending operation may come anywhere, so this is necessary and, without them, sufficient.
  RC_ASSERT(holds_by_brute_force(condition::linearizable, in_order, judge.spec()));
}

RC_GTEST_PROP(LinearizabilityProperty, list_order, ()) { order_is_a_linearization("list", false); }
RC_GTEST_PROP(LinearizabilityProperty, dict_order, ()) { order_is_a_linearization("dict", false); }
RC_GTEST_PROP(LinearizabilityProperty, dict_witnessed_order, ()) {
  order_is_a_linearization("dict", true);
}

// What a failure says of itself: each partial linearization is legal, nothing that returned before
// the operation that fits nowhere is missing in it, and that operation is.
void failure_is_true(std::string_view name) {
  const history h = drawn(name);
  checker judge(model_named(name));
  const outcome found = judge.linearizable(h);
  if (found.decision != verdict::fails) {
    return;
  }
  const failure& why = *found.why;
  RC_LOG() << listing(h) << "stuck: " << why.stuck;
  // Of equal returns the one called first counts as first.
  const auto place = [&](std::size_t i) { return std::tuple(h[i].returned, h[i].called, i); };
  const auto place_of_stuck = place(why.stuck);
  for (const std::vector<word>& partial : why.partials) {
    RC_ASSERT(partial.size() == why.partials.front().size());
    for (const word i : why.part) {
      const bool in = std::ranges::find(partial, i) != partial.end();
      RC_ASSERT(in == (i != why.stuck && (in || place(i) < place_of_stuck)));
    }
  }
  // All that returned before it can be ordered, together with any of the others; not with it.
  std::vector<bool> from_it_on(h.size());
  std::vector<bool> after_it(h.size());
  for (std::size_t i = 0; i < h.size(); ++i) {
    from_it_on[i] = place(i) >= place_of_stuck;
    after_it[i] = i != why.stuck && from_it_on[i];
  }
  RC_ASSERT(!holds_by_brute_force(condition::linearizable, h, judge.spec(), after_it));
  if (!why.key) {
    RC_ASSERT(holds_by_brute_force(condition::linearizable, h, judge.spec(), from_it_on));
  }
}

RC_GTEST_PROP(LinearizabilityProperty, register_failure, ()) { failure_is_true("register"); }
RC_GTEST_PROP(LinearizabilityProperty, list_failure, ()) { failure_is_true("list"); }
RC_GTEST_PROP(LinearizabilityProperty, dict_failure, ()) { failure_is_true("dict"); }

}  // namespace
}  // namespace suture::linearizability::testing
