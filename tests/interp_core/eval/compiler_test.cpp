// Programs that are none: each is refused with the line and the reason.
#include "interp_core/eval/compiler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace {

struct malformed {
  const char* source;
  std::uint32_t line;
  const char* reason;
};

class a_malformed_program : public testing::TestWithParam<malformed> {};

TEST_P(a_malformed_program, is_refused_with_line_and_reason) {
  try {
    static_cast<void>(interp::compile(GetParam().source));
    FAIL() << "was taken: " << GetParam().source;
  } catch (const interp::malformed_program& error) {
    EXPECT_EQ(error.line, GetParam().line) << error.what();
    EXPECT_THAT(error.reason, testing::HasSubstr(GetParam().reason));
    EXPECT_EQ(std::string(error.what()),
              "line " + std::to_string(error.line) + ": " + error.reason);
  }
}

constexpr malformed all_malformed[] = {
    {"x = 1\ny = $\n", 2, "'$' is not part of the language"},
    {"if 1:\n\tpass\n", 2, "by spaces, not by tabs"},
    {"if 1:\n  x = 1\n x = 2\n", 3, "that of no block around"},
    {"x = (1,\n", 1, "a bracket is not closed"},
    {"x = 1)\n", 1, "closed that is not open"},
    {"x = 'a\n", 1, "a string is not closed"},
    {"x = 'a\\n'\n", 1, "no escapes"},
    {"x = 12ab\n", 1, "'12ab' is not a number"},
    {"x = 007\n", 1, "'007' is not a number"},
    {"x = 9223372036854775808\n", 1, "does not fit into 64 bits"},
    {"def f(:):\n  pass\n", 1, "expected the name of a parameter, found ':'"},
    {"def 1():\n  pass\n", 1, "expected the name of a function, found '1'"},
    {"def f(a b):\n  pass\n", 1, "expected ',' between parameters, found 'b'"},
    {"def f()\n  pass\n", 1, "expected ':' before a block, found the end of the line"},
    {"def f():\npass\n", 2, "expected an indented block, found 'pass'"},
    {"def f():\n  def g(): pass\n", 2, "defined at module level"},
    {"return 1\n", 1, "'return' outside of a function"},
    {"x = 1\nbreak\n", 2, "'break' outside of a loop"},
    {"continue\n", 1, "'continue' outside of a loop"},
    {"def f():\n  while 1:\n    pass\n  break\n", 4, "'break' outside of a loop"},
    {"x = \n", 1, "expected an expression, found the end of the line"},
    {"x = 1 +\n", 1, "expected an expression"},
    {"x = while\n", 1, "expected an expression, found 'while'"},
    {"1 < 2\n", 1, "expected a call or an assignment, found '<'"},
    {"x = 1 < 2 < 3\n", 1, "cannot be chained"},
    {"x = 1 2\n", 1, "expected the end of the statement, found '2'"},
    {"f(1 2)\n", 1, "expected ',' between arguments, found '2'"},
    {"x = [1 2]\n", 1, "expected ',' between arguments"},
    {"x = {1}\n", 1, "expected ':' after a key, found '}'"},
    {"x = {1: 2 3: 4}\n", 1, "expected ',' between the items of a dict"},
    {"x = y[1\nz = 2\n", 2, "a bracket is not closed"},
    {"x = (1 2)\n", 1, "expected ')' after an expression in brackets"},
    {"x.foo()\n", 1, "there is no method 'foo'"},
    {"x.append\n", 1, "expected '(' after the name of a method"},
    {"x = not not\n", 1, "expected an expression"},
    {"x = 1 not 2\n", 1, "expected 'in' after 'not', found '2'"},
    {"del x\n", 1, "only an item"},
    {"d[1] += 1\n", 1, "cannot be changed in place"},
    {"global 1\n", 1, "expected the name of a global variable"},
    {"else:\n  pass\n", 1, "expected an expression, found 'else'"},
    {"  x = 1\n", 1, "found an indented block"},
};
INSTANTIATE_TEST_SUITE_P(each, a_malformed_program, testing::ValuesIn(all_malformed));

TEST(a_program, needs_no_more_than_a_frame_has) {
  std::string source = "x = [";
  for (int i = 0; i < 40; ++i) source += "1, ";
  EXPECT_THROW(static_cast<void>(interp::compile(source + "]\n")), interp::malformed_program);
}

TEST(a_program, may_be_empty) {
  const interp::program none = interp::compile("");
  ASSERT_EQ(none.functions.size(), 1U);
  EXPECT_EQ(none.functions[0].code.back().op, interp::opcode::return_value);
}

// The talk's function, instruction by instruction.
TEST(a_program, is_compiled_as_cpython_did) {
  using enum interp::opcode;
  const interp::program code = interp::compile(
      "def fib(n):\n"
      "  if n < 2: return 1\n"
      "  return fib(n-1) + fib(n-2)\n");
  ASSERT_EQ(code.functions.size(), 2U);
  std::vector<interp::opcode> ops;
  for (const interp::instruction& i : code.functions[1].code) ops.push_back(i.op);
  EXPECT_THAT(
      ops, testing::ElementsAre(load_local, load_constant, less, jump_if_false, load_constant,
                                return_value, load_global, load_local, load_constant, subtract,
                                call, load_global, load_local, load_constant, subtract, call, add,
                                return_value, load_constant, return_value));
  EXPECT_EQ(code.functions[1].stack_depth, 4U);
}

}  // namespace
