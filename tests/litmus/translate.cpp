#include "tests/litmus/translate.hpp"

#include <stdexcept>

namespace suture::litmus {

namespace {

using kind = expression_kind;
using oracle::value_type;
using code = std::vector<oracle::instruction>;

constexpr auto relaxed = std::memory_order_relaxed;

struct not_expressible : std::runtime_error {
  using std::runtime_error::runtime_error;
};

value_type narrow(value v) { return static_cast<value_type>(v); }
value widen(value_type v) { return static_cast<std::int32_t>(v); }

// A way through a thread: what is still to be done, the next at the back, and what the locals hold.
struct path {
  std::vector<const statement*> rest;
  std::vector<oracle::expression> locals;

  void add(const std::vector<statement>& body) {
    for (std::size_t left = body.size(); left > 0; --left) rest.push_back(&body[left - 1]);
  }
};

class thread_translator {
 public:
  explicit thread_translator(oracle::model m) : seq_cst_(m == oracle::model::sc) {}

  final_locals translate(const thread& source, code& out) {
    path all;
    for (const value v : source.initial) all.locals.emplace_back(narrow(v));
    all.add(source.body);
    return follow(std::move(all), out);
  }

 private:
  final_locals follow(path p, code& out) {
    while (!p.rest.empty()) {
      const statement& s = *p.rest.back();
      p.rest.pop_back();
      if (s.what != statement_kind::branch) {
        carry_out(s, p, out);
        continue;
      }
      const condition tested = condition_of(s.operand, p, out);
      if (tested.known) {
        p.add(*tested.known ? s.first : s.second);
      } else {
        return fork(s, tested, p, out);
      }
    }
    final_locals leaf;
    leaf.values = std::move(p.locals);
    return leaf;
  }

  struct condition {
    std::optional<bool> known{};
    unsigned tested = 0;
    value_type constant = 0;
    bool holds_if_equal = true;
  };

  // What follows a branch is translated twice: each side of it goes on to the thread's end.
  final_locals fork(const statement& s, const condition& c, const path& p, code& out) {
    path equal = p;
    equal.add(c.holds_if_equal ? s.first : s.second);
    path different = p;
    different.add(c.holds_if_equal ? s.second : s.first);
    code if_equal;
    code if_not;
    final_locals result;
    result.tested = c.tested;
    result.constant = c.constant;
    result.if_equal = std::make_unique<final_locals>(follow(std::move(equal), if_equal));
    result.if_not = std::make_unique<final_locals>(follow(std::move(different), if_not));
    out.push_back(oracle::skip_if(c.tested, c.constant, 1));
    out.push_back(always_skip(if_equal.size() + 1));
    out.insert(out.end(), if_equal.begin(), if_equal.end());
    out.push_back(always_skip(if_not.size()));
    out.insert(out.end(), if_not.begin(), if_not.end());
    return result;
  }

  static oracle::instruction always_skip(std::size_t count) {
    return oracle::skip_if(zero, 0, static_cast<unsigned>(count));
  }

  condition condition_of(const expression& e, path& p, code& out) {
    if (e.what != kind::equal && e.what != kind::not_equal) {
      throw not_expressible("a condition that is not a == b or a != b");
    }
    const bool wants_equal = e.what == kind::equal;
    oracle::expression a = operand(e.operands[0], p, out);
    oracle::expression b = operand(e.operands[1], p, out);
    if (!a.base) std::swap(a, b);
    if (b.base) throw not_expressible("comparing two registers");
    if (!a.base) return {.known = (a.constant == b.constant) == wants_equal};
    return {.tested = *a.base, .constant = b.constant - a.constant, .holds_if_equal = wants_equal};
  }

  void carry_out(const statement& s, path& p, code& out) {
    switch (s.what) {
      case statement_kind::assign: {
        const oracle::expression assigned = operand(s.operand, p, out);
        p.locals[s.local] = assigned;
        return;
      }
      case statement_kind::plain_store:
        out.push_back(oracle::store(s.location, operand(s.operand, p, out), relaxed));
        return;
      case statement_kind::store:
        out.push_back(oracle::store(s.location, operand(s.operand, p, out), strength(s.order)));
        return;
      case statement_kind::fence:
        if (s.order != relaxed) out.push_back(oracle::fence(strength(s.order)));
        return;
      default:
        operand(s.operand, p, out);
        return;
    }
  }

  oracle::expression operand(const expression& e, path& p, code& out) {
    if (e.what >= kind::plain_load) return access(e, p, out);
    if (e.what == kind::constant) return {narrow(e.constant)};
    if (e.what == kind::local) return p.locals[e.local];
    if (e.what != kind::add && e.what != kind::bit_xor) {
      throw not_expressible("arithmetic beyond r + c");
    }
    oracle::expression a = operand(e.operands[0], p, out);
    const oracle::expression b = operand(e.operands[1], p, out);
    if (e.what == kind::bit_xor) {
      if (a == b) return {value_type{0}};
      throw not_expressible("exclusive or");
    }
    if (a.base && b.base) throw not_expressible("the sum of two registers");
    if (!a.base) a.base = b.base;
    a.constant += b.constant;
    return a;
  }

  oracle::expression access(const expression& e, path& p, code& out) {
    if (e.what == kind::compare_exchange) return compare_exchange(e, p, out);
    oracle::expression amount;
    if (!e.operands.empty()) amount = operand(e.operands[0], p, out);
    const unsigned into = next_register_++;
    switch (e.what) {
      case kind::plain_load:
        out.push_back(oracle::load(into, e.location, relaxed));
        break;
      case kind::load:
        out.push_back(oracle::load(into, e.location, strength(e.order)));
        break;
      case kind::exchange:
        out.push_back(oracle::exchange(into, e.location, amount, strength(e.order)));
        break;
      case kind::fetch_sub:
        if (amount.base) throw not_expressible("subtracting a register");
        amount.constant = 0 - amount.constant;
        [[fallthrough]];
      case kind::fetch_add:
        out.push_back(oracle::fetch_add(into, e.location, amount, strength(e.order)));
        break;
      default:
        throw not_expressible("bitwise read-modify-writes");
    }
    return {into, 0};
  }

  // What it found becomes the value of the local it expected: if it succeeded, that is the same.
  oracle::expression compare_exchange(const expression& e, path& p, code& out) {
    if (!e.expects_local || p.locals[e.local].base) {
      throw not_expressible("a compare-exchange that does not expect a constant");
    }
    const value_type expected = p.locals[e.local].constant;
    const oracle::expression desired = operand(e.operands[0], p, out);
    const unsigned found = next_register_++;
    const unsigned flag = next_register_++;
    out.push_back(e.weak ? oracle::cas_weak(found, flag, e.location, expected, desired,
                                            strength(e.order), strength(e.failure), true)
                         : oracle::cas_strong(found, flag, e.location, expected, desired,
                                              strength(e.order), strength(e.failure)));
    p.locals[e.local] = {found, 0};
    return {flag, 0};
  }

  std::memory_order strength(std::memory_order order) const {
    return seq_cst_ ? std::memory_order_seq_cst : order;
  }

  static constexpr unsigned zero = 0;  // a register nobody assigns
  const bool seq_cst_;
  unsigned next_register_ = zero + 1;
};

}  // namespace

std::vector<value> final_locals::of(const std::vector<value_type>& registers) const {
  if (if_equal) {
    const bool equal = registers[tested] == constant;
    return (equal ? if_equal : if_not)->of(registers);
  }
  std::vector<value> result;
  for (const oracle::expression& e : values) {
    result.push_back(widen((e.base ? registers[*e.base] : 0) + e.constant));
  }
  return result;
}

translation translate(const test& t, oracle::model m) {
  translation result;
  for (const location& l : t.locations) result.program.locations.push_back(narrow(l.initial));
  try {
    for (const thread& source : t.threads) {
      code out;
      result.locals.push_back(thread_translator(m).translate(source, out));
      result.program.threads.push_back(std::move(out));
    }
  } catch (const not_expressible& e) {
    result.missing = e.what();
  }
  return result;
}

}  // namespace suture::litmus
