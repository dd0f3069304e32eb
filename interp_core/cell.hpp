// ordered_cell: a value that threads share without a lock, and yet without a data race.
#pragma once

#include <atomic>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The face of sync::var over an atomic with release stores and acquire loads, as every store and
// load is on the machines of the Gilectomy's time. In the place of a sync::var it takes the data
// race out of the way, so that what is found is what goes wrong in spite of that.
template <class T>
class ordered_cell {
 public:
  ordered_cell(T value = T{}, sync::site where = sync::site::current()) : value_(value, where) {}

  T get(sync::site where = sync::site::current()) const {
    return value_.load(std::memory_order_acquire, where);
  }
  void set(T value, sync::site where = sync::site::current()) {
    value_.store(value, std::memory_order_release, where);
  }

 private:
  sync::atomic<T> value_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
