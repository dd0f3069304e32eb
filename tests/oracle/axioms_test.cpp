// Laws that the models must obey on every program, and that the shortcuts of the enumeration lose
// nothing. What the axioms allow and forbid on known programs is in litmus_test.cpp.
#include "tests/oracle/axioms.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/oracle/enumerate.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/oracle/modification_orders.hpp"
#include "tests/oracle/unfold.hpp"

namespace suture::oracle {
namespace {

const shape mixed{.lock = 1, .await = 1, .refcount = 1};

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

RC_GTEST_PROP(axioms, rc11_allows_what_sc_allows, ()) {
  const program p = *programs(mixed);
  const outcome_set weak = enumerate(p, model::rc11);
  const outcome_set strong = enumerate(p, model::sc);
  RC_ASSERT(includes(weak.complete, strong.complete));
  RC_ASSERT(includes(weak.blocked, strong.blocked));
}

// The second is that compilers to x86 are right (Lahav and others, PLDI 2017, section 5).
RC_GTEST_PROP(axioms, tso_allows_what_sc_allows_and_rc11_what_tso_allows, ()) {
  const program p = *programs(mixed);
  const outcome_set strong = enumerate(p, model::sc);
  const outcome_set between = enumerate(p, model::tso);
  const outcome_set weak = enumerate(p, model::rc11);
  RC_ASSERT(includes(between.complete, strong.complete));
  RC_ASSERT(includes(between.blocked, strong.blocked));
  RC_ASSERT(includes(weak.complete, between.complete));
  RC_ASSERT(includes(weak.blocked, between.blocked));
}

RC_GTEST_PROP(axioms, rc11_with_only_seq_cst_accesses_is_sc, ()) {
  shape all_sc = mixed;
  all_sc.relaxed = all_sc.acquire_release = 0;
  const program p = *programs(all_sc);
  RC_ASSERT(enumerate(p, model::rc11) == enumerate(p, model::sc));
}

RC_GTEST_PROP(axioms, sc_does_not_look_at_orders, ()) {
  program p = *programs(mixed);
  const outcome_set before = enumerate(p, model::sc);
  for (auto& thread : p.threads)
    for (instruction& i : thread)
      if (i.what != action::fence) i.order = i.failure = std::memory_order_relaxed;
  RC_ASSERT(enumerate(p, model::sc) == before);
}

RC_GTEST_PROP(axioms, rc11_stronger_orders_allow_no_more, ()) {
  const program p = *programs(mixed);
  const unsigned t = *rc::gen::inRange(0u, static_cast<unsigned>(p.threads.size()));
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, p.threads[t].size());
  program stronger = p;
  instruction& i = stronger.threads[t][at];
  RC_PRE(i.what != action::lock && i.what != action::unlock);
  i.order = i.failure = std::memory_order_seq_cst;
  RC_ASSERT(
      includes(enumerate(p, model::rc11).complete, enumerate(stronger, model::rc11).complete));
}

/// Every order of a place's writes with the initial write first.
std::vector<std::vector<event>> all_orders(const graph& g, std::size_t place) {
  std::vector<event> order;
  for_each(g.writes_to[place], [&order](event e) { order.push_back(e); });
  std::vector<std::vector<event>> result;
  do result.push_back(order);
  while (std::next_permutation(order.begin() + 1, order.end()));
  return result;
}

/// Consistent executions of a graph, trying every modification order there is.
std::size_t count_consistent(const graph& g, model m, std::vector<std::vector<event>>& picked) {
  if (picked.size() == g.writes_to.size()) {
    const relation mo = modification_relation(g, picked);
    return m == model::sc ? consistent_sc(g, mo) : consistent_rc11(g, happens_before(g), mo);
  }
  std::size_t count = 0;
  for (const std::vector<event>& order : all_orders(g, picked.size())) {
    picked.push_back(order);
    count += count_consistent(g, m, picked);
    picked.pop_back();
  }
  return count;
}

RC_GTEST_PROP(enumerate, shortcuts_lose_no_execution, ()) {
  const program p = *programs({.total = 6, .locations = 2, .load = 3, .update = 3});
  for (const model m : {model::sc, model::rc11}) {
    std::size_t by_definition = 0;
    unfold(p, [&](const unfolding& u) {
      const graph g(p, u.run);
      std::vector<std::vector<event>> picked;
      by_definition += count_consistent(g, m, picked);
    });
    const outcome_set found = enumerate(p, m);
    RC_ASSERT(found.complete.size() == by_definition);
  }
}

}  // namespace
}  // namespace suture::oracle
