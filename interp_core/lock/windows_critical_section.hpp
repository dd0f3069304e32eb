// The shape of a Windows CRITICAL_SECTION, which is recursive by itself.
//
// Source: RTL_CRITICAL_SECTION as Windows had it up to Server 2003, told in Osterlund, "Break Free
// of Code Deadlocks in Critical Sections Under Windows" (MSDN Magazine, December 2003), in our own
// words. It counts who is in or wants in, from -1. Who makes it zero is in; who finds it at more
// waits for a permit, and each that leaves while somebody wants in gives one: the section is handed
// over, and nobody can come first who has come later. (Since then Windows does not hand over, since
// a convoy forms behind a thread that is not awake yet.)
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/recursive_lock.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct windows_rules {
  // Who has entered again is in until it has left as often.
  static constexpr bool counts_depth = true;
  // Who leaves gives a permit to who wants in.
  static constexpr bool gives_permit = true;
  // The owner's name is taken off before the section is given up.
  static constexpr bool forgets_owner_first = true;
  // What who leaves publishes to who enters without waiting.
  static constexpr std::memory_order leave_order = std::memory_order_release;
};

// Same face as recursive_lock.
template <class Rules = windows_rules>
class basic_windows_critical_section {
 public:
  basic_windows_critical_section() {
    sync::label(count_, "lock count");
    sync::label(owner_, "owning thread");
    sync::label(depth_, "recursion count");
    sync::label(permits_, "lock semaphore");
  }

  void lock() {
    const std::uint32_t me = lock_owner_id();
    // See recursive_lock for why relaxed is enough.
    if (owner_.load(std::memory_order_relaxed) == me) {
      count_.fetch_add(1, std::memory_order_relaxed);
      depth_.set(depth_.get() + 1);
    } else {
      if (count_.fetch_add(1, std::memory_order_acquire) != nobody) permits_.acquire();
      owner_.store(me, std::memory_order_relaxed);
      depth_.set(1);
    }
    sync::mark_locked(this);
  }

  // The caller is in.
  void unlock() {
    sync::mark_unlocked(this);
    depth_.set(depth_.get() - 1);
    if (Rules::counts_depth && depth_.get() != 0) {
      count_.fetch_sub(1, std::memory_order_relaxed);
      return;
    }
    if (Rules::forgets_owner_first) owner_.store(0, std::memory_order_relaxed);
    const bool is_wanted = count_.fetch_sub(1, Rules::leave_order) != nobody + 1;
    if (is_wanted && Rules::gives_permit) permits_.release();
  }

  bool is_idle() const { return count_.load(std::memory_order_relaxed) == nobody; }

 private:
  static constexpr std::int32_t nobody = -1;

  sync::atomic<std::int32_t> count_{nobody};
  sync::atomic<std::uint32_t> owner_{0};
  sync::var<std::uint32_t> depth_{0};  // the owner's
  sync::counting_semaphore<> permits_{0};
};

using windows_critical_section = basic_windows_critical_section<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
