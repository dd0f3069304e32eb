// The body of a thread: recursive descent over statements and expressions.
#pragma once

#include <string_view>
#include <vector>

#include "litmus/parser/names.hpp"
#include "litmus/parser/token_stream.hpp"

namespace suture::litmus {

// Reads one thread. The methods stand in statements.cpp, expressions.cpp and atomic_calls.cpp; each
// begins at the first token of what it reads and ends behind the last.
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
  statement branch();
  statement plain_store();
  statement call_or_assignment();
  statement assignment(std::uint32_t local, std::uint32_t line);
  std::vector<statement> branch_body();

  // expressions.cpp
  expression whole_expression() { return binary(0); }
  expression binary(unsigned level);
  expression unary();
  expression primary();
  expression named();
  expression plain_load();

  // atomic_calls.cpp
  bool sees_call() const;
  expression value_call();
  statement store_call();
  statement fence_call();
  std::uint32_t atomic_argument();
  void expected_argument(expression& call);
  std::memory_order memory_order();
  void call_order(expression& call, bool is_explicit);

  std::uint32_t parameter(const token& name);

  token_stream& in_;
  location_names& locations_;
  thread_names& names_;
};

}  // namespace suture::litmus
