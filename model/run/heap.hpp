// The memory that code under test allocates.
//
// Every logical thread has an arena at a fixed address, so a block's address depends on nothing but
// its thread and what that thread allocated before: the same on every machine and in every run.
// Freed memory is quarantined: overwritten and not used again in the run, so that a stale pointer
// is recognised; `reuse_policy::lifo` hands the latest freed block of the same size out again
// instead, which makes ABA reachable. One heap serves one OS thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "model/graph/moment.hpp"
#include "model/run/block.hpp"
#include "model/sync/sanitizers.hpp"

namespace suture {

class heap {
 public:
  // `arena` tells the heaps of one process apart: 0, 1, … up to 63.
  explicit heap(unsigned arena);
  ~heap();
  heap(const heap&) = delete;
  heap& operator=(const heap&) = delete;

  void reset(reuse_policy policy);  // forgets every block

  // `known` says whether the allocating thread knows of a moment: only then is what was freed there
  // its to use again. The alignment is a power of two. Null where the thread's arena has no room.
  block* allocate(moment now, std::size_t bytes, std::size_t alignment, sync::site where,
                  const std::function<bool(moment)>& known);
  void free(block& b, moment now, sync::site where);
  void retire(block& b, moment now, sync::site where);
  void revive(block& b);

  bool owns(const void* address) const {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    return at >= base_ && at < base_ + arena_bytes;
  }
  block* find(const void* address);  // the newest block around the address, or null
  const block* find(const void* address) const { return const_cast<heap*>(this)->find(address); }

  template <class Visit>
  void each_block(Visit visit) const {
    for (std::size_t t = 0; t < used_; ++t) {
      for (std::size_t i = 0; i < lanes_[t].count; ++i) visit(lanes_[t].blocks[i]);
    }
  }

  // Above what AddressSanitizer keeps for its shadow and below where the system puts libraries.
  // ThreadSanitizer leaves a program little of its address space: here, 448 GiB at the bottom.
#if SUTURE_WITH_TSAN
  static constexpr std::uintptr_t first_arena = 0x1000000000;
  static constexpr std::uintptr_t arena_bytes = std::uintptr_t{1} << 32;
#else
  static constexpr std::uintptr_t first_arena = 0x200000000000;
  static constexpr std::uintptr_t arena_bytes = std::uintptr_t{1} << 40;
#endif
  static constexpr std::uintptr_t lane_bytes = std::uintptr_t{1} << 28;
  // The first threads share one half of the arena in large lanes, all others the rest in small
  // ones.
  static constexpr std::uintptr_t large_lanes = arena_bytes / 2 / lane_bytes;
  static constexpr std::uintptr_t small_lane_bytes = arena_bytes / 2 / (std::uintptr_t{1} << 16);

 private:
  struct lane {
    std::uintptr_t begin = 0;  // 0: not mapped yet
    std::size_t bytes = 0;
    std::size_t top = 0;
    std::vector<block> blocks;  // by ordinal; the first `count` are in use
    std::size_t count = 0;
  };
  lane& lane_of(thread_id t);
  static block* reusable(lane& l, std::size_t bytes, std::size_t alignment,
                         const std::function<bool(moment)>& known);

  std::uintptr_t base_;
  reuse_policy policy_ = reuse_policy::none;
  std::vector<lane> lanes_;
  std::size_t used_ = 0;
};

}  // namespace suture
