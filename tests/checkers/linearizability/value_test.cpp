#include "checkers/linearizability/value.hpp"

#include <gtest/gtest.h>

#include "checkers/linearizability/value_table.hpp"

namespace suture::linearizability {
namespace {

TEST(Value, reads_as_in_python) {
  EXPECT_EQ(to_string({}), "None");
  EXPECT_EQ(to_string(true), "True");
  EXPECT_EQ(to_string(-3), "-3");
  EXPECT_EQ(to_string(2.0), "2.0");
  EXPECT_EQ(to_string(0.1), "0.1");
  EXPECT_EQ(to_string(1e300), "1e+300");
  EXPECT_EQ(to_string("it's\n\x01 h\xc3\xa9"), "'it\\'s\\n\\x01 h\xc3\xa9'");
  EXPECT_EQ(to_string(value::list({1, value::list({})})), "[1, []]");
  EXPECT_EQ(to_string(value::dict({{"k", 1}, {2, nullptr}})), "{'k': 1, 2: None}");
  EXPECT_EQ(to_string(value::error("KeyError")), "KeyError");
}

TEST(ValueTable, what_python_calls_equal_has_one_number) {
  value_table t;
  EXPECT_EQ(t.number(1), t.number(1.0));
  EXPECT_EQ(t.number(1), t.number(true));
  EXPECT_EQ(t.number(0), t.number(-0.0));
  EXPECT_EQ(t.number(value::list({1, 0})), t.number(value::list({true, false})));
  EXPECT_EQ(t.number(value::dict({{"a", 1}, {"b", 2}})),
            t.number(value::dict({{"b", 2.0}, {"a", true}})));
  EXPECT_EQ(t.number(value::dict({{1, "x"}, {1.0, "y"}})), t.number(value::dict({{true, "y"}})));
}

TEST(ValueTable, what_differs_has_not) {
  value_table t;
  const value all[] = {{},
                       0,
                       1,
                       -1,
                       0.5,
                       1e300,
                       std::int64_t{1} << 40,
                       "",
                       "a",
                       "ab",
                       std::string("a\0", 2),
                       "KeyError",
                       value::error("KeyError"),
                       value::error("IndexError"),
                       value::list({}),
                       value::list({0}),
                       value::list({value::list({})}),
                       value::dict({}),
                       value::dict({{0, 0}})};
  for (std::size_t i = 0; i < std::size(all); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_NE(t.number(all[i]), t.number(all[j])) << to_string(all[i]) << to_string(all[j]);
    }
    EXPECT_EQ(to_string(t.shown(t.number(all[i]))), to_string(all[i]));
  }
}

TEST(ValueTable, reserved_numbers_are_what_they_say) {
  value_table t;
  EXPECT_EQ(t.number({}), value_table::none);
  EXPECT_EQ(t.number(false), value_table::falsehood);
  EXPECT_EQ(t.number(true), value_table::truth);
  EXPECT_EQ(t.number(value::error("IndexError")), value_table::index_error);
  EXPECT_EQ(t.number(value::error("KeyError")), value_table::key_error);
  EXPECT_EQ(t.number(value::error("ValueError")), value_table::value_error);
  EXPECT_EQ(t.number(value::error("TypeError")), value_table::type_error);
}

TEST(ValueTable, values_made_by_number_can_be_shown) {
  value_table t;
  const word parts[] = {t.integer(-7), t.text("héllo"), t.integer(std::int64_t{1} << 40)};
  EXPECT_EQ(to_string(t.shown(t.list(parts))), "[-7, 'héllo', 1099511627776]");
  EXPECT_EQ(t.as_integer(parts[0]), -7);
  EXPECT_EQ(t.as_integer(parts[1]), std::nullopt);
}

TEST(ValueTable, orders_as_python_does) {
  value_table t;
  const auto less = [&](const value& a, const value& b) {
    return t.less(t.number(a), t.number(b));
  };
  EXPECT_EQ(less(1, 1.5), true);
  EXPECT_EQ(less(1.5, true), false);
  EXPECT_EQ(less("a", "ab"), true);
  EXPECT_EQ(less("b", "ab"), false);
  EXPECT_EQ(less(value::list({1}), value::list({1, 2})), true);
  EXPECT_EQ(less(value::list({1, 3}), value::list({1, 2})), false);
  EXPECT_EQ(less(1, "a"), std::nullopt);
  EXPECT_EQ(less({}, {}), std::nullopt);
  EXPECT_EQ(less(value::list({1, "a"}), value::list({1, 2})), std::nullopt);
}

TEST(ValueTable, trims_when_it_has_grown) {
  value_table t;
  for (int i = 0; i < 20'000; ++i) {
    t.integer(i);
  }
  t.trim();
  EXPECT_LT(t.integer(12'345), 20u);
  EXPECT_EQ(t.number(true), value_table::truth);
}

}  // namespace
}  // namespace suture::linearizability
