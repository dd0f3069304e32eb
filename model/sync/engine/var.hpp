// Plain shared data. Its accesses are not ordered by the engine but watched: two that conflict and
// that nothing orders are a race; one outside the object's lifetime, or of a value nobody wrote, is
// a finding too.
#pragma once

#include <type_traits>
#include <utility>

#include "model/sync/engine/atomic.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

template <class T>
class var {
 public:
  var(site where = site::current()) : value_() {  // holds no value yet: reading it is a finding
    hooks::make_shadow(shadow_, this, sizeof(*this), false, where);
  }
  var(T value, site where = site::current()) : value_(std::move(value)) {
    hooks::make_shadow(shadow_, this, sizeof(*this), true, where);
  }
  ~var() { hooks::destroy_shadow(shadow_, this, {}); }
  var(const var&) = delete;
  var& operator=(var&) = delete;  // not const: a temporary made from a T must not fit

  T get(site where = site::current()) const {
    hooks::plain_read(shadow_, this, hooks::describe(value_), where);
    return value_;
  }
  void set(T value, site where = site::current()) {
    if constexpr (std::is_trivially_copyable_v<T> && sizeof(T) <= 8) detail::clear_padding(value);
    hooks::plain_write(shadow_, this, hooks::describe(value), where);
    value_ = std::move(value);
  }
  operator T() const { return get(hooks::nearest(shadow_)); }
  var& operator=(located<T> value) {
    set(std::move(value.value), value.where);
    return *this;
  }

  // For sync::atomic_ref.
  site nearest() const { return hooks::nearest(shadow_); }
  hooks::cell& engine_cell(site where) const {
    return hooks::referent(shadow_, this, detail::to_bits(value_), sizeof(T), where);
  }

 private:
  T value_;
  hooks::shadow shadow_;
};

}  // namespace engine_backend
}  // namespace suture::sync
