#include "model/graph/clock.hpp"

namespace suture {

void clock_pool::reset(std::uint32_t width) {
  if (width != width_) {
    width_ = width;
    capacity_ = 0;
    rows_.reset();
  }
  size_ = 0;
  std::fill_n(next_row(), width_, 0U);
  size_ = 1;
}

void clock_pool::assign(const clock_pool& from) {
  if (width_ != from.width_ || capacity_ < from.size_) {
    width_ = from.width_;
    capacity_ = from.capacity_;
    rows_.reset(new std::uint32_t[std::size_t{capacity_} * width_]);
  }
  std::copy_n(from.rows_.get(), std::size_t{from.size_} * width_, rows_.get());
  size_ = from.size_;
}

void clock_pool::grow() {
  constexpr std::uint32_t first_capacity = 64;
  const std::uint32_t wanted = std::max(first_capacity, 2 * capacity_);
  std::unique_ptr<std::uint32_t[]> rows(new std::uint32_t[std::size_t{wanted} * width_]);
  std::copy_n(rows_.get(), std::size_t{size_} * width_, rows.get());
  rows_ = std::move(rows);
  capacity_ = wanted;
}

void clock_pool::widen(std::uint32_t threads) {
  if (threads <= width_) return;
  std::uint32_t wider = width_;
  while (wider < threads) wider *= 2;
  clock_pool copy(wider);
  for (clock_handle clock = 1; clock < size_; ++clock) {
    std::uint32_t* to = copy.next_row();
    std::fill(std::copy_n(row(clock), width_, to), to + wider, 0U);
    ++copy.size_;
  }
  *this = std::move(copy);
}

}  // namespace suture
