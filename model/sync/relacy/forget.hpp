// Calls that let a thread wait without ordering memory, over a library in which they do.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "model/sync/relacy/execution.hpp"

namespace suture::sync {
inline namespace relacy_backend {
namespace detail {

// Relacy lets a wake-up order memory as a mutex would. The futex call promises no such thing, and
// a lock that counts on it is wrong, so a waiter forgets what it learned by being woken.
class forget_on_return {
 public:
  explicit forget_on_return(rl::context& c) : thread_(*c.threadx_) {
    count_ = static_cast<std::size_t>(c.get_thread_count());
    std::copy_n(thread_.acq_rel_order_, count_, known_.begin());
  }
  ~forget_on_return() {
    known_[static_cast<std::size_t>(thread_.index_)] = thread_.own_acq_rel_order_;
    std::copy_n(known_.begin(), count_, thread_.acq_rel_order_);
  }
  forget_on_return(const forget_on_return&) = delete;
  forget_on_return& operator=(const forget_on_return&) = delete;

 private:
  rl::thread_info_base& thread_;
  std::size_t count_;
  std::array<rl::timestamp_t, relacy::max_threads + 1> known_{};
};

}  // namespace detail
}  // namespace relacy_backend
}  // namespace suture::sync
