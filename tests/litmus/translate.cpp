#include "tests/litmus/translate.hpp"

#include <map>
#include <set>
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

class thread_translator {
 public:
  thread_translator(oracle::program& whole, const thread& source, oracle::model m)
      : whole_(whole),
        seq_cst_(m == oracle::model::sc),
        next_register_(static_cast<unsigned>(source.locals.size()) + 1),
        zero_(static_cast<unsigned>(source.locals.size())) {
    for (unsigned l = 0; l < source.initial.size(); ++l) {
      if (source.initial[l] != 0) move(l, narrow(source.initial[l]));
      known_[l] = source.initial[l];
    }
    translate(source.body);
  }

  code done() { return std::move(code_); }

 private:
  void translate(const std::vector<statement>& body) {
    for (const statement& s : body) translate(s);
  }

  void translate(const statement& s) {
    switch (s.what) {
      case statement_kind::assign:
        assign(s.local, s.operand);
        return;
      case statement_kind::plain_store:
        code_.push_back(oracle::store(s.location, operand(s.operand), relaxed));
        return;
      case statement_kind::store:
        code_.push_back(oracle::store(s.location, operand(s.operand), strength(s.order)));
        return;
      case statement_kind::fence:
        if (s.order != relaxed) code_.push_back(oracle::fence(strength(s.order)));
        return;
      case statement_kind::evaluate:
        operand(s.operand);
        return;
      case statement_kind::branch:
        branch(s);
        return;
    }
  }

  void assign(std::uint32_t local, const expression& e) {
    if (e.what >= kind::plain_load) {
      access(e, local);
      known_.erase(local);
      return;
    }
    const oracle::expression from = operand(e);
    known_.erase(local);
    if (!from.base && e.what == kind::constant) known_[local] = e.constant;
    move(local, from);
  }

  // The oracle has no assignment. A constant is read from a location nobody writes; what depends on
  // a register is written to a location nobody else knows and read back. Neither adds an execution.
  void move(unsigned to, oracle::expression from) {
    const auto own = static_cast<unsigned>(whole_.locations.size());
    whole_.locations.push_back(from.base ? 0 : from.constant);
    if (from.base) code_.push_back(oracle::store(own, from, relaxed));
    code_.push_back(oracle::load(to, own, relaxed));
  }

  // `if (local == constant)` and its likes: forward skips, one of which is always taken.
  void branch(const statement& s) {
    const auto [tested, constant, negated] = condition(s.operand);
    code first = within(s.first);
    code second = within(s.second);
    if (negated) std::swap(first, second);
    code_.push_back(oracle::skip_if(tested, constant, 1));
    code_.push_back(oracle::skip_if(zero_, 0, static_cast<unsigned>(first.size()) + 1));
    append(first);
    code_.push_back(oracle::skip_if(zero_, 0, static_cast<unsigned>(second.size())));
    append(second);
  }

  code within(const std::vector<statement>& body) {
    code outer;
    std::swap(outer, code_);
    const std::map<std::uint32_t, value> before = known_;
    translate(body);
    std::swap(outer, code_);
    // What both sides of a branch leave alone is still known after it.
    std::map<std::uint32_t, value> both;
    for (const auto& [local, constant] : before) {
      const auto now = known_.find(local);
      if (now != known_.end() && now->second == constant) both[local] = constant;
    }
    known_ = both;
    return outer;
  }

  void append(const code& more) { code_.insert(code_.end(), more.begin(), more.end()); }

  struct test_of_register {
    unsigned tested;
    value_type constant;
    bool negated;  // the first branch is for all other values
  };

  static test_of_register condition(const expression& e) {
    const bool compares = (e.what == kind::equal || e.what == kind::not_equal) &&
                          e.operands[0].what == kind::local && e.operands[1].what == kind::constant;
    if (!compares) throw not_expressible("a condition that is not r == c or r != c");
    return {e.operands[0].local, narrow(e.operands[1].constant), e.what == kind::not_equal};
  }

  oracle::expression operand(const expression& e) {
    if (e.what >= kind::plain_load) {
      const unsigned into = next_register_++;
      access(e, into);
      return {into, 0};
    }
    if (e.what == kind::constant) return {narrow(e.constant)};
    if (e.what == kind::local) return {e.local, 0};
    if (e.what == kind::add) return sum(operand(e.operands[0]), operand(e.operands[1]));
    const bool cancels = e.what == kind::bit_xor && e.operands[0].what == kind::local &&
                         e.operands[1].what == kind::local &&
                         e.operands[0].local == e.operands[1].local;
    if (cancels) return {value_type{0}};
    throw not_expressible("arithmetic beyond r + c");
  }

  static oracle::expression sum(oracle::expression a, const oracle::expression& b) {
    if (a.base && b.base) throw not_expressible("the sum of two registers");
    if (!a.base) a.base = b.base;
    a.constant += b.constant;
    return a;
  }

  void access(const expression& e, unsigned into) {
    switch (e.what) {
      case kind::plain_load:
        code_.push_back(oracle::load(into, e.location, relaxed));
        return;
      case kind::load:
        code_.push_back(oracle::load(into, e.location, strength(e.order)));
        return;
      case kind::exchange:
        code_.push_back(
            oracle::exchange(into, e.location, operand(e.operands[0]), strength(e.order)));
        return;
      case kind::fetch_add:
        code_.push_back(
            oracle::fetch_add(into, e.location, operand(e.operands[0]), strength(e.order)));
        return;
      case kind::fetch_sub:
        subtract(e, into);
        return;
      case kind::compare_exchange:
        compare_exchange(e, into);
        return;
      default:
        throw not_expressible("bitwise read-modify-writes");
    }
  }

  void subtract(const expression& e, unsigned into) {
    oracle::expression amount = operand(e.operands[0]);
    if (amount.base) throw not_expressible("subtracting a register");
    amount.constant = 0 - amount.constant;
    code_.push_back(oracle::fetch_add(into, e.location, amount, strength(e.order)));
  }

  // What it found goes into the local with the expected value: if it succeeded, that is the same.
  void compare_exchange(const expression& e, unsigned into) {
    const auto expected = known_.find(e.local);
    if (!e.expects_local || expected == known_.end()) {
      throw not_expressible("a compare-exchange that does not expect a constant");
    }
    const value_type constant = narrow(expected->second);
    known_.erase(expected);
    const oracle::expression desired = operand(e.operands[0]);
    code_.push_back(e.weak ? oracle::cas_weak(e.local, into, e.location, constant, desired,
                                              strength(e.order), strength(e.failure), true)
                           : oracle::cas_strong(e.local, into, e.location, constant, desired,
                                                strength(e.order), strength(e.failure)));
  }

  std::memory_order strength(std::memory_order order) const {
    return seq_cst_ ? std::memory_order_seq_cst : order;
  }

  oracle::program& whole_;
  const bool seq_cst_;
  unsigned next_register_;
  const unsigned zero_;  // a register that stays 0
  code code_;
  std::map<std::uint32_t, value> known_;  // locals that hold a constant here
};

}  // namespace

translation translate(const test& t, oracle::model m) {
  translation result;
  for (const location& l : t.locations) result.program.locations.push_back(narrow(l.initial));
  try {
    for (const thread& source : t.threads) {
      result.program.threads.push_back(thread_translator(result.program, source, m).done());
    }
  } catch (const not_expressible& e) {
    result.missing = e.what();
  }
  return result;
}

}  // namespace suture::litmus
