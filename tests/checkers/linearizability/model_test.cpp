// The models against CPython, as recorded in data/, and what they refuse.
#include "checkers/linearizability/model.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "checkers/linearizability/checker.hpp"
#include "checkers/linearizability/json_lines.hpp"
#include "checkers/linearizability/models/models.hpp"
#include "checkers/linearizability/sequential_object.hpp"

namespace suture::linearizability {
namespace {

history recorded(const std::string& kind) {
  std::ifstream in(SUTURE_TEST_DATA "/recorded_" + kind + ".jsonl");
  return read_json_lines(in).operations;
}

class Recorded : public ::testing::TestWithParam<const char*> {};

TEST_P(Recorded, model_does_what_cpython_did) {
  const history all = recorded(GetParam());
  ASSERT_EQ(all.size(), 400u);
  sequential_object object(model_named(GetParam()));
  value_table values;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const value answer = object.apply(all[i].function, all[i].arguments);
    const bool as_pairs = all[i].function == "copy" && all[i].result.kind() == value::type::list;
    if (!as_pairs) {
      ASSERT_EQ(values.number(answer), values.number(all[i].result))
          << "line " << i + 1 << ": " << to_string(all[i]) << ", not " << to_string(answer);
    }
  }
}

TEST_P(Recorded, one_wrong_result_is_found_where_it_is) {
  history all = recorded(GetParam());
  checker judge(model_named(GetParam()));
  ASSERT_EQ(judge.linearizable(all).decision, verdict::holds);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const value right = all[i].result;
    all[i].result = "something else";
    const outcome found = judge.linearizable(all);
    ASSERT_EQ(found.decision, verdict::fails) << to_string(all[i]);
    EXPECT_EQ(found.why->stuck, i);
    EXPECT_EQ(found.why->partials.front().size(), i);
    all[i].result = right;
  }
}

INSTANTIATE_TEST_SUITE_P(OfCPython, Recorded, ::testing::Values("list", "dict", "set"));

TEST(RegisterModel, does_what_an_atomic_does) {
  sequential_object r(make_register(1));
  const auto answer = [&](const char* function, std::vector<value> arguments) {
    return to_string(r.apply(function, std::move(arguments)));
  };
  EXPECT_EQ(answer("read", {}), "1");
  EXPECT_EQ(answer("cas", {2, 3}), "False");
  EXPECT_EQ(answer("cas", {1, 3}), "True");
  EXPECT_EQ(answer("get", {}), "3");
  EXPECT_EQ(answer("exchange", {4}), "3");
  EXPECT_EQ(answer("fetch_add", {-5}), "4");
  EXPECT_EQ(answer("fetch_add", {"x"}), "TypeError");
  EXPECT_EQ(answer("set", {"x"}), "None");
  EXPECT_EQ(answer("fetch_add", {1}), "TypeError");
  EXPECT_EQ(r.describe(), "'x'");
}

TEST(ListModel, slices_at_the_ends_of_the_integers) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  sequential_object o(make_list(value::list({1, 2, 3})));
  EXPECT_EQ(to_string(o.apply("slice", {least, most, 1})), "[1, 2, 3]");
  EXPECT_EQ(to_string(o.apply("slice", {0, nullptr, most})), "[1]");
  EXPECT_EQ(to_string(o.apply("slice", {nullptr, nullptr, least})), "[3]");
  EXPECT_EQ(to_string(o.apply("slice", {most, least, -1})), "[3, 2, 1]");
  EXPECT_EQ(to_string(o.apply("get", {least})), "IndexError");
  o.apply("insert", {least, 0});
  o.apply("insert", {most, 4});
  EXPECT_EQ(o.describe(), "[0, 1, 2, 3, 4]");
}

TEST(DictModel, keeps_the_order_of_insertion_where_it_can_be_seen) {
  sequential_object o(make_dict(value::dict({{"z", 0}})));
  o.apply("update", {value::dict({{"b", 1}, {"a", 2}})});
  o.apply("set", {"z", 3});
  EXPECT_EQ(o.describe(), "{'z': 3, 'b': 1, 'a': 2}");
  EXPECT_EQ(to_string(o.apply("popitem", {})), "['a', 2]");

  // Not only of the object as such: these orders differ in what the last line sees.
  const auto both = [](const char* first, const char* second) {
    return history{{0, 1, 4, "set", {"a", 1}, {}},
                   {1, 1, 4, "set", {"b", 1}, {}},
                   {0, 5, 6, "keys", {}, value::list({first, second})}};
  };
  checker judge(make_dict());
  EXPECT_EQ(judge.linearizable(both("a", "b")).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable(both("b", "a")).decision, verdict::holds);
  EXPECT_EQ(judge.linearizable(both("a", "a")).decision, verdict::fails);
}

TEST(DictModel, a_copy_is_compared_as_a_dict_or_with_its_order) {
  history h = {{0, 1, 2, "set", {"b", 1}, {}}, {0, 3, 4, "set", {"a", 2}, {}}};
  checker judge(make_dict());
  const auto verdict_on = [&](value copy) {
    history with = h;
    with.push_back({0, 5, 6, "copy", {}, std::move(copy)});
    return judge.linearizable(with).decision;
  };
  const value b = value::list({"b", 1});
  const value a = value::list({"a", 2});
  EXPECT_EQ(verdict_on(value::dict({{"a", 2}, {"b", 1}})), verdict::holds);
  EXPECT_EQ(verdict_on(value::list({b, a})), verdict::holds);
  EXPECT_EQ(verdict_on(value::list({a, b})), verdict::fails);
  EXPECT_EQ(verdict_on(value::dict({{"a", 2}})), verdict::fails);
  EXPECT_EQ(verdict_on(value::dict({{"a", 2}, {"b", 2}})), verdict::fails);
}

TEST(SetModel, pops_any_one_that_is_there) {
  checker judge(make_set(value::list({1, 2})));
  const auto verdict_on = [&](value first, value second) {
    return judge
        .linearizable({{0, 1, 2, "pop", {}, std::move(first)},
                       {0, 3, 4, "pop", {}, std::move(second)},
                       {0, 5, 6, "len", {}, 0}})
        .decision;
  };
  EXPECT_EQ(verdict_on(1, 2), verdict::holds);
  EXPECT_EQ(verdict_on(2, 1), verdict::holds);
  EXPECT_EQ(verdict_on(1, 1), verdict::fails);
  EXPECT_EQ(verdict_on(1, value::error("KeyError")), verdict::fails);

  sequential_object o(make_set());
  EXPECT_EQ(to_string(o.apply("pop", {})), "KeyError");
  o.apply("update", {value::list({3, 3, true})});
  EXPECT_EQ(to_string(o.apply("add", {1})), "None");
  EXPECT_EQ(to_string(o.apply("len", {})), "2");
  o.apply("pop", {});
  EXPECT_EQ(to_string(o.apply("len", {})), "1");
  history unknown{{0, 1, 2, "add", {1}, {}}, {0, 3, pending, "pop", {}, {}}};
  EXPECT_THROW(judge.linearizable(unknown), bad_history);
}

TEST(SetModel, has_no_order) {
  checker judge(make_set(value::list({1, 2})));
  const auto verdict_on = [&](value copy) {
    return judge.linearizable({{0, 1, 2, "copy", {}, std::move(copy)}}).decision;
  };
  EXPECT_EQ(verdict_on(value::list({1, 2})), verdict::holds);
  EXPECT_EQ(verdict_on(value::list({2, 1})), verdict::holds);
  EXPECT_EQ(verdict_on(value::list({2, 2})), verdict::fails);
  EXPECT_EQ(verdict_on(value::list({2})), verdict::fails);
}

// Two in-place intersections that both start from the old set (gh-126136).
TEST(SetModel, two_intersections_leave_only_what_both_keep) {
  checker judge(make_set(value::list({1, 2})));
  const auto verdict_on = [&](int left) {
    return judge
        .linearizable({{0, 1, 4, "intersection_update", {value::list({1})}, {}},
                       {1, 1, 4, "intersection_update", {value::list({2})}, {}},
                       {0, 5, 6, "len", {}, left}})
        .decision;
  };
  EXPECT_EQ(verdict_on(0), verdict::holds);
  EXPECT_EQ(verdict_on(1), verdict::fails);
}

TEST(Model, says_what_is_wrong_with_a_call) {
  const auto complaint = [](const char* model, const char* function, std::vector<value> arguments) {
    sequential_object o(model_named(model));
    try {
      o.apply(function, std::move(arguments));
      return std::string("none");
    } catch (const std::invalid_argument& problem) {
      return std::string(problem.what());
    }
  };
  EXPECT_EQ(complaint("dict", "sett", {}),
            "model dict has no function 'sett'; did you mean 'set'?");
  EXPECT_EQ(complaint("register", "xyzzy", {}),
            "model register has no function 'xyzzy'; it has read, get, write, set, cas, exchange, "
            "fetch_add");
  EXPECT_EQ(complaint("dict", "set", {1}), "set takes 2 arguments, not 1");
  EXPECT_EQ(complaint("dict", "get", {}), "get takes 1 to 2 arguments, not 0");
  EXPECT_EQ(complaint("list", "append", {1, 2}), "append takes 1 argument, not 2");
  EXPECT_EQ(complaint("list", "get", {"a"}), "get: argument 1 must be an integer, not 'a'");
  EXPECT_EQ(complaint("list", "extend", {1}), "extend: argument 1 must be a list, not 1");
  EXPECT_EQ(complaint("list", "slice", {0, 1.5}),
            "slice: argument 2 must be an integer or None, not 1.5");
  EXPECT_EQ(complaint("dict", "update", {1}),
            "update: argument 1 must be a dict or a list of pairs, not 1");
  EXPECT_EQ(complaint("set", "update", {1}), "update: argument 1 must be a list, not 1");
  EXPECT_EQ(complaint("dict", "update", {value::list({1})}), "update: not a list of pairs: [1]");
}

TEST(Model, is_found_by_name) {
  for (const std::string_view name : model_names()) {
    EXPECT_EQ(model_named(name)->name(), name);
  }
  EXPECT_EQ(model_named("queue"), nullptr);
  EXPECT_EQ(nearest("regsiter", model_names()), "register");
  EXPECT_EQ(nearest("dictionary", model_names()), "");
  EXPECT_EQ(nearest("", model_names()), "");
}

}  // namespace
}  // namespace suture::linearizability
