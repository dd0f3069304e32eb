// The two sides of an asymmetric fence: the system call membarrier, and a barrier for the compiler.
#pragma once

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

#include "model/sync/native/fence.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

namespace detail {

// Where the kernel does not offer it, both sides are ordinary fences. So they are under
// ThreadSanitizer, which knows nothing of the system call.
inline bool has_membarrier() noexcept {
#if SUTURE_WITH_TSAN
  return false;
#else
  static const bool registered =
      ::syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
  return registered;
#endif
}

}  // namespace detail

// As a seq_cst fence in every thread of the process, at the cost of interrupting them.
inline void asymmetric_thread_fence_heavy(site where = site::current()) noexcept {
  fence(std::memory_order_seq_cst, where);
  if (detail::has_membarrier()) {
    ::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
}
// Orders for heavy fences of other threads, and for nobody else.
inline void asymmetric_thread_fence_light(site where = site::current()) noexcept {
  if (detail::has_membarrier()) {
    std::atomic_signal_fence(std::memory_order_seq_cst);
  } else {
    fence(std::memory_order_seq_cst, where);
  }
}

}  // namespace native_backend
}  // namespace suture::sync
