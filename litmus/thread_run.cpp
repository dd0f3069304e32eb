#include "litmus/thread_run.hpp"

#include "litmus/arithmetic.hpp"

namespace suture::litmus {

using kind = expression_kind;

void thread_run::carry_out(const std::vector<statement>& statements) {
  for (const statement& s : statements) carry_out(s);
}

void thread_run::carry_out(const statement& s) {
  switch (s.what) {
    case statement_kind::assign:
      locals_[s.local] = evaluate(s.operand);
      return;
    case statement_kind::plain_store: {
      const value written = evaluate(s.operand);
      memory_.plain(s.location).set(written, site_of(s.line));
      return;
    }
    case statement_kind::store: {
      const value written = evaluate(s.operand);
      memory_.shared(s.location).store(written, s.order, site_of(s.line));
      return;
    }
    case statement_kind::fence:
      // A relaxed fence orders nothing and is no event.
      if (s.order != std::memory_order_relaxed) sync::fence(s.order, site_of(s.line));
      return;
    case statement_kind::evaluate:
      evaluate(s.operand);
      return;
    case statement_kind::branch:
      carry_out(evaluate(s.operand) != 0 ? s.first : s.second);
      return;
  }
}

value thread_run::evaluate(const expression& e) {
  switch (e.what) {
    case kind::constant:
      return e.constant;
    case kind::local:
      return locals_[e.local];
    case kind::negate:
    case kind::complement:
    case kind::logical_not:
      return apply(e.what, evaluate(e.operands[0]));
    case kind::logical_and:
      return static_cast<value>(evaluate(e.operands[0]) != 0 && evaluate(e.operands[1]) != 0);
    case kind::logical_or:
      return static_cast<value>(evaluate(e.operands[0]) != 0 || evaluate(e.operands[1]) != 0);
    default:
      break;
  }
  if (e.what >= kind::plain_load) return access(e);
  const value left = evaluate(e.operands[0]);
  return apply(e.what, left, evaluate(e.operands[1]));
}

value thread_run::access(const expression& e) {
  if (e.what == kind::plain_load) return memory_.plain(e.location).get(site_of(e.line));
  if (e.what == kind::load) return memory_.shared(e.location).load(e.order, site_of(e.line));
  if (e.what == kind::compare_exchange) return compare_exchange(e);
  return update(e);
}

value thread_run::update(const expression& e) {
  const value operand = evaluate(e.operands[0]);
  sync::atomic<value>& at = memory_.shared(e.location);
  const sync::site where = site_of(e.line);
  switch (e.what) {
    case kind::fetch_add:
      return at.fetch_add(operand, e.order, where);
    case kind::fetch_sub:
      return at.fetch_sub(operand, e.order, where);
    case kind::fetch_and:
      return at.fetch_and(operand, e.order, where);
    case kind::fetch_or:
      return at.fetch_or(operand, e.order, where);
    case kind::fetch_xor:
      return at.fetch_xor(operand, e.order, where);
    default:
      return at.exchange(operand, e.order, where);
  }
}

value thread_run::compare_exchange(const expression& e) {
  const sync::site where = site_of(e.line);
  const value desired = evaluate(e.operands[0]);
  value expected = e.expects_local ? locals_[e.local] : memory_.plain(e.expected).get(where);
  sync::atomic<value>& at = memory_.shared(e.location);
  const bool done = e.weak
                        ? at.compare_exchange_weak(expected, desired, e.order, e.failure, where)
                        : at.compare_exchange_strong(expected, desired, e.order, e.failure, where);
  if (done) return 1;
  if (e.expects_local) {
    locals_[e.local] = expected;
  } else {
    memory_.plain(e.expected).set(expected, where);
  }
  return 0;
}

}  // namespace suture::litmus
