// atomic_flag: std::atomic_flag, an atomic<bool> with fewer operations.
//
// The same for every backend (see sync.hpp), for them to include behind their own atomic.
#pragma once

#include <atomic>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Clear at first.
class atomic_flag {
 public:
  atomic_flag(site where = site::current()) : set_(false, where) {}
  atomic_flag(const atomic_flag&) = delete;
  atomic_flag& operator=(const atomic_flag&) = delete;

  // Sets it, and tells whether it was set before.
  bool test_and_set(std::memory_order order = std::memory_order_seq_cst,
                    site where = site::current()) {
    return set_.exchange(true, order, where);
  }
  void clear(std::memory_order order = std::memory_order_seq_cst, site where = site::current()) {
    set_.store(false, order, where);
  }
  bool test(std::memory_order order = std::memory_order_seq_cst,
            site where = site::current()) const {
    return set_.load(order, where);
  }

  // Sleeps while test gives `old`, until a notification (see atomic::wait).
  void wait(bool old, std::memory_order order = std::memory_order_seq_cst,
            site where = site::current()) const {
    set_.wait(old, order, where);
  }
  void notify_one(site where = site::current()) { set_.notify_one(where); }
  void notify_all(site where = site::current()) { set_.notify_all(where); }

 private:
  atomic<bool> set_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
