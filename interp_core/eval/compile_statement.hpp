// Statements, and the whole program. Included by compiler.hpp.
#pragma once

#include <optional>
#include <utility>

#include "interp_core/eval/compile_expression.hpp"
#include "interp_core/eval/compiler.hpp"

namespace interp {

class statement_compiler {
 public:
  statement_compiler(program& into, token_reader& in, std::size_t function)
      : into_(into), in_(in), out_(into, function), expression_(in, out_) {}

  void module() {
    while (in_.now().is != token::type::end) statement();
    end();
  }

 private:
  // The end of every function returns None.
  void end() {
    const std::uint32_t line = in_.now().line;
    out_.emit(opcode::load_constant, out_.constant_number({}), line);
    out_.emit(opcode::return_value, 0, line);
  }

  void statement() {
    if (in_.at("def")) return definition();
    if (in_.at("if")) return condition();
    if (in_.at("while")) return loop();
    simple_line();
  }

  // `a; b; c`, to the end of the line.
  void simple_line() {
    do {
      if (in_.now().is == token::type::newline) break;
      simple();
    } while (in_.accept(";"));
    if (!in_.accept(token::type::newline)) in_.fail("expected the end of the statement");
  }

  void suite() {
    in_.expect(":", "before a block");
    if (!in_.accept(token::type::newline)) return simple_line();
    if (!in_.accept(token::type::indent)) in_.fail("expected an indented block");
    while (!in_.accept(token::type::dedent)) statement();
  }

  void simple() {
    const std::uint32_t line = in_.now().line;
    if (in_.accept("pass")) return;
    if (in_.accept("return")) return returning(line);
    if (in_.accept("global")) return global();
    if (in_.accept("del")) return deletion(line);
    if (in_.accept("break")) return leave_loop(line);
    if (in_.accept("continue")) return repeat_loop(line);
    assignment();
  }

  void returning(std::uint32_t line) {
    if (out_.is_module()) throw malformed_program(line, "'return' outside of a function");
    if (in_.now().is == token::type::newline || in_.at(";")) {
      out_.emit(opcode::load_constant, out_.constant_number({}), line);
    } else {
      expression_.expression();
    }
    out_.emit(opcode::return_value, 0, line);
  }

  // What it says has been found before: see locals_of_body.
  void global() {
    do in_.expect_name("a global variable");
    while (in_.accept(","));
  }

  void deletion(std::uint32_t line) {
    if (expression_.deleted() != expression_compiler::place::item)
      throw malformed_program(line, "only an item, as in 'del d[k]', can be deleted");
    out_.emit(opcode::delete_item, 0, line);
  }

  void leave_loop(std::uint32_t line) {
    if (!in_loop_) throw malformed_program(line, "'break' outside of a loop");
    breaks_.push_back(out_.emit(opcode::jump, 0, line));
  }
  void repeat_loop(std::uint32_t line) {
    if (!in_loop_) throw malformed_program(line, "'continue' outside of a loop");
    out_.emit(opcode::jump, loop_start_, line);
  }

  void assignment() {
    using place = expression_compiler::place;
    token name{};
    const std::uint32_t line = in_.now().line;
    const place to = expression_.target(name);
    if (to == place::value) {
      continue_expression();
      out_.emit(opcode::pop_top, 0, line);
      return;
    }
    const token sign = in_.take();
    if (to == place::item) {
      if (sign.text != "=")
        throw malformed_program(line,
                                "an item cannot be changed in place: write 'd[k] = d[k] + 1'");
      return item_assignment(line);
    }
    if (sign.text != "=") expression_.load_name(name);
    expression_.expression();
    if (sign.text == "+=") out_.emit(opcode::add, 0, line);
    if (sign.text == "-=") out_.emit(opcode::subtract, 0, line);
    if (sign.text == "*=") out_.emit(opcode::multiply, 0, line);
    store_name(name);
  }
  // An expression as a statement is one that was not a target: a call, as a rule.
  void continue_expression() {
    if (in_.now().is != token::type::newline && !in_.at(";"))
      in_.fail("expected a call or an assignment");
  }
  void item_assignment(std::uint32_t line) {
    expression_.expression();
    out_.emit(opcode::store_item, 0, line);
  }
  void store_name(const token& name) {
    if (const auto local = out_.local_number(name.text)) {
      out_.emit(opcode::store_local, *local, name.line);
    } else {
      out_.emit(opcode::store_global, out_.name_number(name.text), name.line);
    }
  }

  void condition() {
    const std::uint32_t line = in_.take().line;
    expression_.expression();
    const std::size_t otherwise = out_.emit(opcode::jump_if_false, 0, line);
    suite();
    if (!in_.at("elif") && !in_.at("else")) return out_.land(otherwise);
    const std::size_t over = out_.emit(opcode::jump, 0, line);
    out_.land(otherwise);
    if (in_.at("elif")) {
      condition();
    } else {
      in_.take();
      suite();
    }
    out_.land(over);
  }

  void loop() {
    const std::uint32_t line = in_.take().line;
    const auto outer_start = std::exchange(loop_start_, out_.here());
    const auto outer_in_loop = std::exchange(in_loop_, true);
    auto outer_breaks = std::exchange(breaks_, {});
    expression_.expression();
    const std::size_t over = out_.emit(opcode::jump_if_false, 0, line);
    suite();
    out_.emit(opcode::jump, loop_start_, line);
    out_.land(over);
    for (const std::size_t each : breaks_) out_.land(each);
    loop_start_ = outer_start;
    in_loop_ = outer_in_loop;
    breaks_ = std::move(outer_breaks);
  }

  void definition() {
    const std::uint32_t line = in_.take().line;
    if (!out_.is_module() || in_loop_)
      throw malformed_program(line, "functions are defined at module level");
    const token name = in_.expect_name("a function");
    function_code fresh{.name = std::string(name.text)};
    in_.expect("(", "after the name of a function");
    while (!in_.accept(")")) {
      fresh.locals.emplace_back(in_.expect_name("a parameter").text);
      if (!in_.at(")")) in_.expect(",", "between parameters");
    }
    fresh.parameters = fresh.locals.size();
    locals_of_body(fresh);
    const std::size_t number = into_.functions.size();
    into_.functions.push_back(std::move(fresh));
    statement_compiler inside(into_, in_, number);
    inside.suite();
    inside.end();
    const constant c{constant::type::function, static_cast<std::int64_t>(number)};
    out_.emit(opcode::load_constant, out_.constant_number(c), line);
    store_name(name);
  }

  // Names that are assigned to in the body are local, all through the body, unless declared global.
  void locals_of_body(function_code& of) {
    std::vector<std::string_view> globals;
    std::vector<std::string_view> assigned;
    bool is_start = false;
    std::size_t depth = 0;
    for (std::size_t i = 0; in_.after(i).is != token::type::end; ++i) {
      const token& t = in_.after(i);
      if (t.is == token::type::indent) ++depth;
      if (t.is == token::type::dedent && --depth == 0) break;
      if (t.is == token::type::newline && depth == 0 && in_.after(i + 1).is != token::type::indent)
        break;
      if (is_start && t.text == "global" && t.is == token::type::name)
        for (std::size_t k = i + 1;
             in_.after(k).is == token::type::name || in_.after(k).text == ","; ++k)
          globals.push_back(in_.after(k).text);
      if (is_start && t.is == token::type::name && expression_compiler::is_store(in_.after(i + 1)))
        assigned.push_back(t.text);
      is_start = t.is == token::type::newline || t.is == token::type::indent ||
                 t.is == token::type::dedent ||
                 (t.is == token::type::sign && (t.text == ":" || t.text == ";"));
    }
    for (const std::string_view name : assigned) {
      const bool is_global = std::find(globals.begin(), globals.end(), name) != globals.end();
      if (!is_global) number_in(of.locals, std::string(name));
    }
  }

  program& into_;
  token_reader& in_;
  code_builder out_;
  expression_compiler expression_;
  bool in_loop_ = false;
  std::int32_t loop_start_ = 0;
  std::vector<std::size_t> breaks_;
};

// Throws malformed_program, with the line and the reason.
inline program compile(std::string_view source) {
  program result;
  result.functions.push_back({.name = "<module>"});
  token_reader in(source);
  statement_compiler(result, in, 0).module();
  return result;
}

}  // namespace interp
