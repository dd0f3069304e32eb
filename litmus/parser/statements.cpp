#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "litmus/parser/body.hpp"
#include "litmus/parser/types.hpp"

namespace suture::litmus {

namespace {

constexpr std::string_view supported =
    "declarations, assignments, 'if' with 'else', 'while', 'do', 'for', 'break', 'continue', "
    "'return', blocks, the calls of <stdatomic.h> on locations, and atomic_thread_fence";

constexpr std::array<std::string_view, 6> other_statements = {"switch", "goto",   "asm",
                                                              "case",   "sizeof", "typedef"};

}  // namespace

std::vector<statement> body_parser::block() {
  std::vector<statement> result;
  while (!in_.accept("}")) {
    if (in_.sees(token_kind::end)) in_.unexpected("'}'");
    add_statement(result);
  }
  return result;
}

void body_parser::add_statement(std::vector<statement>& to) {
  const token_stream::nesting deeper(in_);
  const token next = in_.peek();
  if (std::find(other_statements.begin(), other_statements.end(), next.text) !=
      other_statements.end()) {
    in_.unsupported(next, supported);
  }
  if (in_.accept(";")) return;
  if (in_.accept("{")) {
    for (statement& inner : block()) to.push_back(std::move(inner));
  } else if (in_.sees("if")) {
    to.push_back(branch());
  } else if (in_.sees("while")) {
    to.push_back(while_loop());
  } else if (in_.sees("do")) {
    to.push_back(do_loop());
  } else if (in_.sees("for")) {
    add_for_loop(to);
  } else if (in_.sees("break")) {
    to.push_back(jump(statement_kind::leave));
  } else if (in_.sees("continue")) {
    to.push_back(jump(statement_kind::go_on));
  } else if (in_.sees("return")) {
    to.push_back(jump(statement_kind::finish));
  } else if (in_.sees("atomic_thread_fence")) {
    to.push_back(fence_call());
  } else if (sees_type(in_)) {
    add_declaration(to);
  } else {
    add_evaluation(to);
    in_.expect(";", "after the statement");
  }
}

// `int r0 = …, r1;` is an assignment for each initialiser: registers are 0 until assigned.
void body_parser::add_declaration(std::vector<statement>& to) {
  const std::uint32_t line = in_.line();
  const declared_type first = parse_type(in_);
  if (first.is_void && !first.of.is_pointer()) in_.fail(line, "a local cannot be void");
  if (first.of.is_atomic()) {
    in_.fail(line, "unsupported local atomic: locals belong to one thread");
  }
  type declared = first.of;
  do {
    const token name = in_.expect_identifier("the name of a local");
    if (names_.parameter(name.text)) {
      in_.fail(name.line, fmt::format("'{}' is a parameter of this thread already", name.text));
    }
    if (in_.sees("["))
      in_.fail(name.line,
               "unsupported local array: supported are arrays among "
               "the initial values, which are shared");
    node target;
    target.what = expression_kind::local;
    target.local = names_.declare_local(name.text, declared);
    undeclared_.erase(target.local);
    target.of = declared;
    if (in_.accept("=")) {
      under_way_ = {};
      write_to(target, assignment(), name.line);
      statement s;
      s.line = name.line;
      s.operand = std::move(under_way_);
      to.push_back(std::move(s));
    }
    if (!in_.sees(",")) break;
    in_.take();
    declared.pointers = 0;
    while (in_.accept("*")) ++declared.pointers;
  } while (true);
  in_.expect(";", "after the declaration");
}

void body_parser::add_evaluation(std::vector<statement>& to) {
  statement result;
  result.line = in_.line();
  result.operand = whole_expression();
  to.push_back(std::move(result));
}

expression body_parser::condition_in_parentheses(std::string_view after) {
  in_.expect("(", fmt::format("after '{}'", after));
  expression result = whole_expression();
  in_.expect(")", fmt::format("after the condition of '{}'", after));
  return result;
}

statement body_parser::branch() {
  statement result;
  result.what = statement_kind::branch;
  result.line = in_.take().line;
  result.operand = condition_in_parentheses("if");
  result.first = branch_body();
  if (in_.accept("else")) result.second = branch_body();
  return result;
}

std::vector<statement> body_parser::branch_body() {
  std::vector<statement> result;
  if (in_.sees(token_kind::end)) in_.unexpected("a statement");
  add_statement(result);
  return result;
}

std::vector<statement> body_parser::loop_body() {
  ++loops_;
  std::vector<statement> result = branch_body();
  --loops_;
  return result;
}

statement body_parser::while_loop() {
  statement result;
  result.what = statement_kind::loop;
  result.line = in_.take().line;
  result.operand = condition_in_parentheses("while");
  result.first = loop_body();
  return result;
}

statement body_parser::do_loop() {
  statement result;
  result.what = statement_kind::loop;
  result.tests_after = true;
  result.line = in_.take().line;
  result.first = loop_body();
  in_.expect("while", "after the body of 'do'");
  result.operand = condition_in_parentheses("while");
  in_.expect(";", "after 'do … while (…)'");
  return result;
}

void body_parser::add_for_loop(std::vector<statement>& to) {
  statement result;
  result.what = statement_kind::loop;
  result.line = in_.take().line;
  in_.expect("(", "after 'for'");
  if (sees_type(in_)) {
    add_declaration(to);
  } else if (!in_.accept(";")) {
    add_evaluation(to);
    in_.expect(";", "after the beginning of 'for'");
  }
  if (!in_.sees(";")) result.operand = whole_expression();
  in_.expect(";", "after the condition of 'for'");
  if (!in_.sees(")")) add_evaluation(result.second);
  in_.expect(")", "after the last part of 'for'");
  result.first = loop_body();
  to.push_back(std::move(result));
}

statement body_parser::jump(statement_kind what) {
  const token word = in_.take();
  if (what != statement_kind::finish && loops_ == 0) {
    in_.fail(word.line, fmt::format("'{}' stands in no loop", word.text));
  }
  statement result;
  result.what = what;
  result.line = word.line;
  in_.expect(";", fmt::format("after '{}'", word.text));
  return result;
}

statement body_parser::fence_call() {
  statement fence;
  fence.what = statement_kind::fence;
  fence.line = in_.take().line;
  in_.expect("(", "after 'atomic_thread_fence'");
  fence.order = memory_order();
  in_.expect(")", "after the memory order");
  in_.expect(";", "after the statement");
  return fence;
}

}  // namespace suture::litmus
