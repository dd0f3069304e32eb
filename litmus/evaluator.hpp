// The value of an expression in one run.
//
// C leaves the order of most operands open: of two loads on the sides of a `+` either may come
// first. So an expression is a partial order of accesses. What is ready is found, one access is
// made, and so on; where several are ready, which of them comes first is a choice that the search
// tries both ways. `&&`, `||`, `?:`, the comma, and operands before what uses them are ordered.
#pragma once

#include <string_view>
#include <vector>

#include "litmus/expression.hpp"

namespace suture::litmus {

// What an expression touches beside its own operands.
class evaluation_context {
 public:
  virtual value local(std::uint32_t number) = 0;
  virtual void set_local(std::uint32_t number, value v) = 0;
  // Carries out the access `n` with the values of its operands.
  virtual value access(const node& n, const value* operands) = 0;
  // Which of `count` accesses that are ready comes first.
  virtual std::uint32_t choose(std::uint32_t count, const node& first) = 0;
  // C does not define what is done.
  virtual void undefined(std::string_view what, std::uint32_t line) = 0;

 protected:
  ~evaluation_context() = default;
};

class evaluator {
 public:
  explicit evaluator(evaluation_context& context) : context_(context) {}
  value evaluate(const expression& e);

 private:
  bool is_due(const node& n) const;
  bool settle(const expression& e, node_number at);
  value compute(const node& n);
  value operand(const node& n, unsigned k) const { return values_[n.operand[k]]; }
  bool done(node_number n) const { return done_[n] != 0; }
  void make(const expression& e, node_number at);

  evaluation_context& context_;
  std::vector<value> values_;  // by node; kept so that it need not be allocated each time
  std::vector<std::uint8_t> done_;
  std::vector<node_number> ready_;
};

}  // namespace suture::litmus
