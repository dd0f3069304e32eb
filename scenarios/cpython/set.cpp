// gh-126136 and gh-142735: sets.
//
// setobject.c of free-threaded CPython, in our own words.
//   gh-126136: `a &= b` builds the intersection in a set of its own and then swaps the two bodies.
//   Two such updates that interleave both build from the old `a`, and the second swap wins: what
//   the first one removed is back. (That it is build and swap is our inference from the issue.)
//   Fixed: the lock is held from the first look to the swap.
//   gh-142735 (issue 132657): `in` reads the mask and the table without the lock; a resize stores
//   the table, then the mask, which nothing keeps in that order. A new mask with the old table is
//   an index beyond its end. Fixed: the mask is stored with release and loaded with acquire, so
//   that who sees the new mask sees the new table.
#include "interp_core/lock/hold.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// A set of small numbers, one bit each.
template <bool KeepsLock>
class small_set {
 public:
  explicit small_set(unsigned members) : members_(members) {
    sync::label(lock_, "set.lock");
    sync::label(members_, "members");
  }

  void intersection_update(unsigned other) {
    lock_.lock();
    const unsigned built = members_.get() & other;
    if (!KeepsLock) {
      lock_.unlock();
      lock_.lock();
    }
    members_.set(built);
    lock_.unlock();
  }

  unsigned members() const { return members_.get(); }

 private:
  sync::mutex lock_;
  sync::var<unsigned> members_;  // protected by lock_
};

// From {1, 2} one thread keeps {1}, the other {2}: nothing may be left.
template <bool KeepsLock>
void two_updates() {
  small_set<KeepsLock> s(0b11);
  sync::parallel([&] { s.intersection_update(0b01); }, [&] { s.intersection_update(0b10); });
  sync::check(s.members() == 0, "an intersection has only what both have");
}

// A hash table; only its size matters here.
struct table : head {
  explicit table(unsigned n) : head{"table"}, slots(n) { sync::label(*this, type); }
  const unsigned slots;
};

template <std::memory_order Store, std::memory_order Load>
class hash_set {
 public:
  hash_set() {
    sync::label(table_, "so->table");
    sync::label(mask_, "so->mask");
  }
  ~hash_set() {
    sync::destroy(table_.load(std::memory_order_relaxed));
    sync::destroy(outgrown_);
  }

  // set_table_resize, from 2 slots to 4.
  void resize() {
    outgrown_ = table_.load(std::memory_order_relaxed);  // freed once no reader can have it
    table_.store(sync::make_at<table>(sync::site::current(), 4U), std::memory_order_release);
    mask_.store(3, Store);
  }

  // The first probe for a hash: whether it falls inside of the table.
  bool probes_inside(unsigned hash) const {
    const unsigned mask = mask_.load(Load);
    return (hash & mask) < table_.load(std::memory_order_acquire)->slots;
  }

 private:
  sync::atomic<table*> table_{sync::make_at<table>(sync::site::current(), 2U)};
  sync::atomic<unsigned> mask_{1};
  table* outgrown_ = nullptr;
};

template <std::memory_order Store, std::memory_order Load>
void resize_and_contains() {
  hash_set<Store, Load> s;
  bool inside = false;
  sync::parallel([&] { s.resize(); }, [&] { inside = s.probes_inside(3); });
  sync::check(inside, "every probe falls inside of the table");
}

constexpr const char* atomicity = "gh-126136: in-place set operations are not atomic";
constexpr const char* ordering = "gh-142735 (issue gh-132657): the order of so->mask";

}  // namespace

void register_set(registry& out) {
  constexpr std::memory_order relaxed = std::memory_order_relaxed;
  out.add({.id = "cpython.set_updates/fix=none",
           .summary = "two in-place intersections build from the same old set",
           .provenance = atomicity,
           .expected = "check"},
          this_backend, two_updates<false>);
  out.add({.id = "cpython.set_updates/fix=lock",
           .summary = "the lock is held from the first look to the swap",
           .provenance = atomicity},
          this_backend, two_updates<true>);
  out.add({.id = "cpython.set_mask/fix=none",
           .summary = "the new mask is seen with the old table",
           .provenance = ordering,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend, resize_and_contains<relaxed, relaxed>);
  out.add({.id = "cpython.set_mask/fix=release_only",
           .summary = "a release without an acquire orders nothing",
           .provenance = ordering,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend, resize_and_contains<std::memory_order_release, relaxed>);
  out.add({.id = "cpython.set_mask/fix=release_acquire",
           .summary = "who sees the new mask sees the new table",
           .provenance = ordering},
          this_backend, resize_and_contains<std::memory_order_release, std::memory_order_acquire>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
