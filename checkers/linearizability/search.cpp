#include "checkers/linearizability/search.hpp"

namespace suture::linearizability {

states::states(const problem& p, std::span<const word> part) : problem_(p), answer_(p.values) {
  p.spec.initial(scratch_, calls_of(p, part), p.values);
  first_ = scratch_;
  table_.insert(scratch_);
}

bool states::begin_after(word op) {
  return problem_.spec.step(first_, problem_.calls[op], answer_);
}

void states::begin() {
  table_.clear();
  table_.insert(first_);
}

bool states::step(word from, word op) {
  const std::span<const word> before = table_.at(from);
  scratch_.assign(before.begin(), before.end());
  return problem_.spec.step(scratch_, problem_.calls[op], answer_);
}

word states::after(word from, word op) {
  return step(from, op) ? table_.insert(scratch_).number : refused;
}

bool states::allows(word from, word op) { return step(from, op); }

}  // namespace suture::linearizability
