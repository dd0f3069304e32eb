#include "litmus/evaluator.hpp"

#include "litmus/arithmetic.hpp"

namespace suture::litmus {

using kind = expression_kind;

value evaluator::evaluate(const expression& e) {
  const auto root = static_cast<node_number>(e.nodes.size() - 1);
  values_.assign(e.nodes.size(), 0);
  done_.assign(e.nodes.size(), 0);
  for (;;) {
    ready_.clear();
    for (node_number at = 0; at <= root; ++at) {
      if (!done(at) && settle(e, at)) done_[at] = 1;
    }
    if (done(root)) return values_[root];
    const auto count = static_cast<std::uint32_t>(ready_.size());
    const std::uint32_t picked = count == 1 ? 0 : context_.choose(count, e.nodes[ready_[0]]);
    make(e, ready_[picked]);
  }
}

bool evaluator::is_due(const node& n) const {
  if (n.after == no_node) return true;
  if (!done(n.after)) return false;
  switch (n.only_if) {
    case node::condition::nonzero:
      return values_[n.after] != 0;
    case node::condition::zero:
      return values_[n.after] == 0;
    default:
      return true;
  }
}

// Computes the node's value if that needs no access that is still to be made. Notes it if it is
// such an access, and nothing else is in its way.
bool evaluator::settle(const expression& e, node_number at) {
  const node& n = e.nodes[at];
  if (!is_due(n)) return false;
  switch (n.what) {
    case kind::logical_and:
    case kind::logical_or: {
      if (!done(n.operand[0])) return false;
      const bool left = operand(n, 0) != 0;
      const bool decided = left == (n.what == kind::logical_or);
      if (!decided && !done(n.operand[1])) return false;
      values_[at] = static_cast<value>(decided ? left : operand(n, 1) != 0);
      return true;
    }
    case kind::conditional: {
      if (!done(n.operand[0])) return false;
      const unsigned side = operand(n, 0) != 0 ? 1 : 2;
      if (!done(n.operand[side])) return false;
      values_[at] = convert(operand(n, side), n.of);
      return true;
    }
    default:
      break;
  }
  for (unsigned k = 0; k < n.operands; ++k) {
    if (!done(n.operand[k])) return false;
  }
  if (is_access(n.what)) {
    ready_.push_back(at);
    return false;
  }
  values_[at] = compute(n);
  return true;
}

value evaluator::compute(const node& n) {
  switch (n.what) {
    case kind::constant:
      return n.constant;
    case kind::local:
      return context_.local(n.local);
    case kind::set_local: {
      const value v = convert(operand(n, 0), n.of);
      context_.set_local(n.local, v);
      return v;
    }
    case kind::step_local: {
      const value old = context_.local(n.local);
      const auto sum = static_cast<std::uint64_t>(old) + static_cast<std::uint64_t>(n.constant);
      context_.set_local(n.local, convert(static_cast<value>(sum), n.of));
      return old;
    }
    case kind::comma:
      return operand(n, 1);
    default:
      break;
  }
  if (n.operands == 1) return apply(n, operand(n, 0));
  std::string_view undefined;
  const value result = apply(n, operand(n, 0), operand(n, 1), undefined);
  if (!undefined.empty()) context_.undefined(undefined, n.line);
  return result;
}

void evaluator::make(const expression& e, node_number at) {
  const node& n = e.nodes[at];
  value operands[3] = {};
  for (unsigned k = 0; k < n.operands; ++k) operands[k] = operand(n, k);
  values_[at] = context_.access(n, operands);
  done_[at] = 1;
}

}  // namespace suture::litmus
