// The body of a thread: recursive descent over statements and expressions.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "litmus/parser/names.hpp"
#include "litmus/parser/token_stream.hpp"

namespace suture::litmus {

// Reads one thread. The methods stand in statements.cpp, expressions.cpp, operators.cpp and
// atomic_calls.cpp; each begins at the first token of what it reads and ends behind the last. Those
// that read an expression add its nodes to the one under way and give the number of its last.
class body_parser {
 public:
  body_parser(token_stream& in, location_names& locations, thread_names& names)
      : in_(in), locations_(locations), names_(names) {}

  // Up to and with the closing brace.
  std::vector<statement> block();

 private:
  // statements.cpp
  void add_statement(std::vector<statement>& to);
  void add_declaration(std::vector<statement>& to);
  void add_evaluation(std::vector<statement>& to);
  statement branch();
  statement while_loop();
  statement do_loop();
  void add_for_loop(std::vector<statement>& to);
  statement jump(statement_kind what);
  statement fence_call();
  std::vector<statement> branch_body();
  std::vector<statement> loop_body();
  expression condition_in_parentheses(std::string_view after);

  // expressions.cpp
  expression whole_expression();
  node_number comma();
  node_number assignment();
  node_number conditional();
  node_number binary(unsigned level);
  node_number unary();
  node_number postfix();
  node_number primary();
  node_number number();
  node_number named();
  node_number cast_or_enclosed();
  node_number address_of_operand(std::uint32_t line);
  node_number follow(node_number pointer, std::uint32_t line);
  node_number step(node_number target, bool up, bool gives_old, std::uint32_t line);
  node_number assign(node_number target, std::string_view operation, std::uint32_t line);
  bool assigns_undeclared() const;

  // operators.cpp
  node_number add(node n);
  node_number add_constant(value v, const type& of, std::uint32_t line);
  node_number combine(expression_kind what, node_number a, node_number b, std::uint32_t line);
  node_number apply_to(expression_kind what, node_number a, std::uint32_t line);
  node_number write_to(const node& target, node_number written, std::uint32_t line);
  node take_back(node_number last);
  const type& type_of(node_number n) const { return under_way_.nodes[n].of; }
  // What `read` reads is evaluated only after `left`, and if that is as `when` says.
  template <class Read>
  node_number guarded(node_number left, node::condition when, Read read);

  // atomic_calls.cpp
  bool sees_call() const;
  node_number value_call();
  node_number address_argument(node& call);
  void expected_argument(node& call);
  std::memory_order memory_order();
  void call_order(node& call, bool is_explicit);

  token_stream& in_;
  location_names& locations_;
  thread_names& names_;
  expression under_way_;
  node_number after_ = no_node;  // of the nodes added
  node::condition only_if_ = node::condition::always;
  unsigned loops_ = 0;                  // around the statement
  std::set<std::uint32_t> undeclared_;  // locals that are only assigned
};

template <class Read>
node_number body_parser::guarded(node_number left, node::condition when, Read read) {
  const node_number outer_after = after_;
  const node::condition outer_if = only_if_;
  after_ = left;
  only_if_ = when;
  const node_number result = read();
  after_ = outer_after;
  only_if_ = outer_if;
  return result;
}

}  // namespace suture::litmus
