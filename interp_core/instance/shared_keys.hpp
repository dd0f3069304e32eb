// The keys that the instances of a type share, under a lock of their own.
//
// Source: the split tables of CPython's dictobject.c (PEP 412), PyDictKeysObject of a type, with
// its dk_mutex. Keys are only ever added, so that the number of a key is good for all time, and
// readers need no lock: a key is written before the slot of the table that leads to it.
//
// How many values an instance needs room for is asked without the lock, from two counts: a key is
// counted as used before it is no longer counted as free, and read the other way round. So the sum
// may be too large for a moment, but not too small.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "interp_core/cell.hpp"
#include "interp_core/compare.hpp"
#include "interp_core/dict/dict_keys.hpp"
#include "interp_core/dict/index_table.hpp"
#include "interp_core/instance/instance_policies.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A part of its instance_type, which outlives all instances.
template <class Policies>
class shared_keys {
 public:
  using count = typename Policies::count;
  using item = object<count>;

  // Room for so many keys.
  explicit shared_keys(std::size_t room)
      : room_(room),
        slots_(log2_size_to_hold(room)),
        memory_(new std::byte[index_table<ordered_cell>::bytes_for(slots_)]),
        indices_(memory_.get(), slots_),
        entries_(new entry[room]),
        usable_(room) {
    sync::label(usable_, "dk_usable");
    sync::label(used_, "dk_nentries");
    sync::label(lock, "of shared keys");
  }

  // The number of an equal key, or no_entry. Without the lock. Keys are plain values.
  std::int32_t find(runtime& rt, item& key, std::int64_t hash) const {
    for (probe at(hash, indices_.mask());; at.advance()) {
      const std::int32_t i = indices_.get(at.slot());
      if (i == no_entry) return no_entry;
      const entry& e = entries_[static_cast<std::size_t>(i)];
      if (e.key.get() == &key) return i;
      if (e.hash.get() != hash) continue;
      const result<bool> same = equal(rt, *e.key.get(), key);
      if (same.ok() && same.value) return i;
    }
  }

  // The number that the key gets, or no_entry where there is no room. With the lock held; the key
  // is not there.
  std::int32_t add(runtime& rt, item& key, std::int64_t hash) {
    if (usable_.load(std::memory_order_relaxed) == 0) return no_entry;
    const std::size_t i = used_.load(std::memory_order_relaxed);
    incref(rt, key);
    entries_[i].hash.set(hash);
    entries_[i].key.set(&key);
    probe at(hash, indices_.mask());
    while (indices_.get(at.slot()) != no_entry) at.advance();
    if (!Policies::counts_up_first) count_down();
    used_.store(i + 1, std::memory_order_relaxed);
    if (Policies::counts_up_first) count_down();
    indices_.set(at.slot(), static_cast<std::int32_t>(i));
    return static_cast<std::int32_t>(i);
  }

  // For how many values an instance needs room (shared_keys_usable_size). Without the lock.
  std::size_t values_needed() const {
    const std::size_t usable = usable_.load(std::memory_order_acquire);
    return usable + used_.load(std::memory_order_relaxed);
  }

  // How many keys there are; the i-th of them. For who holds a lock, or is alone.
  std::size_t size() const { return used_.load(std::memory_order_relaxed); }
  item& key(std::size_t i) const { return *entries_[i].key.get(); }

  sync::mutex lock;

 private:
  struct entry {
    ordered_cell<std::int64_t> hash{0};
    ordered_cell<item*> key{nullptr};
  };

  void count_down() {
    usable_.store(usable_.load(std::memory_order_relaxed) - 1, std::memory_order_release);
  }

  const std::size_t room_;
  const unsigned slots_;  // as a power of two
  std::unique_ptr<std::byte[]> memory_;
  index_table<ordered_cell> indices_;
  std::unique_ptr<entry[]> entries_;
  sync::atomic<std::size_t> usable_;
  sync::atomic<std::size_t> used_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
