// The body of a dict in one block: counts, hash table, and the entries in order of insertion.
//
// Source: CPython's PyDictKeysObject and its rules of size: a table of 2^k slots has room for two
// thirds as many entries; entries are never moved within a block, a deleted one leaves a gap.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "interp_core/dict/index_table.hpp"
#include "interp_core/object.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Entries that a table of that many slots has room for (USABLE_FRACTION).
constexpr std::size_t usable_fraction(std::size_t slots) { return (slots << 1) / 3; }

// The smallest table of at least so many slots, as a power of two (calculate_log2_keysize).
constexpr unsigned log2_size_for(std::size_t slots) {
  return static_cast<unsigned>(std::bit_width(std::max<std::size_t>(slots, 8) - 1));
}

// A table for so many entries (estimate_log2_keysize), and one for a full dict of so many, which
// grows to three times what it holds, or shrinks to it if most was deleted (GROWTH_RATE).
constexpr unsigned log2_size_to_hold(std::size_t entries) {
  return log2_size_for((entries * 3 + 1) / 2);
}
constexpr unsigned log2_size_to_grow(std::size_t used) { return log2_size_for(used * 3); }

// Made and used under the lock of its dict, which owns it. References in it are counted by
// whoever puts them there.
template <class Count, template <class> class Cell = sync::var>
class dict_keys {
 public:
  using item = object<Count>*;

  // Key and value are null where the entry was deleted.
  struct entry {
    Cell<std::int64_t> hash{0};
    Cell<item> key{nullptr};
    Cell<item> value{nullptr};
  };

  // Null where there is no memory for it.
  static dict_keys* create(unsigned log2_size) {
    const std::size_t room = usable_fraction(std::size_t{1} << log2_size);
    void* block = sync::allocate(entries_at(log2_size) + room * sizeof(entry));
    if (block == nullptr) return nullptr;
    sync::label(block, "dict keys");
    return ::new (block) dict_keys(log2_size, room);
  }
  static void release(dict_keys* keys) {
    if (keys == nullptr) return;
    keys->~dict_keys();
    sync::deallocate(keys);
  }

  std::size_t size() const { return indices_.size(); }
  index_table<Cell>& indices() { return indices_; }
  entry& at(std::int32_t i) { return entries_[i]; }

  // How many more entries fit, and how many there are, deleted ones included.
  std::size_t usable() const { return usable_.get(); }
  std::int32_t used_entries() const { return used_entries_.get(); }
  void set_used_entries(std::int32_t n) { used_entries_.set(n); }

  // Adds an entry that is not there yet; there must be room.
  void append(std::int64_t hash, item key, item value) {
    probe at_slot(hash, indices_.mask());
    while (indices_.get(at_slot.slot()) >= 0) at_slot.advance();
    const std::int32_t i = used_entries();
    entry& fresh = entries_[i];
    fresh.hash.set(hash);
    fresh.key.set(key);
    fresh.value.set(value);
    indices_.set(at_slot.slot(), i);
    used_entries_.set(i + 1);
    usable_.set(usable() - 1);
  }

  // Takes the i-th entry out: its slot becomes a dummy, since probes may lead over it.
  void remove(std::int32_t i) {
    entry& old = entries_[i];
    probe at_slot(old.hash.get(), indices_.mask());
    while (indices_.get(at_slot.slot()) != i) at_slot.advance();
    indices_.set(at_slot.slot(), dummy_entry);
    old.key.set(nullptr);
    old.value.set(nullptr);
  }

 private:
  dict_keys(unsigned log2_size, std::size_t room)
      : indices_(reinterpret_cast<std::byte*>(this) + sizeof(dict_keys), log2_size),
        entries_(
            reinterpret_cast<entry*>(reinterpret_cast<std::byte*>(this) + entries_at(log2_size))),
        room_(room),
        usable_(room) {
    std::uninitialized_default_construct_n(entries_, room_);
  }
  ~dict_keys() { std::destroy_n(entries_, room_); }

  // Where in the block the entries begin.
  static std::size_t entries_at(unsigned log2_size) {
    const std::size_t end = sizeof(dict_keys) + index_table<Cell>::bytes_for(log2_size);
    return (end + alignof(entry) - 1) / alignof(entry) * alignof(entry);
  }

  index_table<Cell> indices_;
  entry* const entries_;
  const std::size_t room_;
  Cell<std::size_t> usable_;
  Cell<std::int32_t> used_entries_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
