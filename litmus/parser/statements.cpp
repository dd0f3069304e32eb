#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "litmus/parser/body.hpp"
#include "litmus/parser/types.hpp"

namespace suture::litmus {

namespace {

constexpr std::string_view supported =
    "declarations, assignments, '*x = …', 'if' with 'else', blocks, the calls of <stdatomic.h> on "
    "locations, and atomic_thread_fence";

constexpr std::array<std::string_view, 9> other_statements = {
    "while", "for", "do", "switch", "goto", "break", "continue", "return", "asm"};

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
  const token& next = in_.peek();
  if (std::find(other_statements.begin(), other_statements.end(), next.text) !=
      other_statements.end()) {
    in_.unsupported(next, supported);
  }
  if (in_.accept(";")) return;
  if (in_.accept("{")) {
    for (statement& inner : block()) to.push_back(std::move(inner));
  } else if (in_.sees("if")) {
    to.push_back(branch());
  } else if (sees_type(in_)) {
    add_declaration(to);
  } else if (in_.sees("*")) {
    to.push_back(plain_store());
  } else {
    to.push_back(call_or_assignment());
  }
}

// `int r0 = …, r1;` is an assignment for each initialiser: registers are 0 until assigned.
void body_parser::add_declaration(std::vector<statement>& to) {
  const std::uint32_t line = in_.line();
  const type declared = parse_type(in_);
  if (declared.pointers != 0) in_.fail(line, "unsupported local pointer: supported are integers");
  if (declared.atomic) in_.fail(line, "unsupported local atomic: locals belong to one thread");
  do {
    const token name = in_.expect_identifier("the name of a local");
    if (names_.parameter(name.text)) {
      in_.fail(name.line, fmt::format("'{}' is a parameter of this thread already", name.text));
    }
    const std::uint32_t local = names_.declare_local(name.text);
    if (in_.accept("=")) to.push_back(assignment(local, name.line));
  } while (in_.accept(","));
  in_.expect(";", "after the declaration");
}

// The right side of an assignment.
statement body_parser::assignment(std::uint32_t local, std::uint32_t line) {
  statement result;
  result.what = statement_kind::assign;
  result.local = local;
  result.line = line;
  result.operand = whole_expression();
  return result;
}

statement body_parser::branch() {
  statement result;
  result.what = statement_kind::branch;
  result.line = in_.take().line;
  in_.expect("(", "after 'if'");
  result.operand = whole_expression();
  in_.expect(")", "after the condition of 'if'");
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

statement body_parser::plain_store() {
  statement result;
  result.what = statement_kind::plain_store;
  result.line = in_.take().line;
  const bool enclosed = in_.accept("(");
  result.location = parameter(in_.expect_identifier("a parameter of the thread after '*'"));
  if (enclosed) in_.expect(")", "after the name of the location");
  locations_.note_plain_access(result.location, result.line);
  in_.expect("=", "after the location that is written");
  result.operand = whole_expression();
  in_.expect(";", "after the assignment");
  return result;
}

statement body_parser::call_or_assignment() {
  statement result;
  const token first = in_.peek();
  if (first.text.starts_with("atomic_store")) {
    result = store_call();
  } else if (first.text == "atomic_thread_fence") {
    result = fence_call();
  } else if (first.what == token_kind::identifier && in_.sees("=", 1)) {
    in_.take();
    in_.take();
    const auto local = names_.local(first.text);
    if (!local) {
      in_.fail(first.line, fmt::format("'{0}' is not declared: write 'int {0} = …'", first.text));
    }
    result = assignment(*local, first.line);
  } else {
    result.operand = whole_expression();
  }
  result.line = first.line;
  in_.expect(";", "after the statement");
  return result;
}

}  // namespace suture::litmus
