// indivisible: several operations in one step, for the atomics that count.
#pragma once

#include "model/sync/engine/atomic.hpp"

namespace suture::sync {
inline namespace engine_backend {
namespace detail {

// From here to the end of the scope nobody else is in such a step on the same atomic.
class indivisible {
 public:
  template <class T>
  indivisible(const atomic<T>& on, const site& where)
      : cell_(on.engine_cell()), where_(where), begun_(hooks::begin_step(cell_, where)) {}
  ~indivisible() { hooks::end_step(cell_, begun_, where_); }
  indivisible(const indivisible&) = delete;
  indivisible& operator=(const indivisible&) = delete;

 private:
  const hooks::cell& cell_;
  const site& where_;
  std::uint32_t begun_;
};

}  // namespace detail
}  // namespace engine_backend
}  // namespace suture::sync
