// gh-131680: an object's owner is written plainly while somebody reads it.
//
// object.c of free-threaded CPython, in our own words: a reader without a lock finds an object, and
// asks whether it is its owner (_Py_IsOwnedByCurrentThread), by an atomic load, on its way to a
// reference that may fail. The object may have died, and its memory be made a new object from a
// freelist: _Py_NewReference then wrote the new owner as plain data.
//
// The issue is closed with a change that we have not read. Fixed here: what a reader may still look
// at is written atomically; no order is needed, since the reader takes nothing by what it sees.
#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

constexpr std::uint32_t first_owner = 1, next_owner = 2, reader = 3;

// Its memory stays an object's: the freelist keeps it.
struct kept_object : head {
  kept_object() : head{"object"} {
    sync::label(*this, type);
    sync::label(owner, "ob_tid");
    sync::label(shared, "ob_ref_shared");
  }

  // _Py_NewReference, by the thread that has taken the object from its freelist.
  template <bool Atomically>
  void make_anew(std::uint32_t by) {
    if constexpr (Atomically) {
      owner.store(by, std::memory_order_relaxed);
    } else {
      owner.plain() = by;
    }
  }

  bool try_take(std::uint32_t me) {
    if (owner.load(std::memory_order_relaxed) == me) return true;
    int seen = shared.load(std::memory_order_relaxed);
    while (seen != 0)
      if (shared.compare_exchange_strong(seen, seen + 1, std::memory_order_relaxed)) return true;
    return false;
  }

  sync::atomic<std::uint32_t> owner{first_owner};
  sync::atomic<int> shared{0};  // only its owner has counted it
};

// The container's only item is dropped and made anew; a reader has found it before.
template <bool Atomically>
void try_and_make_anew() {
  kept_object item;
  sync::atomic<kept_object*> slot{&item};
  sync::label(slot, "slot");
  sync::parallel(
      [&] {
        slot.store(nullptr, std::memory_order_release);
        item.make_anew<Atomically>(next_owner);
      },
      [&] {
        kept_object* const found = slot.load(std::memory_order_acquire);
        if (found == nullptr) return;
        sync::check(!found->try_take(reader), "nobody but its owner has counted it");
      });
  sync::check(item.owner.load(std::memory_order_relaxed) == next_owner, "the object has an owner");
}

constexpr const char* source = "gh-131680: _Py_NewReference and _Py_IsOwnedByCurrentThread";

}  // namespace

void register_new_reference(registry& out) {
  // To Relacy plain access is a relaxed one.
  if (this_backend != backend::relacy)
    out.add(
        {.id = "cpython.new_reference/fix=none",
         .summary = "an object from a freelist gets its owner while a reader looks at the old one",
         .provenance = source,
         .expected = "race"},
        this_backend, try_and_make_anew<false>);
  out.add({.id = "cpython.new_reference/fix=atomic",
           .summary = "the owner is stored atomically; a reader sees the one or the other",
           .provenance = source},
          this_backend, try_and_make_anew<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
