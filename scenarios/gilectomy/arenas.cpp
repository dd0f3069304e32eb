// G18: obmalloc's table of arenas, read without the lock under which it grows.
//
// obmalloc.c, in our own words: _PyObject_Free asks whether an address is in an arena
// (Py_ADDRESS_IN_RANGE), for which it reads arenas[i]. The Gilectomy gave each size class a lock
// and the arenas another; the question is asked under neither. When new_arena needs room it
// reallocates the table, and the reader looks into the freed one.
//
// Fixed: the question is asked under the arenas' lock. (CPython later used a radix tree, whose
// nodes never move.)
#include <cstddef>

#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

// A table of one or two arenas' addresses.
struct table : head {
  table(int first, int second) : head{"arenas"}, addresses{first, second} {
    sync::label(*this, type);
    sync::label(addresses[0], "arenas[0].address");
    sync::label(addresses[1], "arenas[1].address");
  }
  sync::var<int> addresses[2];
};

template <bool ReadsUnderLock>
class allocator {
 public:
  allocator() { sync::label(arenas_, "arenas (pointer)"); }
  ~allocator() { sync::destroy(arenas_.load(std::memory_order_relaxed)); }

  // Py_ADDRESS_IN_RANGE, for the first arena.
  bool is_in_first_arena(int address) {
    if (!ReadsUnderLock) return read(address);
    const sync::lock_guard held(lock_);
    return read(address);
  }

  // new_arena, where the table is full: reallocates it.
  void add_arena(int address) {
    const sync::lock_guard held(lock_);
    table* old = arenas_.load(std::memory_order_relaxed);
    table* grown = sync::make_at<table>(sync::site::current(), old->addresses[0].get(), address);
    // In C the realloc comes before the store, and the pointer dangles even longer.
    arenas_.store(grown, std::memory_order_release);
    sync::destroy(old);
  }

 private:
  bool read(int address) const {
    return arenas_.load(std::memory_order_acquire)->addresses[0].get() == address;
  }

  sync::mutex lock_;
  sync::atomic<table*> arenas_{sync::make_at<table>(sync::site::current(), 100, 0)};
};

// One thread frees an object, the other needs a new arena.
template <bool ReadsUnderLock>
void free_and_new_arena() {
  allocator<ReadsUnderLock> all;
  bool in_arena = false;
  sync::parallel([&] { in_arena = all.is_in_first_arena(100); }, [&] { all.add_arena(200); });
  sync::check(in_arena, "the object is found in its arena");
}

constexpr const char* source = "Gilectomy bug G18: obmalloc.c, Py_ADDRESS_IN_RANGE and new_arena";

}  // namespace

void register_arenas(registry& out) {
  out.add({.id = "gilectomy.arenas_grow/fix=none",
           .summary = "free looks up an address in a table that has just been reallocated",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, free_and_new_arena<false>);
  out.add({.id = "gilectomy.arenas_grow/fix=lock",
           .summary = "the table is read under the lock under which it moves",
           .provenance = source},
          this_backend, free_and_new_arena<true>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
