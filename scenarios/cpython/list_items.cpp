// gh-129069 and gh-118561: list items as a reader sees them who does not lock.
//
// listobject.c of free-threaded CPython, in our own words. A reader loads a whole pointer from the
// array at a time, while a writer works under the list's lock.
//   gh-129069: the writer moves items with memmove, which may go byte by byte. A reader between two
//   bytes gets half of one pointer and half of another. Fixed: items are moved pointer by pointer,
//   each with an atomic store.
//   gh-118561: extend makes room in a fresh array and publishes array and size before it has
//   written the new items; a reader gets what malloc left there. Fixed: the fresh part is zeroed
//   first, and a reader that finds null takes the lock.
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

// Addresses of items. Nothing is read there: a wrong one is seen by its value.
using address = std::uint64_t;
constexpr address null = 0, first = 0x1111'1111, second = 0x2222'2222, garbage = 0xdddd'dddd;

// How an address reaches its slot.
struct byte_by_byte {
  static void store(sync::atomic<address>& slot, address value) {
    const address old = slot.load(std::memory_order_relaxed);
    slot.store((old & 0xffff'0000) | (value & 0xffff), std::memory_order_relaxed);
    slot.store(value, std::memory_order_relaxed);
  }
};
struct pointer_by_pointer {
  static void store(sync::atomic<address>& slot, address value) {
    slot.store(value, std::memory_order_release);
  }
};

// One thread reads item 0 while the other deletes it, which moves item 1 to its place.
template <class Move>
void delete_and_get() {
  sync::atomic<address> items[2] = {first, second};
  sync::label(items[0], "ob_item[0]");
  sync::label(items[1], "ob_item[1]");
  address seen = null;
  sync::parallel([&] { seen = items[0].load(std::memory_order_acquire); },
                 [&] { Move::store(items[0], items[1].load(std::memory_order_relaxed)); });
  sync::check(seen == first || seen == second, "a reader gets a whole pointer");
}

// An array of one or two items.
struct array : head {
  array(unsigned size, address tail) : head{"array"}, capacity(size), slots{first, tail} {
    sync::label(*this, type);
    sync::label(slots[0], "ob_item[0]");
    sync::label(slots[1], "ob_item[1]");
  }
  const unsigned capacity;
  sync::atomic<address> slots[2];
};

template <bool Zeroes>
class list {
 public:
  list() {
    sync::label(lock_, "list.lock");
    sync::label(items_, "ob_item");
    sync::label(size_, "ob_size");
  }
  ~list() {
    sync::destroy(items_.load(std::memory_order_relaxed));
    sync::destroy(outgrown_);
  }

  // list_extend by one item.
  void extend() {
    const sync::lock_guard held(lock_);
    outgrown_ = items_.load(std::memory_order_relaxed);  // freed once no reader can have it
    array* grown = sync::make_at<array>(sync::site::current(), 2U, Zeroes ? null : garbage);
    items_.store(grown, std::memory_order_release);
    size_.store(2, std::memory_order_release);
    grown->slots[1].store(second, std::memory_order_release);
  }

  // list_get_item_ref, for item 1: null where there is none.
  address get() {
    if (size_.load(std::memory_order_relaxed) < 2) return null;
    array* items = items_.load(std::memory_order_acquire);
    if (items->capacity == 2) {
      const address item = items->slots[1].load(std::memory_order_acquire);
      if (item != null) return item;
    }
    const sync::lock_guard held(lock_);
    return items_.load(std::memory_order_relaxed)->slots[1].load(std::memory_order_relaxed);
  }

 private:
  sync::mutex lock_;
  sync::atomic<array*> items_{sync::make_at<array>(sync::site::current(), 1U, garbage)};
  sync::atomic<unsigned> size_{1};
  array* outgrown_ = nullptr;
};

template <bool Zeroes>
void extend_and_get() {
  list<Zeroes> l;
  address seen = null;
  sync::parallel([&] { seen = l.get(); }, [&] { l.extend(); });
  sync::check(seen == null || seen == second, "a reader gets no item or the right one");
}

constexpr const char* torn = "gh-129069: list mutation while an item is read";
constexpr const char* unwritten = "gh-118561, gh-118723: list.extend exposes uninitialised memory";

}  // namespace

void register_list_items(registry& out) {
  out.add({.id = "cpython.list_memmove/fix=none",
           .summary = "memmove is seen halfway: a pointer made of two",
           .provenance = torn,
           .expected = "check"},
          this_backend, delete_and_get<byte_by_byte>);
  out.add({.id = "cpython.list_memmove/fix=atomic_moves",
           .summary = "every pointer is stored whole",
           .provenance = torn},
          this_backend, delete_and_get<pointer_by_pointer>);
  out.add({.id = "cpython.list_extend/fix=none",
           .summary = "the new item's place is visible before the item",
           .provenance = unwritten,
           .expected = "check"},
          this_backend, extend_and_get<false>);
  out.add({.id = "cpython.list_extend/fix=zeroed",
           .summary = "null sends the reader to the lock",
           .provenance = unwritten},
          this_backend, extend_and_get<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
