#include <fmt/format.h>

#include <array>
#include <optional>

#include "litmus/address.hpp"
#include "litmus/parser/body.hpp"
#include "litmus/parser/types.hpp"

namespace suture::litmus {

namespace {

using kind = expression_kind;
using nesting = token_stream::nesting;

struct binary_operator {
  std::string_view text;
  unsigned level;  // how tightly it binds in C, 0 the loosest
  kind what;
};

constexpr std::array<binary_operator, 19> operators = {{
    {"||", 0, kind::logical_or}, {"&&", 1, kind::logical_and}, {"|", 2, kind::bit_or},
    {"^", 3, kind::bit_xor},     {"&", 4, kind::bit_and},      {"==", 5, kind::equal},
    {"!=", 5, kind::not_equal},  {"<>", 5, kind::not_equal},   {"<", 6, kind::less},
    {">", 6, kind::greater},     {"<=", 6, kind::at_most},     {">=", 6, kind::at_least},
    {"<<", 7, kind::shift_left}, {">>", 7, kind::shift_right}, {"+", 8, kind::add},
    {"-", 8, kind::subtract},    {"*", 9, kind::multiply},     {"/", 9, kind::divide},
    {"%", 9, kind::remainder},
}};

constexpr std::array<binary_operator, 11> assignments = {{
    {"=", 0, kind::comma},  // none
    {"+=", 0, kind::add},
    {"-=", 0, kind::subtract},
    {"*=", 0, kind::multiply},
    {"/=", 0, kind::divide},
    {"%=", 0, kind::remainder},
    {"&=", 0, kind::bit_and},
    {"|=", 0, kind::bit_or},
    {"^=", 0, kind::bit_xor},
    {"<<=", 0, kind::shift_left},
    {">>=", 0, kind::shift_right},
}};

constexpr std::string_view supported =
    "constants, locals, '*p', 'p[i]', atomic calls, casts, and C's operators but for sizeof";

template <std::size_t n>
const binary_operator* operator_of(const token& t, const std::array<binary_operator, n>& list) {
  if (t.what != token_kind::symbol) return nullptr;
  for (const binary_operator& o : list) {
    if (o.text == t.text) return &o;
  }
  return nullptr;
}

}  // namespace

expression body_parser::whole_expression() {
  under_way_ = {};
  comma();
  return std::move(under_way_);
}

node_number body_parser::comma() {
  node_number left = assignment();
  while (in_.sees(",")) {
    const std::uint32_t line = in_.take().line;
    const node_number right =
        guarded(left, node::condition::always, [this] { return assignment(); });
    left = combine(kind::comma, left, right, line);
  }
  return left;
}

// A name that is not declared and that is assigned here is a register, of a type that holds
// whatever it is assigned.
bool body_parser::assigns_undeclared() const {
  const token& name = in_.peek();
  if (name.what != token_kind::identifier || !in_.sees("=", 1)) return false;
  if (names_.parameter(name.text)) return false;
  const auto local = names_.local(name.text);
  return !local || undeclared_.contains(*local);
}

node_number body_parser::assignment() {
  const bool undeclared = assigns_undeclared();
  const std::string name = in_.peek().text;
  const bool is_new = !names_.local(name);
  if (undeclared && is_new) undeclared_.insert(names_.declare_local(name, long_type));
  const node_number target = conditional();
  if (operator_of(in_.peek(), assignments) == nullptr) return target;
  const token sign = in_.take();
  const node_number result = assign(target, sign.text, sign.line);
  if (undeclared) {
    node& set = under_way_.nodes[result];
    const type assigned = promoted(type_of(set.operand[0]));
    set.of = is_new ? assigned : common(names_.type_of(set.local), assigned);
    names_.declare_local(name, set.of);
  }
  return result;
}

node_number body_parser::assign(node_number target, std::string_view sign, std::uint32_t line) {
  const nesting deeper(in_);
  const kind read = under_way_.nodes[target].what;
  if (read != kind::local && read != kind::plain_load) {
    in_.fail(line, fmt::format("'{}' has nothing to assign to on its left side: write a local, "
                               "'*p' or 'p[i]' there",
                               sign));
  }
  if (sign == "=") {
    const node place = take_back(target);
    return write_to(place, assignment(), line);
  }
  const node place = under_way_.nodes[target];
  const token symbol{token_kind::symbol, std::string(sign), line};
  const kind what = operator_of(symbol, assignments)->what;
  return write_to(place, combine(what, target, assignment(), line), line);
}

node_number body_parser::conditional() {
  const node_number tested = binary(0);
  if (!in_.sees("?")) return tested;
  const nesting deeper(in_);
  node n;
  n.line = in_.take().line;
  n.what = kind::conditional;
  n.operands = 3;
  n.operand[0] = tested;
  n.operand[1] = guarded(tested, node::condition::nonzero, [this] { return comma(); });
  in_.expect(":", "between the two sides of '?'");
  n.operand[2] = guarded(tested, node::condition::zero, [this] { return assignment(); });
  n.of = common(type_of(n.operand[1]), type_of(n.operand[2]));
  return add(n);
}

node_number body_parser::binary(unsigned level) {
  node_number left = unary();
  for (;;) {
    const binary_operator* const found = operator_of(in_.peek(), operators);
    if (found == nullptr || found->level < level) return left;
    const std::uint32_t line = in_.take().line;
    const auto right = [&] { return binary(found->level + 1); };
    node_number other = no_node;
    if (found->what == kind::logical_and) {
      other = guarded(left, node::condition::nonzero, right);
    } else if (found->what == kind::logical_or) {
      other = guarded(left, node::condition::zero, right);
    } else {
      other = right();
    }
    left = combine(found->what, left, other, line);
  }
}

node_number body_parser::unary() {
  const nesting deeper(in_);
  const std::uint32_t line = in_.line();
  if (in_.accept("!")) return apply_to(kind::logical_not, unary(), line);
  if (in_.accept("~")) return apply_to(kind::complement, unary(), line);
  if (in_.accept("-")) return apply_to(kind::negate, unary(), line);
  if (in_.accept("+")) return unary();
  if (in_.accept("*")) return follow(unary(), line);
  if (in_.accept("&")) return address_of_operand(line);
  if (in_.accept("++")) return step(unary(), true, false, line);
  if (in_.accept("--")) return step(unary(), false, false, line);
  return postfix();
}

node_number body_parser::postfix() {
  node_number result = primary();
  for (;;) {
    const std::uint32_t line = in_.line();
    if (in_.accept("[")) {
      const node_number index = comma();
      in_.expect("]", "after the index");
      result = follow(combine(kind::add, result, index, line), line);
    } else if (in_.accept("++")) {
      result = step(result, true, true, line);
    } else if (in_.accept("--")) {
      result = step(result, false, true, line);
    } else {
      return result;
    }
  }
}

// `*p` of a pointer: a read, unless an assignment or `&` makes something else of it.
node_number body_parser::follow(node_number pointer, std::uint32_t line) {
  if (!type_of(pointer).is_pointer()) {
    in_.fail(line, fmt::format("'*' of a value of type '{}': supported are pointers",
                               to_text(type_of(pointer))));
  }
  node n;
  n.what = kind::plain_load;
  n.line = line;
  n.operands = 1;
  n.operand[0] = pointer;
  n.accessed = pointee(type_of(pointer));
  n.of = n.accessed;
  return add(n);
}

node_number body_parser::address_of_operand(std::uint32_t line) {
  const node_number operand = unary();
  if (under_way_.nodes[operand].what != kind::plain_load) {
    in_.fail(line,
             "unsupported '&': supported are '&*p', '&p[i]', and '&r0' as what a "
             "compare-exchange expects");
  }
  return take_back(operand).operand[0];
}

node_number body_parser::step(node_number target, bool up, bool gives_old, std::uint32_t line) {
  const node place = under_way_.nodes[target];
  const value by = up ? 1 : -1;
  if (place.what == kind::local && gives_old) {
    node n = take_back(target);
    n.what = kind::step_local;
    n.line = line;
    n.constant = n.of.is_pointer() ? by * static_cast<value>(size_of(pointee(n.of))) : by;
    return add(n);
  }
  if (place.what != kind::local && (place.what != kind::plain_load || gives_old)) {
    in_.fail(line, "unsupported '++' or '--': supported are those of a local, and '++*p'");
  }
  const node_number one = add_constant(by, int_type, line);
  return write_to(place, combine(kind::add, target, one, line), line);
}

node_number body_parser::primary() {
  const token next = in_.peek();
  if (in_.sees("(")) return cast_or_enclosed();
  if (next.what == token_kind::number) return number();
  if (next.what == token_kind::identifier) return named();
  in_.unsupported(next, supported);
}

node_number body_parser::cast_or_enclosed() {
  const std::uint32_t line = in_.take().line;
  if (!sees_type(in_)) {
    const node_number inner = comma();
    in_.expect(")", "after the expression");
    return inner;
  }
  const declared_type to = parse_type(in_);
  in_.expect(")", "after the type of the cast");
  const node_number operand = unary();
  if (to.is_void && !to.of.is_pointer()) return operand;
  node n;
  n.what = kind::cast;
  n.line = line;
  n.of = to.of;
  n.operands = 1;
  n.operand[0] = operand;
  return add(n);
}

// The first of int, long and their unsigned forms that it fits; a decimal one is unsigned only if
// it says so.
node_number body_parser::number() {
  const std::uint32_t line = in_.line();
  const token_stream::number n = in_.take_number();
  const bool says_unsigned = n.suffix.find_first_of("uU") != std::string::npos;
  const bool says_long = n.suffix.find_first_of("lL") != std::string::npos;
  type of = int_type;
  of.is_signed = !says_unsigned;
  const unsigned room = says_unsigned ? 32 : 31;
  if (says_long || (n.bits >> room) != 0) {
    if (!says_long && !n.decimal && (n.bits >> 32) == 0) {
      of.is_signed = false;
    } else {
      of.bits = 64;
      if (!n.decimal && (n.bits >> 63) != 0) of.is_signed = false;
    }
  }
  return add_constant(convert(static_cast<value>(n.bits), of), of, line);
}

node_number body_parser::named() {
  if (sees_call()) return value_call();
  const token name = in_.take();
  node n;
  n.line = name.line;
  if (const auto local = names_.local(name.text)) {
    n.what = kind::local;
    n.local = *local;
    n.of = names_.type_of(*local);
    return add(n);
  }
  if (const auto location = names_.parameter(name.text)) {
    return add_constant(address_of(*location), pointer_to(locations_[*location].of), name.line);
  }
  if (name.text == "NULL") return add_constant(0, pointer_to(int_type), name.line);
  if (name.text == "true" || name.text == "false") {
    return add_constant(name.text == "true" ? 1 : 0, int_type, name.line);
  }
  in_.fail(name.line, fmt::format("'{0}' is not declared: write 'int {0} = …'", name.text));
}

}  // namespace suture::litmus
