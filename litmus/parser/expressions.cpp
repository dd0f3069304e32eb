#include <fmt/format.h>

#include <array>
#include <optional>

#include "litmus/parser/body.hpp"
#include "litmus/parser/types.hpp"

namespace suture::litmus {

namespace {

using kind = expression_kind;

struct binary_operator {
  std::string_view text;
  unsigned level;  // how loosely it binds in C, 0 the loosest
  kind what;
};

constexpr std::array<binary_operator, 14> operators = {{
    {"||", 0, kind::logical_or},
    {"&&", 1, kind::logical_and},
    {"|", 2, kind::bit_or},
    {"^", 3, kind::bit_xor},
    {"&", 4, kind::bit_and},
    {"==", 5, kind::equal},
    {"!=", 5, kind::not_equal},
    {"<", 6, kind::less},
    {">", 6, kind::greater},
    {"<=", 6, kind::at_most},
    {">=", 6, kind::at_least},
    {"+", 7, kind::add},
    {"-", 7, kind::subtract},
    {"*", 8, kind::multiply},
}};
constexpr unsigned tightest = 9;

constexpr std::string_view supported =
    "constants, locals, '*x', atomic calls, and + - * & | ^ ~ == != < > <= >= && || !";

std::optional<kind> operator_at(const token& t, unsigned level) {
  if (t.what != token_kind::symbol) return std::nullopt;
  for (const binary_operator& o : operators) {
    if (o.level == level && o.text == t.text) return o.what;
  }
  return std::nullopt;
}

expression node(kind what, std::uint32_t line, std::vector<expression> operands) {
  expression result;
  result.what = what;
  result.line = line;
  result.operands = std::move(operands);
  return result;
}

}  // namespace

expression body_parser::binary(unsigned level) {
  if (level == tightest) return unary();
  expression left = binary(level + 1);
  while (const auto what = operator_at(in_.peek(), level)) {
    const std::uint32_t line = in_.take().line;
    expression right = binary(level + 1);
    left = node(*what, line, {std::move(left), std::move(right)});
  }
  return left;
}

expression body_parser::unary() {
  const std::uint32_t line = in_.line();
  if (in_.accept("!")) return node(kind::logical_not, line, {unary()});
  if (in_.accept("~")) return node(kind::complement, line, {unary()});
  if (in_.accept("-")) return node(kind::negate, line, {unary()});
  if (in_.accept("*")) return plain_load();
  return primary();
}

expression body_parser::plain_load() {
  const bool enclosed = in_.accept("(");
  const token name = in_.expect_identifier("a parameter of the thread after '*'");
  if (enclosed) in_.expect(")", "after the name of the location");
  expression result = node(kind::plain_load, name.line, {});
  result.location = parameter(name);
  locations_.note_plain_access(result.location, name.line);
  return result;
}

expression body_parser::primary() {
  const token next = in_.peek();
  if (in_.accept("(")) {
    if (sees_type(in_)) in_.fail(next.line, "unsupported cast: all values have one type here");
    expression inner = whole_expression();
    in_.expect(")", "after the expression");
    return inner;
  }
  if (next.what == token_kind::number) {
    expression result = node(kind::constant, next.line, {});
    result.constant = in_.expect_number("a number");
    return result;
  }
  if (next.what == token_kind::identifier) return named();
  in_.unsupported(next, supported);
}

expression body_parser::named() {
  if (sees_call()) return value_call();
  const token name = in_.take();
  if (const auto local = names_.local(name.text)) {
    expression result = node(kind::local, name.line, {});
    result.local = *local;
    return result;
  }
  if (names_.parameter(name.text)) {
    in_.fail(name.line,
             fmt::format("unsupported use of the address '{0}' as a value: supported are its "
                         "content, '*{0}', and the atomic calls",
                         name.text));
  }
  in_.fail(name.line, fmt::format("'{0}' is not declared: write 'int {0} = …'", name.text));
}

std::uint32_t body_parser::parameter(const token& name) {
  const auto location = names_.parameter(name.text);
  if (!location) {
    in_.fail(name.line, fmt::format("'{}' is not a parameter of this thread", name.text));
  }
  return *location;
}

}  // namespace suture::litmus
