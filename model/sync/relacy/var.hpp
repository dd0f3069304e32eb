// var<T>: plain shared data, watched by an rl::var.
#pragma once

#include <utility>

#include "model/sync/relacy/execution.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

// The value lies beside a one-byte rl::var that makes the same accesses: Relacy wants to print and
// to zero what its own class holds, and so takes only numbers. A race, a read of a value nobody
// wrote and an access after the destructor are findings, made before the value is touched.
template <class T>
class var {
 public:
  using value_type = T;

  var(site = site::current()) : value_() {}  // holds no value yet
  var(T v, site where = site::current()) : value_(std::move(v)) { watch(where).store(0); }
  var(const var&) = delete;
  var& operator=(var&) = delete;  // not of const&, for the reason given in atomic.hpp

  T get(site where = site::current()) const {
    static_cast<void>(watched_(relacy::info(where)).load());
    return value_;
  }
  void set(T v, site where = site::current()) {
    watch(where).store(0);
    value_ = std::move(v);
  }
  operator T() const { return get({}); }
  var& operator=(located<T> v) {
    set(std::move(v.value), v.where);
    return *this;
  }

 private:
  rl::var_proxy<unsigned char> watch(site where) { return watched_(relacy::info(where)); }

  T value_;
  rl::var<unsigned char> watched_;
};

}  // namespace relacy_backend
}  // namespace suture::sync
