// Threads of a planted program.
#pragma once

#include <vector>

#include "model/sync/sync.hpp"

namespace planted {

// `count` threads that do the same, then join.
template <class Work>
class crowd {
 public:
  crowd(unsigned count, Work work) : work_(std::move(work)) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this, i] { work_(i); });
  }
  ~crowd() {
    for (sync::thread& t : threads_) t.join();
  }
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;

 private:
  Work work_;
  std::vector<sync::thread> threads_;
};

}  // namespace planted
