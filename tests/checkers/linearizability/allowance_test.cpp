#include "checkers/linearizability/allowance.hpp"

#include <gtest/gtest.h>

#include "checkers/linearizability/checker.hpp"
#include "checkers/linearizability/models/models.hpp"

namespace suture::linearizability {
namespace {

options allowing(std::string_view names, std::string_view model) {
  options chosen;
  chosen.allowances = allowances_named(names, model);
  return chosen;
}

// While a list is sorted it appears empty to those who do not take its lock.
history seen_while_sorted(std::int64_t from, std::int64_t until) {
  return {{0, 1, 2, "extend", {value::list({2, 1})}, {}},
          {0, 3, 8, "sort", {}, {}},
          {1, from, until, "len", {}, 0}};
}

TEST(Allowance, nothing_is_allowed_by_default) {
  EXPECT_EQ(checker(make_list()).linearizable(seen_while_sorted(4, 5)).decision, verdict::fails);
}

TEST(Allowance, readers_may_see_a_sort_half_done) {
  checker judge(make_list(), allowing("documented", "list"));
  const outcome found = judge.linearizable(seen_while_sorted(4, 5));
  EXPECT_EQ(found.decision, verdict::holds);
  ASSERT_EQ(found.excuses.size(), 1u);
  EXPECT_EQ(found.excuses[0].operation, 2u);
  EXPECT_EQ(found.excuses[0].rule->name(), "list.sort");
  EXPECT_NE(found.excuses[0].rule->source.find("threadsafety.rst"), std::string::npos);
}

TEST(Allowance, holds_only_while_they_overlap) {
  checker judge(make_list(), allowing("sort", "list"));
  EXPECT_EQ(judge.linearizable(seen_while_sorted(8, 9)).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable(seen_while_sorted(9, 10)).decision, verdict::fails);
  EXPECT_EQ(judge.linearizable(seen_while_sorted(1, 2)).decision, verdict::holds);  // before extend
}

TEST(Allowance, an_excused_operation_still_has_its_effect) {
  checker judge(make_list(), allowing("documented", "list"));
  history h = seen_while_sorted(4, 5);
  h.push_back({0, 10, 11, "copy", {}, value::list({1, 2})});
  EXPECT_EQ(judge.linearizable(h).decision, verdict::holds);
  h.back().result = value::list({2, 1});
  EXPECT_EQ(judge.linearizable(h).decision, verdict::fails);
}

TEST(Allowance, who_reads_piece_by_piece_is_excused_from_any_change) {
  checker judge(make_list(value::list({1, 2})), allowing("contains", "list"));
  // It looks at place 0, then 2 moves there, then it looks at place 1.
  const history h = {{0, 1, 9, "reverse", {}, {}}, {1, 2, 8, "contains", {2}, false}};
  EXPECT_EQ(judge.linearizable(h).decision, verdict::holds);
  // But reads alone change nothing under it.
  const history reads = {{0, 1, 9, "copy", {}, value::list({1, 2})},
                         {1, 2, 8, "contains", {2}, false}};
  EXPECT_EQ(judge.linearizable(reads).decision, verdict::fails);
}

TEST(Allowance, pop_at_an_index_is_not_pop) {
  const std::vector<allowance> chosen = allowances_named("pop/1", "list");
  ASSERT_EQ(chosen.size(), 1u);
  EXPECT_EQ(chosen[0].arguments, 1);
  checker judge(make_list(value::list({1, 2})), allowing("pop/1", "list"));
  const auto popped = [](std::vector<value> index) {
    return history{{0, 1, 9, "pop", std::move(index), 2}, {1, 2, 8, "get", {0}, 7}};
  };
  EXPECT_EQ(judge.linearizable(popped({1})).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable(popped({})).decision, verdict::fails);
}

TEST(Allowance, an_update_is_atomic_for_each_item_only) {
  const history h = {{0, 1, 9, "update", {value::dict({{"a", 1}, {"b", 2}})}, {}},
                     {1, 2, 3, "get", {"b"}, 2},
                     {1, 4, 5, "get", {"a"}, {}}};
  EXPECT_EQ(checker(make_dict()).linearizable(h).decision, verdict::fails);
  EXPECT_EQ(checker(make_dict(), allowing("dict.update", "dict")).linearizable(h).decision,
            verdict::holds);
}

TEST(Allowance, every_rule_names_functions_of_its_model) {
  for (const allowance& rule : documented_allowances()) {
    const auto spec = model_named(rule.model);
    ASSERT_NE(spec, nullptr);
    const auto has = [&](std::string_view name) {
      for (const signature& s : spec->functions()) {
        if (s.name == name) {
          return true;
        }
      }
      return false;
    };
    EXPECT_TRUE(has(rule.function)) << rule.name();
    for (const std::string& observer : rule.observers) {
      EXPECT_TRUE(has(observer)) << rule.name() << " " << observer;
    }
  }
}

TEST(Allowance, names_are_checked) {
  EXPECT_EQ(allowances_named("", "list").size(), 0u);
  EXPECT_EQ(allowances_named("sort,list.insert", "list").size(), 2u);
  EXPECT_EQ(allowances_named("documented", "register").size(), 0u);
  const auto complaint = [](std::string_view names) {
    try {
      allowances_named(names, "list");
      return std::string("none");
    } catch (const std::invalid_argument& problem) {
      return std::string(problem.what());
    }
  };
  EXPECT_EQ(complaint("sort,inser"),
            "'inser' is not documented as non-atomic for model list; did you mean 'insert'?");
  EXPECT_EQ(complaint("append"), "'append' is not documented as non-atomic for model list");
}

}  // namespace
}  // namespace suture::linearizability
