#include "checkers/linearizability/json_lines.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace suture::linearizability {
namespace {

lines_read read(const std::string& text) {
  std::istringstream in(text);
  return read_json_lines(in);
}

TEST(JsonLines, reads_operations) {
  const lines_read all = read(
      R"({"process":0,"call":12,"return":20,"function":"set","arguments":["k",1],"result":null})"
      "\r\n\n"
      R"({"process":1,"call":-3,"return":null,"function":"get","arguments":["k"],"result":9})"
      "\n"
      R"({"process":2,"call":1,"return":1,"function":"popitem","raises":"KeyError","step":5})");
  ASSERT_EQ(all.operations.size(), 3u);
  EXPECT_EQ(all.lines, (std::vector<std::size_t>{1, 3, 4}));
  EXPECT_EQ(to_string(all.operations[0]), "set('k', 1) → None");
  EXPECT_EQ(all.operations[0].called, 12);
  EXPECT_EQ(all.operations[0].returned, 20);
  EXPECT_EQ(all.operations[0].effect, unknown);
  EXPECT_EQ(to_string(all.operations[1]), "get('k') pending");
  EXPECT_EQ(all.operations[1].process, 1u);
  EXPECT_EQ(to_string(all.operations[2]), "popitem() raises KeyError");
  EXPECT_EQ(all.operations[2].effect, 5);
}

TEST(JsonLines, reads_values_of_every_kind) {
  const auto all = read(
      R"({"process":0,"call":1,"return":2,"function":"f","result":{"z":[null,true,-1],"a":{"b":2.5}}})");
  EXPECT_EQ(to_string(all.operations[0]), "f() → {'z': [None, True, -1], 'a': {'b': 2.5}}");
}

struct unreadable {
  const char* line;
  const char* complaint;
};

class Unreadable : public ::testing::TestWithParam<unreadable> {};

TEST_P(Unreadable, says_what_is_wrong_and_where) {
  const std::string good = R"({"process":0,"call":1,"return":2,"function":"len","result":0})";
  try {
    read(good + "\n\n" + GetParam().line + "\n" + good);
    FAIL() << "was read";
  } catch (const bad_line& problem) {
    EXPECT_EQ(problem.line, 3u);
    EXPECT_STREQ(problem.what(), GetParam().complaint);
  }
}

INSTANTIATE_TEST_SUITE_P(
    JsonLines, Unreadable,
    ::testing::Values(
        unreadable{R"({"process":0,)", "not JSON from column 14 on"},
        unreadable{"nonsense", "not JSON from column 2 on"},
        unreadable{R"([1,2])", "an operation is an object, not [1,2]"},
        unreadable{R"({"call":1})", "'process' is missing"},
        unreadable{R"({"process":-1})", "'process' is out of range: -1"},
        unreadable{R"({"process":4294967296})", "'process' is out of range: 4294967296"},
        unreadable{R"({"process":"a"})", "'process' must be an integer of 64 bits, not \"a\""},
        unreadable{R"({"process":0})", "'call' is missing"},
        unreadable{R"({"process":0,"call":1.5})", "'call' must be an integer of 64 bits, not 1.5"},
        unreadable{R"({"process":0,"call":18446744073709551615})",
                   "'call' must be an integer of 64 bits, not 18446744073709551615"},
        unreadable{R"({"process":0,"call":9223372036854775807})",
                   "'call' is out of range: 9223372036854775807"},
        unreadable{R"({"process":0,"call":1})", "'return' is missing"},
        unreadable{R"({"process":0,"call":1,"return":2})", "'function' is missing"},
        unreadable{R"({"process":0,"call":1,"return":2,"function":3})",
                   "'function' must be a string, not 3"},
        unreadable{R"({"process":0,"call":1,"return":2,"function":"f","arguments":{}})",
                   "'arguments' must be a list, not {}"},
        unreadable{R"({"process":0,"call":1,"return":2,"function":"f"})",
                   "'result' is missing, although the operation returned (null is None)"},
        unreadable{R"({"process":0,"call":1,"return":2,"function":"f","result":1,"raises":"E"})",
                   "both 'result' and 'raises': an operation that raises returns nothing"},
        unreadable{R"({"process":0,"call":1,"return":2,"function":"f","raises":1})",
                   "'raises' must be a string, not 1"},
        unreadable{
            R"({"process":0,"call":1,"return":2,"function":"f","result":[18446744073709551615]})",
            "a number must be an integer of 64 bits, not 18446744073709551615"},
        unreadable{R"({"process":0,"call":1,"return":2,"function":"f","result":0,"step":"x"})",
                   "'step' must be an integer of 64 bits, not \"x\""}));

TEST(JsonLines, a_value_nested_too_deep_is_refused) {
  const std::string deep(10'000, '[');
  EXPECT_THROW(read(R"({"process":0,"call":1,"return":2,"function":"f","result":)" + deep +
                    std::string(10'000, ']') + "}"),
               bad_line);
}

}  // namespace
}  // namespace suture::linearizability
