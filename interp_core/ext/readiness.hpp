// Whether a type is ready: its slots are filled once, before anybody makes an object of it.
//
// Source: CPython's PyType_Ready, which many extensions leave to whoever uses a type first. With a
// GIL that works. Without one two threads fill the same slots, or one uses what the other is still
// filling, which is why the Gilectomy talk makes it no longer optional (checklist 13). As in
// free-threaded CPython, a flag says "ready", set last and under a lock.
#pragma once

#include <atomic>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace ext {

// What it may be told to get wrong; right as it stands here.
struct readiness_rules {
  // One thread at a time fills, and looks again first.
  static constexpr bool locks = true;
  // The flag is set when all is filled.
  static constexpr bool says_it_last = true;
  // What the one who fills publishes with it.
  static constexpr std::memory_order order = std::memory_order_release;
};

template <class Rules = readiness_rules>
class basic_readiness {
 public:
  basic_readiness() {
    sync::label(ready_, "type is ready");
    sync::label(mutex_, "of a type");
  }

  // True: all that was filled may be read.
  bool is_ready() const { return ready_.load(std::memory_order_acquire); }

  // Ready afterwards, by this thread or another: `fill` is called if nobody has filled yet. It must
  // not come back to the same type.
  template <class Fill>
  void make_ready(Fill fill) {
    if (is_ready()) return;
    if constexpr (Rules::locks) {
      const sync::lock_guard<sync::mutex> lock(mutex_);
      if (!is_ready()) fill_and_say_so(fill);
    } else {
      fill_and_say_so(fill);
    }
  }

 private:
  template <class Fill>
  void fill_and_say_so(Fill& fill) {
    if (!Rules::says_it_last) ready_.store(true, Rules::order);
    fill();
    if (Rules::says_it_last) ready_.store(true, Rules::order);
  }

  sync::mutex mutex_;
  sync::atomic<bool> ready_{false};
};

using readiness = basic_readiness<>;

}  // namespace ext
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
