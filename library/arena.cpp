#include "library/arena.hpp"

#include <bit>
#include <cstdint>
#include <mutex>
#include <stdexcept>

namespace suture {

namespace {

std::mutex guard;
std::uint64_t taken = 0;  // a bit for each number

}  // namespace

arena::arena() : number_(0) {
  const std::lock_guard held(guard);
  number_ = static_cast<unsigned>(std::countr_one(taken));
  if (number_ == 64) throw std::runtime_error("more than 64 checks at a time in one process");
  taken |= std::uint64_t{1} << number_;
}

arena::~arena() {
  const std::lock_guard held(guard);
  taken &= ~(std::uint64_t{1} << number_);
}

}  // namespace suture
