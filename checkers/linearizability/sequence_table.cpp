#include "checkers/linearizability/sequence_table.hpp"

#include <algorithm>

namespace suture::linearizability {
namespace {

constexpr word vacant = ~word{0};
constexpr std::size_t smallest = 64;             // slots
constexpr std::size_t kept_by_clear = 1u << 14;  // slots: clearing must not cost more than a check

// Each word passes through a multiplication and is folded back, so that the low bits, which pick
// the slot, depend on every bit of every word.
word hash_of(std::span<const word> sequence) {
  std::uint64_t h = sequence.size();
  for (const word w : sequence) {
    h = (h ^ w) * 0x9e3779b97f4a7c15u;
    h ^= h >> 32;
  }
  return static_cast<word>(h);
}

}  // namespace

sequence_table::sequence_table() : begins_{0}, slots_(smallest, slot{0, vacant}) {}

sequence_table::entry sequence_table::insert(std::span<const word> sequence) {
  const word hash = hash_of(sequence);
  const std::size_t mask = slots_.size() - 1;
  std::size_t where = hash & mask;
  for (; slots_[where].number != vacant; where = (where + 1) & mask) {
    if (slots_[where].hash == hash && std::ranges::equal(at(slots_[where].number), sequence)) {
      return {slots_[where].number, false};
    }
  }
  const word number = static_cast<word>(size());
  slots_[where] = {hash, number};
  words_.insert(words_.end(), sequence.begin(), sequence.end());
  begins_.push_back(words_.size());
  if (2 * size() > slots_.size()) {
    grow();
  }
  return {number, true};
}

void sequence_table::grow() {
  std::vector<slot> larger(4 * slots_.size(), slot{0, vacant});
  const std::size_t mask = larger.size() - 1;
  for (const slot& s : slots_) {
    if (s.number != vacant) {
      std::size_t where = s.hash & mask;
      while (larger[where].number != vacant) {
        where = (where + 1) & mask;
      }
      larger[where] = s;
    }
  }
  slots_ = std::move(larger);
}

void sequence_table::clear() {
  if (slots_.size() > kept_by_clear) {
    *this = sequence_table();
    return;
  }
  words_.clear();
  begins_.resize(1);
  std::fill(slots_.begin(), slots_.end(), slot{0, vacant});
}

}  // namespace suture::linearizability
