// fence(order): std::atomic_thread_fence, and what stands in for it under ThreadSanitizer.
//
// ThreadSanitizer does not model fences (g++ even warns of them), so a count dropped with release
// and followed by an acquire fence would be reported as a race. In such a build a thread remembers
// the atomics it read last and acquires them at its next acquire fence, and after its first
// release fence its stores are release stores. Both order a little more than C++ does: a race may
// be missed, none is invented (unless more than `remembered` reads lie between read and fence).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

#include "model/sync/sanitizers.hpp"
#include "model/sync/site.hpp"

#if SUTURE_WITH_TSAN
extern "C" void __tsan_acquire(void* address);
#endif

namespace suture::sync {
inline namespace native_backend {

#if SUTURE_WITH_TSAN

// What fences need to know of this thread's past; every atomic operation reports here.
class tsan_fences {
 public:
  template <class Atomic, class Operation>
  static auto read(Atomic& object, std::memory_order, Operation operation) {
    mine_.last_[mine_.next_++ % remembered] = &object;
    return operation();
  }
  static std::memory_order write_order(std::memory_order order) {
    if (!mine_.released_) return order;
    if (order == std::memory_order_relaxed) return std::memory_order_release;
    if (order == std::memory_order_acquire || order == std::memory_order_consume)
      return std::memory_order_acq_rel;
    return order;
  }
  static void fence(std::memory_order order) {
    // The hardware's part of a full fence is any sequentially consistent exchange.
    if (order == std::memory_order_seq_cst) all_.exchange(0, std::memory_order_seq_cst);
    if (order != std::memory_order_release) acquire_remembered();
    if (order != std::memory_order_acquire && order != std::memory_order_consume)
      mine_.released_ = true;
  }

 private:
  static constexpr std::size_t remembered = 16;

  static void acquire_remembered() {
    for (const volatile void* object : mine_.last_)
      if (object != nullptr) __tsan_acquire(const_cast<void*>(object));
  }

  std::array<const volatile void*, remembered> last_{};
  std::size_t next_ = 0;
  bool released_ = false;

  static thread_local tsan_fences mine_;
  static inline std::atomic<int> all_{0};
};
inline thread_local tsan_fences tsan_fences::mine_;

inline void fence(std::memory_order order, site = site::current()) noexcept {
  if (order == std::memory_order_relaxed) return;
  // Keeps the compiler from moving accesses; the processor is x86 or is slowed by the tool anyway.
  std::atomic_signal_fence(order);
  tsan_fences::fence(order);
  std::atomic_signal_fence(order);
}

#else

// Nothing to do: the tool that needs it is not there.
struct tsan_fences {
  template <class Atomic, class Operation>
  static constexpr auto read(Atomic&, std::memory_order, Operation operation) {
    return operation();
  }
  static constexpr std::memory_order write_order(std::memory_order order) { return order; }
};

inline void fence(std::memory_order order, site = site::current()) noexcept {
  std::atomic_thread_fence(order);
}

#endif

inline void atomic_thread_fence(std::memory_order order, site where = site::current()) noexcept {
  fence(order, where);
}

}  // namespace native_backend
}  // namespace suture::sync
