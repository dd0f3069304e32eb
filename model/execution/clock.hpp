// Vector clocks, pooled.
//
// A clock is a row of `width` counters, one per thread: "I know of the first n events of thread t".
// Rows are immutable once made and named by handle, so events that learn nothing new share a row;
// the pool shrinks to a mark when events are taken back. Handle 0 is the clock that knows nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "model/execution/event.hpp"

namespace suture {

class clock_pool {
 public:
  explicit clock_pool(std::uint32_t width = 8) : width_(width), rows_(width, 0) {}

  std::uint32_t width() const { return width_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()) / width_; }
  void clear() { rows_.resize(width_); }
  void reset(std::uint32_t width) {
    width_ = width;
    rows_.assign(width, 0);
  }
  clock_handle copy_row(const clock_pool& from, clock_handle clock) {
    const std::size_t row = rows_.size();
    const std::uint32_t* source = from.rows_.data() + std::size_t{clock} * width_;
    rows_.insert(rows_.end(), source, source + width_);
    return static_cast<clock_handle>(row / width_);
  }
  void shrink(std::uint32_t handles) { rows_.resize(std::size_t{handles} * width_); }

  std::uint32_t at(clock_handle clock, thread_id thread) const {
    return rows_[std::size_t{clock} * width_ + thread];
  }

  // The join of `into` with `other` in which, besides, `thread` stands at `count` or later. Makes a
  // new row only where the result is equal to neither of the two.
  clock_handle join(clock_handle into, clock_handle other, thread_id thread, std::uint32_t count);

  // Makes room for threads up to `threads`, keeping every handle valid.
  void widen(std::uint32_t threads);

 private:
  std::uint32_t width_;
  std::vector<std::uint32_t> rows_;
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
  const std::size_t row = rows_.size();
  rows_.resize(row + width_);  // never beyond capacity once warm
  std::uint32_t* joined = rows_.data() + row;
  const std::uint32_t* a = rows_.data() + std::size_t{into} * width_;
  const std::uint32_t* b = rows_.data() + std::size_t{other} * width_;
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
  if (into_covers && !detail::any(a_less)) {
    rows_.resize(row);
    return into;
  }
  if (joined[thread] < count) {
    joined[thread] = count;
  } else if (!detail::any(b_less)) {
    rows_.resize(row);
    return other;
  }
  return static_cast<clock_handle>(row / width_);
}

inline void clock_pool::widen(std::uint32_t threads) {
  if (threads <= width_) return;
  std::uint32_t wider = width_;
  while (wider < threads) wider *= 2;
  std::vector<std::uint32_t> rows(std::size_t{size()} * wider, 0);
  for (std::uint32_t row = 0; row < size(); ++row) {
    std::copy_n(rows_.data() + std::size_t{row} * width_, width_,
                rows.data() + std::size_t{row} * wider);
  }
  rows_ = std::move(rows);
  width_ = wider;
}

}  // namespace suture
