// gh-126559 and gh-129619: a list read without its lock in the middle of an operation.
//
// listobject.c of free-threaded CPython, in our own words. sort takes the items out of the list
// and puts them back when they are sorted; len does not lock, and finds the list empty. reverse
// swaps items in place; `in` reads one item at a time without the lock, and misses one that is in
// the list all the time. The writers do lock: what is missing is a reader that does.
//
// CPython documents the first (a list "appears empty while it is sorted") and the second is open.
// The fixed variants are what the caller who needs the answer has to have: a reader under the lock.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// A list of the two items 2 and 1.
template <bool ReadersLock>
class list {
 public:
  list() {
    sync::label(lock_, "list.lock");
    sync::label(size_, "ob_size");
    sync::label(items_[0], "ob_item[0]");
    sync::label(items_[1], "ob_item[1]");
  }

  void sort() {
    const sync::lock_guard held(lock_);
    size_.store(0, std::memory_order_release);
    reverse_items();  // which is what it takes to sort these two
    size_.store(2, std::memory_order_release);
  }

  void reverse() {
    const sync::lock_guard held(lock_);
    reverse_items();
  }

  int length() {
    return reading([this] { return size_.load(std::memory_order_acquire); });
  }

  bool contains(int item) {
    return reading([this, item] {
      for (const sync::atomic<int>& one : items_)
        if (one.load(std::memory_order_acquire) == item) return true;
      return false;
    });
  }

 private:
  template <class Body>
  auto reading(Body body) {
    if (!ReadersLock) return body();
    const sync::lock_guard held(lock_);
    return body();
  }

  void reverse_items() {
    const int front = items_[0].load(std::memory_order_relaxed);
    items_[0].store(items_[1].load(std::memory_order_relaxed), std::memory_order_release);
    items_[1].store(front, std::memory_order_release);
  }

  sync::mutex lock_;
  sync::atomic<int> size_{2};
  sync::atomic<int> items_[2] = {2, 1};
};

template <bool ReadersLock>
void sort_and_length() {
  list<ReadersLock> l;
  int length = 0;
  sync::parallel([&] { l.sort(); }, [&] { length = l.length(); });
  sync::check(length == 2, "the list has two items all the time");
}

template <bool ReadersLock>
void reverse_and_contains() {
  list<ReadersLock> l;
  bool found = false;
  sync::parallel([&] { l.reverse(); }, [&] { found = l.contains(2); });
  sync::check(found, "the item is in the list all the time");
}

constexpr const char* sorting = "gh-126559: a list is empty while it is sorted";
constexpr const char* reversing = "gh-129619: list.reverse and a reader without a lock";

}  // namespace

void register_list_views(registry& out) {
  out.add({.id = "cpython.sort_and_len/fix=none",
           .summary = "len finds the list empty that sort has taken the items out of",
           .provenance = sorting,
           .expected = "check"},
          this_backend, sort_and_length<false>);
  out.add({.id = "cpython.sort_and_len/fix=lock",
           .summary = "len under the lock waits for the items to be back",
           .provenance = sorting},
          this_backend, sort_and_length<true>);
  out.add({.id = "cpython.reverse_and_contains/fix=none",
           .summary = "an item is missed while it changes places",
           .provenance = reversing,
           .expected = "check"},
          this_backend, reverse_and_contains<false>);
  out.add({.id = "cpython.reverse_and_contains/fix=lock",
           .summary = "a search under the lock sees the list before or after",
           .provenance = reversing},
          this_backend, reverse_and_contains<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
