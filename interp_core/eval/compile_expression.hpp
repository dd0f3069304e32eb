// Expressions, one function for each level of precedence. Included by compiler.hpp.
#pragma once

#include <algorithm>
#include <iterator>

#include "interp_core/eval/compiler.hpp"

namespace interp {

class expression_compiler {
 public:
  expression_compiler(token_reader& in, code_builder& out) : in_(in), out_(out) {}

  void expression() { either(); }

  // What a statement begins with. A name or an item that is stored to is not loaded; of an item the
  // object and the index are on the stack.
  enum class place { value, name, item };
  place target(token& name) {
    if (in_.now().is == token::type::name && !token_reader::is_keyword(in_.now().text) &&
        is_store(in_.after(1))) {
      name = in_.take();
      return place::name;
    }
    return primary([](const token& next) { return is_store(next); });
  }
  // The same of what is deleted.
  place deleted() {
    return primary(
        [](const token& next) { return next.is == token::type::newline || next.text == ";"; });
  }

  void load_name(const token& name) {
    if (const auto local = out_.local_number(name.text)) {
      out_.emit(opcode::load_local, *local, name.line);
    } else {
      out_.emit(opcode::load_global, out_.name_number(name.text), name.line);
    }
  }

  static bool is_store(const token& t) {
    return t.is == token::type::sign &&
           (t.text == "=" || t.text == "+=" || t.text == "-=" || t.text == "*=");
  }

 private:
  void either() {
    both();
    while (in_.at("or")) short_cut(opcode::jump_if_true_or_pop, [this] { both(); });
  }
  void both() {
    inverse();
    while (in_.at("and")) short_cut(opcode::jump_if_false_or_pop, [this] { inverse(); });
  }
  template <class Right>
  void short_cut(opcode jump, Right right) {
    const std::size_t over = out_.emit(jump, 0, in_.take().line);
    right();
    out_.land(over);
  }
  void inverse() {
    if (!in_.at("not")) return comparison();
    const std::uint32_t line = in_.take().line;
    inverse();
    out_.emit(opcode::negation, 0, line);
  }

  bool comparison_sign(opcode& op) {
    struct sign {
      std::string_view text;
      opcode op;
    };
    static constexpr sign signs[] = {{"<", opcode::less},      {"<=", opcode::less_equal},
                                     {"==", opcode::equal},    {"!=", opcode::not_equal},
                                     {">", opcode::greater},   {">=", opcode::greater_equal},
                                     {"in", opcode::contains}, {"is", opcode::is}};
    for (const sign& s : signs) {
      if (!in_.accept(s.text)) continue;
      op = s.op == opcode::is && in_.accept("not") ? opcode::is_not : s.op;
      return true;
    }
    if (!in_.at("not")) return false;
    in_.take();
    in_.expect("in", "after 'not'");
    op = opcode::contains_not;
    return true;
  }
  void comparison() {
    sum();
    opcode op{};
    const std::uint32_t line = in_.now().line;
    if (!comparison_sign(op)) return;
    sum();
    out_.emit(op, 0, line);
    if (comparison_sign(op))
      throw malformed_program(line, "comparisons cannot be chained: write 'a < b and b < c'");
  }

  void sum() {
    product();
    while (in_.at("+") || in_.at("-")) {
      const token sign = in_.take();
      product();
      out_.emit(sign.text == "+" ? opcode::add : opcode::subtract, 0, sign.line);
    }
  }
  void product() {
    factor();
    while (in_.at("*") || in_.at("//") || in_.at("%")) {
      const token sign = in_.take();
      factor();
      out_.emit(sign.text == "*"    ? opcode::multiply
                : sign.text == "//" ? opcode::floor_divide
                                    : opcode::modulo,
                0, sign.line);
    }
  }
  void factor() {
    if (!in_.at("-")) {
      primary([](const token&) { return false; });
      return;
    }
    const std::uint32_t line = in_.take().line;
    factor();
    out_.emit(opcode::negate, 0, line);
  }

  std::int32_t arguments(std::string_view close) {
    std::int32_t n = 0;
    while (!in_.accept(close)) {
      expression();
      ++n;
      if (!in_.at(close)) in_.expect(",", "between arguments");
    }
    return n;
  }

  // Up to an item behind which comes something that wants it as a place.
  template <class Wants>
  place primary(Wants wants) {
    atom();
    for (;;) {
      const std::uint32_t line = in_.now().line;
      if (in_.accept("(")) {
        const std::int32_t n = arguments(")");
        out_.emit(opcode::call, n, line);
      } else if (in_.accept("[")) {
        expression();
        in_.expect("]", "after an index");
        if (wants(in_.now())) return place::item;
        out_.emit(opcode::load_item, 0, line);
      } else if (in_.accept(".")) {
        call_method();
      } else {
        return place::value;
      }
    }
  }

  void call_method() {
    const token name = in_.expect_name("a method");
    const auto found = std::find(std::begin(method_names), std::end(method_names), name.text);
    if (found == std::end(method_names))
      throw malformed_program(name.line, "there is no method '" + std::string(name.text) + "'");
    in_.expect("(", "after the name of a method");
    const std::int32_t n = arguments(")");
    out_.emit(opcode::call_method,
              static_cast<std::int32_t>(found - std::begin(method_names)) * 256 + n, name.line);
  }

  void load_constant(constant c, std::uint32_t line) {
    out_.emit(opcode::load_constant, out_.constant_number(std::move(c)), line);
  }

  void atom() {
    const token t = in_.now();
    using type = constant::type;
    if (t.is == token::type::number) return number(in_.take());
    if (t.is == token::type::text)
      return load_constant({type::text, 0, std::string(in_.take().text)}, t.line);
    if (in_.accept("None")) return load_constant({type::none}, t.line);
    if (in_.accept("True")) return load_constant({type::truth, 1}, t.line);
    if (in_.accept("False")) return load_constant({type::truth, 0}, t.line);
    if (in_.accept("(")) {
      expression();
      return in_.expect(")", "after an expression in brackets");
    }
    if (in_.accept("[")) {
      const std::int32_t n = arguments("]");
      out_.emit(opcode::build_list, n, t.line);
      return;
    }
    if (in_.accept("{")) return dict(t.line);
    if (t.is != token::type::name || token_reader::is_keyword(t.text))
      in_.fail("expected an expression");
    load_name(in_.take());
  }

  void number(const token& t) {
    std::int64_t value = 0;
    const char* const end = t.text.data() + t.text.size();
    const auto read = std::from_chars(t.text.data(), end, value);
    if (read.ec == std::errc::result_out_of_range)
      throw malformed_program(t.line, "'" + std::string(t.text) + "' does not fit into 64 bits");
    if (read.ptr != end || (t.text.size() > 1 && t.text.front() == '0'))
      throw malformed_program(t.line, "'" + std::string(t.text) + "' is not a number");
    load_constant({constant::type::integer, value}, t.line);
  }

  void dict(std::uint32_t line) {
    std::int32_t n = 0;
    for (; !in_.accept("}"); ++n) {
      expression();
      in_.expect(":", "after a key");
      expression();
      if (!in_.at("}")) in_.expect(",", "between the items of a dict");
    }
    out_.emit(opcode::build_dict, n, line);
  }

  token_reader& in_;
  code_builder& out_;
};

}  // namespace interp
