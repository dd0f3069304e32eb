// The checker on histories too large for brute force: its ways of deciding against each other, and
// what it says of each.
#include "checkers/linearizability/checker.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "bench/linearizability/kv_model.hpp"
#include "bench/linearizability/random_history.hpp"
#include "bench/linearizability/unkeyed_model.hpp"
#include "checkers/linearizability/models/models.hpp"
#include "tests/checkers/linearizability/small_history.hpp"

namespace suture::linearizability::testing {
namespace {

// Keys "0" to "5"; one operation in `whole_in` is about the whole dict.
drawn_call draw_dict_call(generator& g, std::size_t whole_in) {
  const value key(std::to_string(g.below(6)));
  if (whole_in != 0 && g.one_in(whole_in)) {
    const char* const whole[] = {"len", "copy", "clear", "popitem", "keys"};
    return {whole[g.below(std::size(whole))], {}};
  }
  switch (g.below(6)) {
    case 0:
    case 1:
      return {"get", {key}};
    case 2:
      return {"pop", {key, nullptr}};
    case 3:
      return {"setdefault", {key, g.below(4)}};
    default:
      return {"set", {key, g.below(4)}};
  }
}

simulation of_dict(std::size_t processes, std::size_t operations, std::size_t whole_in) {
  simulation s;
  s.spec = make_dict();
  s.processes = processes;
  s.operations = operations;
  s.draw = [whole_in](generator& g) { return draw_dict_call(g, whole_in); };
  s.with_effects = false;
  return s;
}

// Gives one operation the result of another.
void mutate(history& h, generator& g) { h[g.below(h.size())].result = h[g.below(h.size())].result; }

options search_only(bool by_key) {
  options chosen;
  chosen.witness_first = false;
  chosen.by_key = by_key;
  return chosen;
}

TEST(Checker, passes_what_an_atomic_object_did) {
  for (const std::string_view name : model_names()) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      simulation s;
      s.spec = model_named(name);
      s.processes = 1 + seed % 4;
      s.operations = 40;
      s.leave_pending = seed % 2 == 1;
      s.with_effects = seed % 3 == 0;
      s.draw = [name](generator& g) { return draw_small_call(name, g); };
      const history h = simulate(s, seed);
      checker judge(s.spec);
      ASSERT_EQ(judge.linearizable(h).decision, verdict::holds) << name << seed << listing(h);
      ASSERT_EQ(judge.quiescently_consistent(h), verdict::holds) << name << seed << listing(h);
      ASSERT_EQ(judge.sequentially_consistent(h), verdict::holds) << name << seed << listing(h);
    }
  }
}

TEST(Checker, knowing_keys_changes_no_verdict) {
  std::size_t failing = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const std::size_t whole_in = seed % 3 == 0 ? 0 : 4 + seed % 20;
    history h = simulate(of_dict(2 + seed % 4, 10 + seed % 30, whole_in), seed);
    generator g(seed);
    for (std::size_t lies = g.below(3); lies > 0; --lies) {
      mutate(h, g);
    }
    checker plain(make_unkeyed(make_dict()), search_only(false));
    checker by_reason(make_dict(), search_only(false));
    checker by_key(make_dict(), search_only(true));
    const outcome expected = plain.linearizable(h);
    const outcome found = by_reason.linearizable(h);
    failing += expected.decision == verdict::fails ? 1 : 0;
    ASSERT_EQ(found.decision, expected.decision) << seed << "\n" << listing(h);
    ASSERT_EQ(by_key.linearizable(h).decision, expected.decision) << seed << "\n" << listing(h);
    if (expected.why) {
      ASSERT_EQ(found.why->stuck, expected.why->stuck) << seed << "\n" << listing(h);
    }
  }
  EXPECT_GT(failing, 500u);
  EXPECT_LT(failing, 2500u);
}

// Every part passes as long as another key's failure does not hide it.
TEST(Checker, checks_keys_apart_where_it_can) {
  checker judge(make_dict());
  const history apart = simulate(of_dict(3, 60, 0), 1);
  EXPECT_EQ(judge.linearizable(apart).parts, 6u);
  history together = apart;
  together.push_back({9, 0, pending, "clear", {}, {}});
  EXPECT_EQ(judge.linearizable(together).parts, 1u);
}

TEST(Checker, a_search_is_not_needed_where_the_witness_is_right) {
  simulation s = of_dict(4, 200, 0);
  s.with_effects = true;
  history h = simulate(s, 7);
  checker judge(make_dict());
  outcome found = judge.linearizable(h);
  EXPECT_EQ(found.witnessed, found.parts);
  EXPECT_EQ(found.configurations, 0u);
  EXPECT_EQ(found.order.size(), h.size());

  // A wrong hint costs a search and nothing else.
  std::swap(h.front().effect, h.back().effect);
  found = judge.linearizable(h);
  EXPECT_EQ(found.decision, verdict::holds);
  EXPECT_LT(found.witnessed, found.parts);
}

TEST(Checker, a_witness_against_the_clock_is_none) {
  // In the order of the hints this would be right: the read comes before the write.
  const history h = {{0, 1, 2, "write", {5}, {}, 20}, {1, 3, 4, "read", {}, {}, 10}};
  checker judge(make_register());
  EXPECT_EQ(judge.linearizable(h).decision, verdict::fails);
}

TEST(Checker, pending_operations_may_take_effect_or_not) {
  checker judge(make_register());
  const auto with_read = [](value seen) {
    return history{{0, 1, pending, "write", {5}, {}}, {1, 2, 3, "read", {}, std::move(seen)}};
  };
  EXPECT_EQ(judge.linearizable(with_read(5)).order, (std::vector<word>{0, 1}));
  EXPECT_EQ(judge.linearizable(with_read({})).order, (std::vector<word>{1}));
  EXPECT_EQ(judge.linearizable(with_read(6)).decision, verdict::fails);
}

TEST(Checker, equal_times_overlap) {
  checker judge(make_register());
  const history touching = {{0, 1, 2, "write", {5}, {}}, {1, 2, 3, "read", {}, {}}};
  EXPECT_EQ(judge.linearizable(touching).decision, verdict::holds);
  const history apart = {{0, 1, 2, "write", {5}, {}}, {1, 3, 3, "read", {}, {}}};
  EXPECT_EQ(judge.linearizable(apart).decision, verdict::fails);
}

TEST(Checker, weaker_conditions_forgive_different_things) {
  checker judge(make_register());
  // A stale read: the order of two processes is not the clock's.
  const history stale = {{0, 1, 2, "write", {5}, {}}, {1, 3, 4, "read", {}, {}}};
  EXPECT_EQ(judge.linearizable(stale).decision, verdict::fails);
  EXPECT_EQ(judge.sequentially_consistent(stale), verdict::holds);
  EXPECT_EQ(judge.quiescently_consistent(stale), verdict::fails);
  // One process overtakes itself while another keeps the object busy.
  const history overtaken = {
      {0, 1, 2, "write", {5}, {}}, {0, 3, 4, "read", {}, {}}, {1, 1, 9, "exchange", {7}, 5}};
  EXPECT_EQ(judge.linearizable(overtaken).decision, verdict::fails);
  EXPECT_EQ(judge.sequentially_consistent(overtaken), verdict::fails);
  EXPECT_EQ(judge.quiescently_consistent(overtaken), verdict::holds);
}

TEST(Checker, starts_from_the_initial_content) {
  checker judge(make_list(value::list({1, 2})));
  EXPECT_EQ(judge.linearizable({{0, 1, 2, "pop", {}, 2}}).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable({{0, 1, 2, "pop", {}, 1}}).decision, verdict::fails);
}

// States are carried over quiescent cuts, so the effort does not grow with what lies before.
TEST(Checker, effort_is_linear_in_the_number_of_quiescent_cuts) {
  const auto rounds = [](std::size_t count) {
    history h;
    for (std::size_t i = 0; i < count; ++i) {
      const auto t = static_cast<std::int64_t>(10 * i);
      // The read decides the order of the writes in its own round only.
      h.push_back({0, t, t + 5, "write", {0}, {}});
      h.push_back({1, t, t + 5, "write", {1}, {}});
      h.push_back({2, t + 6, t + 7, "read", {}, i % 2});
    }
    return h;
  };
  checker judge(make_register());
  const std::uint64_t one = judge.linearizable(rounds(100)).configurations;
  const std::uint64_t ten = judge.linearizable(rounds(1000)).configurations;
  EXPECT_LE(ten, 10 * one);
}

TEST(Checker, gives_up_where_its_memory_ends) {
  history h;
  for (std::uint32_t p = 0; p < 12; ++p) {
    h.push_back({p, 1, 10, "append", {p}, {}});
  }
  h.push_back({0, 11, 12, "len", {}, 13});
  options small;
  small.bounds.memory = 100'000;
  const outcome found = checker(make_list(), small).linearizable(h);
  EXPECT_EQ(found.decision, verdict::undecided);
  EXPECT_FALSE(found.why);
  EXPECT_GT(found.configurations, 100u);
}

TEST(Checker, a_failing_key_outweighs_an_undecided_one) {
  history h;
  for (std::uint32_t p = 0; p < 12; ++p) {
    h.push_back({p, 1, 10, "append", {"a", std::string(1, static_cast<char>('a' + p))}, {}});
  }
  h.push_back({0, 11, 12, "get", {"a"}, "no order gives this"});
  options small;
  small.bounds.memory = 100'000;
  checker judge(make_kv(), small);
  EXPECT_EQ(judge.linearizable(h).decision, verdict::undecided);
  h.push_back({0, 21, 22, "get", {"b"}, "was never put"});
  const outcome found = judge.linearizable(h);
  EXPECT_EQ(found.decision, verdict::fails);
  EXPECT_EQ(found.why->stuck, h.size() - 1);
}

TEST(Checker, says_which_operation_it_does_not_know) {
  checker judge(make_list());
  try {
    judge.linearizable({{0, 1, 2, "append", {1}, {}}, {0, 3, 4, "apend", {1}, {}}});
    FAIL();
  } catch (const bad_history& problem) {
    EXPECT_EQ(problem.which, 1u);
    EXPECT_STREQ(problem.what(), "model list has no function 'apend'; did you mean 'append'?");
  }
}

TEST(Checker, an_empty_history_passes) {
  checker judge(make_dict());
  EXPECT_EQ(judge.linearizable({}).decision, verdict::holds);
  EXPECT_EQ(judge.sequentially_consistent({}), verdict::holds);
  EXPECT_EQ(judge.quiescently_consistent({}), verdict::holds);
}

}  // namespace
}  // namespace suture::linearizability::testing
