// latch and barrier: those of the standard library.
#pragma once

#include <barrier>
#include <cstddef>
#include <latch>
#include <utility>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

class latch {
 public:
  explicit latch(std::ptrdiff_t expected, site = site::current()) : latch_(expected) {}
  latch(const latch&) = delete;
  latch& operator=(const latch&) = delete;

  static constexpr std::ptrdiff_t max() noexcept { return std::latch::max(); }

  void count_down(std::ptrdiff_t n = 1, site = site::current()) { latch_.count_down(n); }
  bool try_wait(site = site::current()) const noexcept { return latch_.try_wait(); }
  void wait(site = site::current()) const { latch_.wait(); }
  void arrive_and_wait(std::ptrdiff_t n = 1, site = site::current()) { latch_.arrive_and_wait(n); }

 private:
  std::latch latch_;
};

namespace detail {
struct no_completion {
  void operator()() const noexcept {}
};
}  // namespace detail

template <class Completion = detail::no_completion>
class barrier {
 public:
  using arrival_token = typename std::barrier<Completion>::arrival_token;

  explicit barrier(std::ptrdiff_t expected, Completion completion = {}, site = site::current())
      : barrier_(expected, std::move(completion)) {}
  barrier(const barrier&) = delete;
  barrier& operator=(const barrier&) = delete;

  static constexpr std::ptrdiff_t max() noexcept { return std::barrier<Completion>::max(); }

  [[nodiscard]] arrival_token arrive(std::ptrdiff_t n = 1, site = site::current()) {
    return barrier_.arrive(n);
  }
  void wait(arrival_token&& token, site = site::current()) const {
    barrier_.wait(std::move(token));
  }
  void arrive_and_wait(site = site::current()) { barrier_.arrive_and_wait(); }
  void arrive_and_drop(site = site::current()) { barrier_.arrive_and_drop(); }

 private:
  std::barrier<Completion> barrier_;
};

}  // namespace native_backend
}  // namespace suture::sync
