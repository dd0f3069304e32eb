// Latches and barriers: [thread.latch], [thread.barrier]. Counting a latch down below zero,
// arriving at a barrier more often than its phase expects, and waiting there with the token of
// another barrier or of a phase that is over for long, are findings (misuse). So is an exception
// that leaves a completion function (exception).
#pragma once

#include <cstddef>
#include <utility>

#include "model/sync/engine/hooks.hpp"
#include "model/sync/engine/must_not_throw.hpp"

namespace suture::sync {
inline namespace engine_backend {

class latch {
 public:
  explicit latch(std::ptrdiff_t expected, site where = site::current()) {
    if (expected < 0) hooks::forbidden("a latch begins at zero or above", where);
    hooks::make_cell(cell_, static_cast<std::uint64_t>(expected), 4, where, primitive::latch);
  }
  ~latch() { hooks::destroy_cell(cell_, {}); }
  latch(const latch&) = delete;
  latch& operator=(const latch&) = delete;

  static constexpr std::ptrdiff_t max() noexcept { return 0x7FFFFFFF; }

  void count_down(std::ptrdiff_t n = 1, site where = site::current()) {
    if (n < 0) hooks::forbidden("a latch is counted down, not up", where);
    hooks::count_down(cell_, static_cast<std::uint64_t>(n), where);
  }
  bool try_wait(site where = site::current()) const {
    return hooks::load(cell_, std::memory_order_acquire, where) == 0;
  }
  void wait(site where = site::current()) const { hooks::wait_for_zero(cell_, where); }
  void arrive_and_wait(std::ptrdiff_t n = 1, site where = site::current()) {
    count_down(n, where);
    wait(where);
  }

  const hooks::cell& engine_cell() const { return cell_; }

 private:
  hooks::cell cell_;
};

namespace detail {
struct no_completion {
  void operator()() const noexcept {}
};
}  // namespace detail

// The last to arrive in a phase calls the completion function, and only then do the others go on.
template <class Completion = detail::no_completion>
class barrier {
 public:
  // The phase one has arrived in: to wait for its end.
  class arrival_token {
   public:
    arrival_token(arrival_token&&) = default;
    arrival_token& operator=(arrival_token&&) = default;

   private:
    friend barrier;
    arrival_token(const barrier* of, std::uint32_t made, std::uint64_t phase)
        : of_(of), made_(made), phase_(phase) {}
    const barrier* of_;
    std::uint32_t made_;  // which of those that were made there
    std::uint64_t phase_;
  };

  explicit barrier(std::ptrdiff_t expected, Completion completion = {},
                   site where = site::current())
      : completion_(std::move(completion)) {
    if (expected < 0 || expected > max()) {
      hooks::forbidden("a barrier expects from zero to max() arrivals", where);
    }
    hooks::make_cell(gate_, 0, 8, where, primitive::barrier);
    hooks::make_cell(arrivals_, hooks::barrier_of(static_cast<std::uint64_t>(expected)), 8, where,
                     primitive::barrier);
  }
  ~barrier() {
    hooks::destroy_cell(arrivals_, {});
    hooks::destroy_cell(gate_, {});
  }
  barrier(const barrier&) = delete;
  barrier& operator=(const barrier&) = delete;

  static constexpr std::ptrdiff_t max() noexcept { return (1 << 20) - 1; }

  [[nodiscard]] arrival_token arrive(std::ptrdiff_t n = 1, site where = site::current()) {
    if (n <= 0 || n > max()) hooks::forbidden("one arrives at a barrier at least once", where);
    const std::uint64_t phase = come(static_cast<std::uint64_t>(n), 0, where);
    return arrival_token(this, arrivals_.id, phase);
  }
  void wait(arrival_token&& token, site where = site::current()) const {
    if (token.of_ != this || token.made_ != arrivals_.id)
      hooks::forbidden("a barrier's token is for that barrier alone", where);
    hooks::wait_with_token(gate_, token.phase_, where);
  }
  void arrive_and_wait(site where = site::current()) {
    hooks::wait_at_gate(gate_, come(1, 0, where), where);
  }
  void arrive_and_drop(site where = site::current()) { come(1, 1, where); }

 private:
  std::uint64_t come(std::uint64_t n, std::uint64_t dropped, const site& where) {
    const hooks::arrival a = hooks::arrive(arrivals_, n, dropped, where);
    if (a.last) {
      detail::must_not_throw("the completion function of a barrier", where, [&] { completion_(); });
      hooks::open_gate(arrivals_, gate_, a, where);
    }
    return a.phase;
  }

  hooks::cell gate_;  // first: the barrier's name is that of the object at its address
  hooks::cell arrivals_;
  Completion completion_;
};

}  // namespace engine_backend
}  // namespace suture::sync
