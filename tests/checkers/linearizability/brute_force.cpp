#include "tests/checkers/linearizability/brute_force.hpp"

#include <algorithm>
#include <functional>

namespace suture::linearizability::testing {
namespace {

// A moment right after time t in which nothing runs.
bool quiet_after(std::int64_t t, const history& operations) {
  return std::ranges::all_of(
      operations, [&](const operation& op) { return op.returned <= t || op.called > t; });
}

bool must_precede(condition c, const operation& a, const operation& b, const history& all) {
  switch (c) {
    case condition::linearizable:
      return a.returned < b.called;
    case condition::sequentially_consistent:
      return a.process == b.process && a.called < b.called;
    case condition::quiescently_consistent:
      return std::ranges::any_of(all, [&](const operation& op) {
        const std::int64_t t = op.returned;
        return a.returned <= t && t < b.called && quiet_after(t, all);
      });
  }
  return false;
}

class permuter {
 public:
  using precedes = std::function<bool(std::size_t, std::size_t)>;

  permuter(precedes must_precede, const history& operations, const model& spec,
           const std::vector<bool>& optional)
      : must_precede_(std::move(must_precede)),
        all_(operations),
        spec_(spec),
        placed_(operations.size(), false) {
    for (const operation& op : operations) {
      calls_.push_back(spec.prepare(op, false, values_));
      optional_.push_back(op.is_pending());
    }
    for (std::size_t i = 0; i < optional.size(); ++i) {
      optional_[i] = optional_[i] || optional[i];
    }
  }

  bool run() {
    state start;
    spec_.initial(start, {}, values_);
    return extend(start);
  }

 private:
  bool finished() const {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!placed_[i] && !optional_[i]) {
        return false;
      }
    }
    return true;
  }

  bool may_come_next(std::size_t i) const {
    for (std::size_t j = 0; j < all_.size(); ++j) {
      if (j != i && !placed_[j] && must_precede_(j, i)) {
        return false;
      }
    }
    return !placed_[i];
  }

  bool extend(const state& now) {
    if (finished()) {
      return true;
    }
    for (std::size_t i = 0; i < all_.size(); ++i) {
      state next = now;
      if (may_come_next(i) && spec_.step(next, calls_[i], reply(values_))) {
        placed_[i] = true;
        if (extend(next)) {
          return true;
        }
        placed_[i] = false;
      }
    }
    return false;
  }

  precedes must_precede_;
  const history& all_;
  const model& spec_;
  value_table values_;
  std::vector<call> calls_;
  std::vector<bool> optional_;
  std::vector<bool> placed_;
};

}  // namespace

bool holds_by_brute_force(condition c, const history& operations, const model& spec,
                          const std::vector<bool>& optional) {
  const auto precedes = [&](std::size_t a, std::size_t b) {
    return must_precede(c, operations[a], operations[b], operations);
  };
  return permuter(precedes, operations, spec, optional).run();
}

bool holds_by_brute_force(const closure& order, const history& operations, const model& spec) {
  const auto precedes = [&](std::size_t a, std::size_t b) { return order.before(a, b); };
  return permuter(precedes, operations, spec, {}).run();
}

}  // namespace suture::linearizability::testing
