// The body of a set in one block: a table of entries, probed in runs.
//
// Source: CPython's setobject.c: hashes that meet first look at the next entries, which lie in the
// same cache lines, and only then jump about; an entry is never used again for another key, so that
// the table has to grow when it is three fifths full, what was taken out included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "interp_core/object.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The entries that a hash visits, each of the table's at some time.
class set_probe {
 public:
  set_probe(std::int64_t hash, std::size_t mask)
      : mask_(mask),
        perturb_(static_cast<std::uint64_t>(hash)),
        first_(static_cast<std::uint64_t>(hash) & mask) {}

  std::size_t slot() const { return first_ + step_; }
  void advance() {
    // No run goes over the end of the table (LINEAR_PROBES).
    if (step_ < run && first_ + run <= mask_) {
      ++step_;
      return;
    }
    step_ = 0;
    perturb_ >>= 5;
    first_ = (first_ * 5 + 1 + perturb_) & mask_;
  }

 private:
  static constexpr std::size_t run = 9;

  std::uint64_t mask_, perturb_, first_;
  std::size_t step_ = 0;
};

// Entries of a table for more than so many keys (set_table_resize).
constexpr std::size_t set_slots_for(std::size_t keys) {
  std::size_t slots = 8;
  while (slots <= keys) slots <<= 1;
  return slots;
}
// For how many keys a full set of so many makes room (set_add_entry).
constexpr std::size_t set_room_to_grow(std::size_t keys) {
  return keys > 50'000 ? keys * 2 : keys * 4;
}

// Made and changed under the lock of its set, which owns it. References in it are counted by
// whoever puts them there. Cell<T> is what holds one value: sync::var where a lock protects the
// set.
template <class Count, template <class> class Cell = sync::var>
class set_table {
 public:
  using item = object<Count>*;

  // An entry without a key is free, or a dummy: a key was there, and probes may lead over it. Who
  // reads without the lock takes the key first. Then the hash of an entry whose key has just gone
  // says that it is a dummy, and that of one whose key is just coming is nobody's business.
  struct entry {
    Cell<std::int64_t> hash{0};
    Cell<item> key{nullptr};

    bool is_dummy() const { return hash.get() == hash_of_dummy; }
    void put(std::int64_t h, item k) {
      hash.set(h);
      key.set(k);
    }
    void take_out() {
      hash.set(hash_of_dummy);
      key.set(nullptr);
    }
  };

  // So many slots, a power of two. Null where there is no memory for it.
  static set_table* create(std::size_t slots) {
    void* block = sync::allocate(sizeof(set_table) + slots * sizeof(entry));
    if (block == nullptr) return nullptr;
    sync::label(block, "set table");
    return ::new (block) set_table(slots);
  }
  static void release(set_table* table) {
    if (table == nullptr) return;
    table->~set_table();
    sync::deallocate(table);
  }

  std::size_t size() const { return slots_; }
  std::size_t mask() const { return slots_ - 1; }
  entry& at(std::size_t slot) {
    sync::check(slot < slots_, "a probe falls inside of the table");
    return entries()[slot];
  }

  // Whether one key more leaves enough entries free, of which so many are not.
  static bool has_room(std::size_t mask, std::size_t filled) { return (filled + 1) * 5 < mask * 3; }

  // Adds a key that is not there yet.
  void append(std::int64_t hash, item key) {
    set_probe probe(hash, mask());
    while (at(probe.slot()).key.get() != nullptr || at(probe.slot()).is_dummy()) probe.advance();
    at(probe.slot()).put(hash, key);
  }

  template <class Visit>
  void for_each(Visit visit) {
    for (std::size_t i = 0; i < slots_; ++i)
      if (item key = entries()[i].key.get()) visit(entries()[i], *key);
  }

 private:
  static constexpr std::int64_t hash_of_dummy = -1;  // no key has it: see hash_of

  explicit set_table(std::size_t slots) : slots_(slots) {
    std::uninitialized_default_construct_n(entries(), slots_);
  }
  ~set_table() { std::destroy_n(entries(), slots_); }

  entry* entries() { return reinterpret_cast<entry*>(this + 1); }

  alignas(entry) const std::size_t slots_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
