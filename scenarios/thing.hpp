// A counted object with a number in it: what the small containers of the scenarios hold.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"
#include "scenarios/head.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Counted like interp::refcount::atomic, and it can be taken by one who has no reference yet. A
// trace names the place of the call, as it does for the operations of sync.
class thing : head {
 public:
  // A new one, with one reference, which is the caller's.
  static thing* make(int number, sync::site where = sync::site::current()) {
    return sync::make_at<thing>(where, number);
  }

  explicit thing(int number) : head{"thing"}, number_(number) {
    sync::label(*this, type);
    sync::label(references_, "references");
    sync::label(number_, "number");
  }

  // The caller has a reference, or knows that somebody keeps one meanwhile.
  void take(sync::site where = sync::site::current()) {
    references_.add_unread(1, std::memory_order_relaxed, where);
  }

  // False if the last reference is gone, whatever becomes of the object. The caller knows only that
  // its memory is still there.
  bool try_take(sync::site where = sync::site::current()) {
    std::int64_t seen = references_.load(std::memory_order_relaxed, where);
    while (seen != 0)
      if (references_.compare_exchange_strong(seen, seen + 1, std::memory_order_relaxed,
                                              std::memory_order_relaxed, where))
        return true;
    return false;
  }

  // Gives a reference of the caller's back and frees the object if it was the last.
  void drop(sync::site where = sync::site::current()) {
    if (drop_is_last(where)) sync::destroy(this, where);
  }

  // The same, but the caller frees the object if this is true.
  bool drop_is_last(sync::site where = sync::site::current()) {
    if (!references_.sub_and_test(1, std::memory_order_release, where)) return false;
    sync::fence(std::memory_order_acquire, where);
    return true;
  }

  int number(sync::site where = sync::site::current()) const { return number_.get(where); }

 private:
  sync::atomic<std::int64_t> references_{1};
  sync::var<int> number_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
