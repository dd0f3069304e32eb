// A small hash table of one thread: for each object how often it was taken and dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// Belongs to one thread, so nothing in it is shared. Entries come out in the order in which their
// objects were first written down: never by address, so that runs can be repeated.
template <class Target>
class tally {
 public:
  struct entry {
    Target* of = nullptr;
    std::int64_t taken = 0, dropped = 0;
  };

  entry& at(Target& o) {
    std::size_t slot = first_slot(&o);
    while (slots_[slot] != 0 && entries_[slots_[slot] - 1].of != &o)
      slot = (slot + 1) & (slots_.size() - 1);
    if (slots_[slot] != 0) return entries_[slots_[slot] - 1];
    if (2 * (entries_.size() + 1) > slots_.size()) {
      grow();
      return at(o);
    }
    entries_.push_back({&o, 0, 0});
    slots_[slot] = static_cast<std::uint32_t>(entries_.size());
    return entries_.back();
  }

  std::size_t size() const { return entries_.size(); }

  // All entries; the tally is empty afterwards.
  std::vector<entry> take_all() {
    slots_.assign(slots_.size(), 0);
    return std::exchange(entries_, {});
  }

 private:
  std::size_t first_slot(const Target* o) const {
    const std::uint64_t mixed = (reinterpret_cast<std::uintptr_t>(o) >> 4) * 0x9E37'79B9'7F4A'7C15U;
    return static_cast<std::size_t>(mixed >> 32) & (slots_.size() - 1);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      std::size_t slot = first_slot(entries_[i].of);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
  }

  std::vector<entry> entries_;
  std::vector<std::uint32_t> slots_ =
      std::vector<std::uint32_t>(16);  // 1 + number of an entry, or 0
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
