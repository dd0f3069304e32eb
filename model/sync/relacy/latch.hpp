// latch and barrier over monitors. Counting below zero, and arriving more often than expected, is
// misuse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "model/sync/relacy/monitor.hpp"

namespace suture::sync {
inline namespace relacy_backend {

class latch {
 public:
  explicit latch(std::ptrdiff_t expected, site where = site::current()) : left_(expected, where) {}

  static constexpr std::ptrdiff_t max() noexcept { return 0x7FFFFFFF; }

  void count_down(std::ptrdiff_t n = 1, site where = site::current()) {
    if (n < 0) relacy::fail("misuse", "a latch is counted up", where);
    const std::ptrdiff_t now = left_.change([&](std::ptrdiff_t& left) { return left -= n; }, where);
    if (now < 0) relacy::fail("misuse", "a latch is counted down below zero", where);
  }
  bool try_wait(site where = site::current()) const {
    return left_.change([](std::ptrdiff_t& left) { return left == 0; }, where);
  }
  void wait(site where = site::current()) const {
    left_.when([](std::ptrdiff_t left) { return left == 0; }, [](std::ptrdiff_t&) {}, false, where);
  }
  void arrive_and_wait(std::ptrdiff_t n = 1, site where = site::current()) {
    count_down(n, where);
    wait(where);
  }

 private:
  mutable detail::monitor<std::ptrdiff_t> left_;
};

namespace detail {
struct no_completion {
  void operator()() const noexcept {}
};
struct phase_state {
  std::uint64_t phase = 0;
  std::ptrdiff_t expected = 0;
  std::ptrdiff_t left = 0;
};
}  // namespace detail

template <class Completion = detail::no_completion>
class barrier {
 public:
  class arrival_token {
   public:
    arrival_token(arrival_token&&) = default;
    arrival_token& operator=(arrival_token&&) = default;

   private:
    friend barrier;
    explicit arrival_token(std::uint64_t phase) : phase_(phase) {}
    std::uint64_t phase_;
  };

  explicit barrier(std::ptrdiff_t expected, Completion completion = {},
                   site where = site::current())
      : state_({0, expected, expected}, where), completion_(std::move(completion)) {}

  static constexpr std::ptrdiff_t max() noexcept { return (1 << 20) - 1; }

  [[nodiscard]] arrival_token arrive(std::ptrdiff_t n = 1, site where = site::current()) {
    if (n <= 0) relacy::fail("misuse", "nobody arrives at a barrier", where);
    return arrival_token(come(n, 0, where));
  }
  void wait(arrival_token&& token, site where = site::current()) const {
    leave(token.phase_, where);
  }
  void arrive_and_wait(site where = site::current()) { leave(come(1, 0, where), where); }
  void arrive_and_drop(site where = site::current()) { come(1, 1, where); }

 private:
  std::uint64_t come(std::ptrdiff_t n, std::ptrdiff_t dropped, const site& where) {
    const detail::phase_state now = state_.change(
        [&](detail::phase_state& s) {
          s.left -= n;
          s.expected -= dropped;
          return s;
        },
        where);
    if (now.left < 0) relacy::fail("misuse", "more arrive at a barrier than it expects", where);
    if (now.left == 0) {
      completion_();
      state_.change(
          [](detail::phase_state& s) {
            ++s.phase;
            s.left = s.expected;
            return 0;
          },
          where);
    }
    return now.phase;
  }
  void leave(std::uint64_t phase, const site& where) const {
    state_.when([&](const detail::phase_state& s) { return s.phase > phase; },
                [](detail::phase_state&) {}, false, where);
  }

  mutable detail::monitor<detail::phase_state> state_;
  Completion completion_;
};

}  // namespace relacy_backend
}  // namespace suture::sync
