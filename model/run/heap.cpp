#include "model/run/heap.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

constexpr std::size_t granule = 16;
constexpr int freed_pattern = 0xDD;
constexpr int retired_pattern = 0xDB;
// A lane that grew beyond this gives its pages back between runs.
constexpr std::size_t keep_bytes = std::size_t{1} << 20;

std::size_t rounded(std::size_t bytes, std::size_t to = granule) {
  return (bytes + to - 1) / to * to;
}

}  // namespace

heap::heap(unsigned arena) : base_(first_arena + arena * arena_bytes) {}

heap::~heap() {
  for (const lane& l : lanes_) {
    if (l.begin != 0) munmap(reinterpret_cast<void*>(l.begin), l.bytes);
  }
}

void heap::reset(reuse_policy policy) {
  policy_ = policy;
  for (std::size_t t = 0; t < used_; ++t) {
    lane& l = lanes_[t];
    if (l.top > keep_bytes) madvise(reinterpret_cast<void*>(l.begin), l.top, MADV_DONTNEED);
    l.top = 0;
    l.count = 0;
  }
  used_ = 0;
}

heap::lane& heap::lane_of(thread_id t) {
  if (lanes_.size() <= t) lanes_.resize(t + 1);
  used_ = std::max(used_, std::size_t{t} + 1);
  lane& l = lanes_[t];
  if (l.begin == 0) {
    const bool large = t < large_lanes;
    const std::uintptr_t offset =
        large ? t * lane_bytes : arena_bytes / 2 + (t - large_lanes) * small_lane_bytes;
    l.bytes = large ? lane_bytes : small_lane_bytes;
    void* wanted = reinterpret_cast<void*>(base_ + offset);
    void* got = mmap(wanted, l.bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got != wanted) throw std::bad_alloc();
    l.begin = reinterpret_cast<std::uintptr_t>(got);
  }
  return l;
}

// Which blocks were freed so far depends on the order in which a graph is followed, which of them
// the thread knows of does not.
block* heap::reusable(lane& l, std::size_t bytes, std::size_t alignment,
                      const std::function<bool(moment)>& known) {
  block* newest = nullptr;
  for (std::size_t i = 0; i < l.count; ++i) {
    block& b = l.blocks[i];
    if (b.state != block_state::freed || rounded(b.bytes) != rounded(bytes)) continue;
    if (reinterpret_cast<std::uintptr_t>(b.address) % alignment != 0) continue;
    if (!known(b.ended) && !mutated("reuse_knows_of_the_end")) continue;
    if (newest == nullptr || b.ended.events >= newest->ended.events) newest = &b;
  }
  return newest;
}

block* heap::allocate(moment now, std::size_t bytes, std::size_t alignment, sync::site where,
                      const std::function<bool(moment)>& known) {
  if (bytes > lane_bytes) return nullptr;  // more may not be rounded up
  alignment = std::max(alignment, granule);
  lane& l = lane_of(now.thread);
  block* b = policy_ == reuse_policy::lifo ? reusable(l, bytes, alignment, known) : nullptr;
  if (b == nullptr) {
    const std::size_t begin = rounded(l.top, alignment);
    const std::size_t end = begin + rounded(bytes) + granule;
    if (end > l.bytes) return nullptr;
    if (l.blocks.size() == l.count) l.blocks.emplace_back();
    b = &l.blocks[l.count];
    b->ordinal = static_cast<std::uint32_t>(l.count++);
    b->thread = now.thread;
    b->address = reinterpret_cast<std::byte*>(l.begin + begin);
    l.top = end;  // one granule between blocks: a pointer just past the end is nobody's
  }
  b->bytes = bytes;
  b->state = block_state::live;
  b->allocated = now;
  b->allocated_at = where;
  b->name = nullptr;
  b->type_stable = false;
  b->label = object_labels::none;
  return b;
}

void heap::free(block& b, moment now, sync::site where) {
  b.state = block_state::freed;
  b.ended = now;
  b.ended_at = where;
  std::memset(b.address, freed_pattern, b.bytes);
}

void heap::retire(block& b, moment now, sync::site where) {
  b.state = block_state::retired;
  b.ended = now;
  b.ended_at = where;
  b.parked.assign(b.address, b.address + b.bytes);
  std::memset(b.address, retired_pattern, b.bytes);
}

void heap::revive(block& b) {
  std::memcpy(b.address, b.parked.data(), b.bytes);
  b.state = block_state::live;
}

block* heap::find(const void* address) {
  if (!owns(address)) return nullptr;
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  const std::uintptr_t offset = at - base_;
  const std::size_t t = offset < arena_bytes / 2
                            ? offset / lane_bytes
                            : large_lanes + (offset - arena_bytes / 2) / small_lane_bytes;
  if (t >= used_) return nullptr;
  lane& l = lanes_[t];
  const auto begin = l.blocks.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(l.count);
  auto after = std::upper_bound(begin, end, at, [](std::uintptr_t a, const block& b) {
    return a < reinterpret_cast<std::uintptr_t>(b.address);
  });
  if (after == begin) return nullptr;
  block& b = *(after - 1);
  const auto first = reinterpret_cast<std::uintptr_t>(b.address);
  return at < first + std::max<std::size_t>(b.bytes, 1) ? &b : nullptr;
}

}  // namespace suture
