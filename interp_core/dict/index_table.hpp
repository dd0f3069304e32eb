// The hash table of a dict: where in the array of entries each hash leads.
//
// Source: dictobject.c, dk_indices and the probe sequence. A slot is as small as the table allows,
// 8, 16 or 32 bits. Empty ends a probe, a dummy (what was there has been deleted) does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

inline constexpr std::int32_t no_entry = -1;     // CPython's DKIX_EMPTY
inline constexpr std::int32_t dummy_entry = -2;  // DKIX_DUMMY

// The slots that a hash visits, each of the table's at some time: at first the hash alone decides,
// later its upper bits come in as well, so that hashes with equal lower bits part.
class probe {
 public:
  probe(std::int64_t hash, std::size_t mask)
      : mask_(mask),
        perturb_(static_cast<std::uint64_t>(hash)),
        slot_(static_cast<std::uint64_t>(hash) & mask) {}

  std::size_t slot() const { return slot_; }
  void advance() {
    perturb_ >>= 5;
    slot_ = (slot_ * 5 + perturb_ + 1) & mask_;
  }

 private:
  std::uint64_t mask_, perturb_, slot_;
};

// 2^log2_size slots in memory that somebody else owns. Cell<T> is what holds one value: sync::var
// where a lock protects the dict.
template <template <class> class Cell>
class index_table {
 public:
  static constexpr unsigned max_log2_size = 30;

  static std::size_t bytes_for(unsigned log2_size) {
    const std::size_t slots = std::size_t{1} << log2_size;
    if (log2_size < 8) return slots * sizeof(Cell<std::int8_t>);
    if (log2_size < 16) return slots * sizeof(Cell<std::int16_t>);
    return slots * sizeof(Cell<std::int32_t>);
  }

  // Makes the slots, all empty.
  index_table(void* memory, unsigned log2_size) : memory_(memory), log2_size_(log2_size) {
    visit([this](auto* slots) {
      for (std::size_t i = 0; i < size(); ++i) std::construct_at(slots + i, std::int8_t{no_entry});
    });
  }
  ~index_table() {
    visit([this](auto* slots) { std::destroy_n(slots, size()); });
  }
  index_table(const index_table&) = delete;
  index_table& operator=(const index_table&) = delete;

  std::size_t size() const { return std::size_t{1} << log2_size_; }
  std::size_t mask() const { return size() - 1; }

  std::int32_t get(std::size_t i) const {
    return visit([i](auto* slots) { return static_cast<std::int32_t>(slots[i].get()); });
  }
  void set(std::size_t i, std::int32_t entry) {
    visit([i, entry](auto* slots) { store(slots[i], entry); });
  }

 private:
  template <class T>
  static void store(Cell<T>& slot, std::int32_t entry) {
    slot.set(static_cast<T>(entry));
  }
  template <class Visitor>
  auto visit(Visitor visitor) const {
    if (log2_size_ < 8) return visitor(static_cast<Cell<std::int8_t>*>(memory_));
    if (log2_size_ < 16) return visitor(static_cast<Cell<std::int16_t>*>(memory_));
    return visitor(static_cast<Cell<std::int32_t>*>(memory_));
  }

  void* const memory_;
  const unsigned log2_size_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
