// var<T>: plain shared data, here simply a T.
#pragma once

#include <utility>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

// A T that several threads may reach and that something else has to protect. Copied only through
// get and set, so that each access is one the other backends can see.
template <class T>
class var {
 public:
  using value_type = T;

  var(site = site::current()) {}  // uninitialised where T allows it, even by `var<T>{}`
  var(T v, site = site::current()) : value_(std::move(v)) {}  // implicit by design
  var(const var&) = delete;
  // Not of const&: an int would convert to that as well as to located<T>, and `x = 5` be ambiguous.
  var& operator=(var&) = delete;

  T get(site = site::current()) const { return value_; }
  void set(T v, site = site::current()) { value_ = std::move(v); }
  operator T() const { return value_; }
  var& operator=(located<T> v) {
    value_ = std::move(v.value);
    return *this;
  }

  T& native() noexcept { return value_; }  // for atomic_ref

 private:
  T value_;
};

}  // namespace native_backend
}  // namespace suture::sync
