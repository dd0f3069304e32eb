#include "tests/litmus/translate.hpp"

#include <stdexcept>
#include <utility>

#include "litmus/address.hpp"

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
  explicit thread_translator(oracle::model m) : model_(m) {}

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
    const node& root = e.nodes.back();
    if (root.what != kind::equal && root.what != kind::not_equal) {
      throw not_expressible("a condition that is not a == b or a != b");
    }
    const bool wants_equal = root.what == kind::equal;
    auto [a, b] = both(e, root, p, out);
    if (!a.base) std::swap(a, b);
    if (b.base) throw not_expressible("comparing two registers");
    if (!a.base) return {.known = (a.constant == b.constant) == wants_equal};
    return {.tested = *a.base, .constant = b.constant - a.constant, .holds_if_equal = wants_equal};
  }

  void carry_out(const statement& s, path& p, code& out) {
    if (s.what == statement_kind::fence) {
      if (s.order != relaxed) out.push_back(oracle::fence(strength(s.order)));
    } else if (s.what == statement_kind::evaluate) {
      value_of(s.operand, s.operand.nodes.back(), p, out);
    } else {
      throw not_expressible("a loop");
    }
  }

  static bool has_access(const expression& e, const node& n) {
    if (is_access(n.what)) return true;
    for (unsigned k = 0; k < n.operands; ++k) {
      if (has_access(e, e.nodes[n.operand[k]])) return true;
    }
    return false;
  }

  // The values of the two sides of an operator; the oracle knows program order only.
  std::pair<oracle::expression, oracle::expression> both(const expression& e, const node& n,
                                                         path& p, code& out) {
    const node& left = e.nodes[n.operand[0]];
    const node& right = e.nodes[n.operand[1]];
    if (has_access(e, left) && has_access(e, right)) {
      throw not_expressible("accesses in no order");
    }
    oracle::expression a = value_of(e, left, p, out);
    return {std::move(a), value_of(e, right, p, out)};
  }

  oracle::expression value_of(const expression& e, const node& n, path& p, code& out) {
    if (is_access(n.what)) return access(e, n, p, out);
    if (n.of.bits != 32 || !n.of.is_signed || n.of.is_pointer()) {
      throw not_expressible("a type other than int");
    }
    if (n.what == kind::constant) return {narrow(n.constant)};
    if (n.what == kind::local) return p.locals[n.local];
    if (n.what == kind::set_local) {
      const oracle::expression assigned = value_of(e, e.nodes[n.operand[0]], p, out);
      p.locals[n.local] = assigned;
      return assigned;
    }
    if (n.what != kind::add && n.what != kind::bit_xor) {
      throw not_expressible("arithmetic beyond r + c");
    }
    auto [a, b] = both(e, n, p, out);
    if (n.what == kind::bit_xor) {
      if (a == b) return {value_type{0}};
      throw not_expressible("exclusive or");
    }
    if (a.base && b.base) throw not_expressible("the sum of two registers");
    if (!a.base) a.base = b.base;
    a.constant += b.constant;
    return a;
  }

  static unsigned location_of(const expression& e, const node& n) {
    const node& address = e.nodes[n.operand[0]];
    if (address.what != kind::constant) throw not_expressible("a computed address");
    return place_at(address.constant).location;
  }

  oracle::expression access(const expression& e, const node& n, path& p, code& out) {
    const unsigned where = location_of(e, n);
    if (n.what == kind::compare_exchange) return compare_exchange(e, n, where, p, out);
    oracle::expression amount;
    if (n.operands > 1) amount = value_of(e, e.nodes[n.operand[1]], p, out);
    if (n.what == kind::plain_store) {
      out.push_back(oracle::plain_store(where, amount));
      return amount;
    }
    if (n.what == kind::store) {
      out.push_back(oracle::store(where, amount, strength(n.order)));
      return amount;
    }
    const unsigned into = next_register_++;
    switch (n.what) {
      case kind::plain_load:
        out.push_back(oracle::plain_load(into, where));
        break;
      case kind::load:
        out.push_back(oracle::load(into, where, strength(n.order)));
        break;
      case kind::exchange:
        out.push_back(oracle::exchange(into, where, amount, strength(n.order)));
        break;
      case kind::fetch_sub:
        if (amount.base) throw not_expressible("subtracting a register");
        amount.constant = 0 - amount.constant;
        [[fallthrough]];
      case kind::fetch_add:
        out.push_back(oracle::fetch_add(into, where, amount, strength(n.order)));
        break;
      default:
        throw not_expressible("bitwise read-modify-writes");
    }
    return {into, 0};
  }

  // What it found becomes the value of the local it expected: if it succeeded, that is the same.
  oracle::expression compare_exchange(const expression& e, const node& n, unsigned where, path& p,
                                      code& out) {
    if (!n.expects_local || p.locals[n.local].base) {
      throw not_expressible("a compare-exchange that does not expect a constant");
    }
    const value_type expected = p.locals[n.local].constant;
    const oracle::expression desired = value_of(e, e.nodes[n.operand[1]], p, out);
    const unsigned found = next_register_++;
    const unsigned flag = next_register_++;
    out.push_back(n.weak ? oracle::cas_weak(found, flag, where, expected, desired,
                                            strength(n.order), strength(n.failure), true)
                         : oracle::cas_strong(found, flag, where, expected, desired,
                                              strength(n.order), strength(n.failure)));
    p.locals[n.local] = {found, 0};
    return {flag, 0};
  }

  std::memory_order strength(std::memory_order order) const {
    const bool strong = order == std::memory_order_seq_cst;
    if (model_ == oracle::model::sc) return std::memory_order_seq_cst;
    // Every load acquires and every store releases.
    if (model_ == oracle::model::tso && !strong) return std::memory_order_acq_rel;
    // No compiler makes anything else of it, nor does the engine.
    return order == std::memory_order_consume ? std::memory_order_acquire : order;
  }

  static constexpr unsigned zero = 0;  // a register nobody assigns
  const oracle::model model_;
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
  for (const location& l : t.locations) {
    result.program.locations.push_back(narrow(l.initial[0]));
    if (l.array || l.of.bits != 32 || !l.of.is_signed || l.of.is_pointer()) {
      result.missing = "a location other than an int";
      return result;
    }
  }
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
