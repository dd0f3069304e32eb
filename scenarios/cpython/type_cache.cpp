// gh-121368 and gh-132942: the cache of attributes that types look up.
//
// typeobject.c of free-threaded CPython, in our own words: an entry is read without a lock, under a
// sequence number that is odd while somebody writes it; a reader that finds the number odd or
// changed looks elsewhere.
//   gh-121368: the reads in between were relaxed, and nothing kept the second look at the number
//   behind them, nor the writes behind the number's becoming odd. On arm64 a reader got half of the
//   old entry and half of the new one. Fixed: an acquire fence in the reader before the second
//   look, and a release fence in the writer after the first store. (CPython's own fix was checked
//   with CDSChecker.) gh-132942: an entry's version, which says that the entry is valid, was
//   written before its value. Fixed: the value first.
#include <atomic>
#include <cstdint>

#include "interp_core/lock/sequence_lock.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

template <bool ReleaseFence, bool AcquireFence>
struct fences_of : interp::sequence_rules {
  static constexpr bool fences_writer = ReleaseFence;
  static constexpr bool fences_reader = AcquireFence;
};

// An entry whose two fields belong together: name and value of the same number.
template <class Rules>
class seqlock_entry {
 public:
  seqlock_entry() {
    sync::label(name_, "entry->name");
    sync::label(value_, "entry->value");
  }

  void write(int number) {
    lock_.begin_write();
    name_.store(number, std::memory_order_relaxed);
    value_.store(number, std::memory_order_relaxed);
    lock_.end_write();
  }

  // False where the entry has been written meanwhile.
  bool read(int& name, int& value) const {
    const std::uint32_t begun = lock_.begin_read();
    name = name_.load(std::memory_order_relaxed);
    value = value_.load(std::memory_order_relaxed);
    return lock_.has_not_changed(begun);
  }

 private:
  interp::basic_sequence_lock<Rules> lock_;
  sync::atomic<int> name_{1}, value_{1};
};

template <bool ReleaseFence, bool AcquireFence>
void read_and_write() {
  seqlock_entry<fences_of<ReleaseFence, AcquireFence>> entry;
  int name = 0, value = 0;
  bool valid = false;
  sync::parallel([&] { entry.write(2); }, [&] { valid = entry.read(name, value); });
  sync::check(!valid || name == value, "name and value are of the same entry");
}

// An entry that is valid as soon as its version is the type's, which is 1.
template <bool ValueFirst>
class versioned_entry {
 public:
  versioned_entry() {
    sync::label(version_, "entry->version");
    sync::label(value_, "entry->value");
  }

  void fill(int value) {
    if (ValueFirst) value_.store(value, std::memory_order_release);
    version_.store(1, std::memory_order_release);
    if (!ValueFirst) value_.store(value, std::memory_order_release);
  }

  // -1 where the entry is not valid.
  int find() const {
    return version_.load(std::memory_order_acquire) == 1 ? value_.load(std::memory_order_acquire)
                                                         : -1;
  }

 private:
  sync::atomic<int> version_{0};
  sync::atomic<int> value_{0};  // of another type, until it is filled
};

template <bool ValueFirst>
void find_and_fill() {
  versioned_entry<ValueFirst> entry;
  int found = -1;
  sync::parallel([&] { entry.fill(2); }, [&] { found = entry.find(); });
  sync::check(found == -1 || found == 2, "a valid entry has the value of its type");
}

constexpr const char* fence_bug =
    "gh-121368, gh-121388: the memory order of the type cache's seqlock";
constexpr const char* version = "gh-132942, gh-133032: the type cache's version before its value";

}  // namespace

void register_type_cache(registry& out) {
  out.add({.id = "cpython.seqlock/fix=none",
           .summary = "half of the old entry and half of the new one",
           .provenance = fence_bug,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend, read_and_write<false, false>);
  out.add({.id = "cpython.seqlock/fix=acquire_fence",
           .summary = "the reader alone cannot see that a writer has begun",
           .provenance = fence_bug,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend, read_and_write<false, true>);
  out.add({.id = "cpython.seqlock/fix=both_fences",
           .summary = "who has seen a new field sees that the number has changed",
           .provenance = fence_bug},
          this_backend, read_and_write<true, true>);
  out.add({.id = "cpython.type_cache_version/fix=none",
           .summary = "an entry is valid before it has its value",
           .provenance = version,
           .expected = "check"},
          this_backend, find_and_fill<false>);
  out.add({.id = "cpython.type_cache_version/fix=value_first",
           .summary = "who sees the version sees the value",
           .provenance = version},
          this_backend, find_and_fill<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
