// Vector clocks, pooled.
//
// A clock is a row of `width` counters, one per thread: "I know of the first n events of thread t".
// Rows are immutable once made and named by handle, so events that learn nothing new share a row;
// the pool shrinks to a mark when events are taken back. Handle 0 is the clock that knows nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>

#include "model/graph/event.hpp"

namespace suture {

class clock_pool {
 public:
  explicit clock_pool(std::uint32_t width = 8) { reset(width); }

  std::uint32_t width() const { return width_; }
  std::uint32_t size() const { return size_; }
  void clear() { size_ = 1; }
  void shrink(std::uint32_t handles) { size_ = handles; }

  std::uint32_t at(clock_handle clock, thread_id thread) const { return row(clock)[thread]; }

  // The join of `into` with `other` in which, besides, `thread` stands at `count` or later. Makes a
  // new row only where the result is equal to neither of the two.
  clock_handle join(clock_handle into, clock_handle other, thread_id thread, std::uint32_t count);

  // Makes room for threads up to `threads`, keeping every handle valid.
  void widen(std::uint32_t threads);

  // Forgets everything but the clock that knows nothing. The width is a multiple of four.
  void reset(std::uint32_t width);
  // Becomes the same as `from`: every handle of it is one here.
  void assign(const clock_pool& from);
  clock_handle copy_row(const clock_pool& from, clock_handle clock) {
    std::copy_n(from.row(clock), width_, next_row());
    return size_++;
  }

 private:
  const std::uint32_t* row(clock_handle clock) const {
    return rows_.get() + std::size_t{clock} * width_;
  }
  // Where the next row goes; a call may move the rows.
  std::uint32_t* next_row() {
    if (size_ == capacity_) grow();
    return rows_.get() + std::size_t{size_} * width_;
  }
  void grow();

  std::uint32_t width_ = 0;
  std::uint32_t size_ = 0;      // in rows
  std::uint32_t capacity_ = 0;  // likewise
  std::unique_ptr<std::uint32_t[]> rows_;
};

namespace detail {

// Four counters at a time. Signed, because every x86-64 compares those; a run stays far below 2^31.
using lanes = std::int32_t __attribute__((vector_size(16)));

inline bool any(lanes mask) {
  std::uint64_t halves[2];
  std::memcpy(halves, &mask, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

}  // namespace detail

inline clock_handle clock_pool::join(clock_handle into, clock_handle other, thread_id thread,
                                     std::uint32_t count) {
  const bool into_covers = at(into, thread) >= count;
  if (into == other || other == 0) {
    if (into_covers) return into;
  } else if (into == 0 && at(other, thread) >= count) {
    return other;
  }
  std::uint32_t* joined = next_row();
  const std::uint32_t* a = row(into);
  const std::uint32_t* b = row(other);
  detail::lanes a_less{};
  detail::lanes b_less{};
  for (std::uint32_t i = 0; i < width_; i += 4) {
    detail::lanes x, y;
    std::memcpy(&x, a + i, sizeof x);
    std::memcpy(&y, b + i, sizeof y);
    const detail::lanes less = x < y;
    const detail::lanes more = y < x;
    a_less |= less;
    b_less |= more;
    const detail::lanes most = (x & ~less) | (y & less);
    std::memcpy(joined + i, &most, sizeof most);
  }
  if (into_covers && !detail::any(a_less)) return into;
  if (joined[thread] < count) {
    joined[thread] = count;
  } else if (!detail::any(b_less)) {
    return other;
  }
  return size_++;
}

}  // namespace suture
