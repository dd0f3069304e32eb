// The eval breaker: what others ask of a thread, for it to see between two instructions.
//
// Source: CPython's tstate->eval_breaker (ceval_gil.c): one word of bits, so that a thread that is
// asked nothing pays for one load.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

enum class request : std::uint32_t {
  stop = 1,     // somebody stops the world
  merge = 2,    // others have dropped objects that this thread owns
  collect = 4,  // it is time for a collection
  free = 8      // memory waits to be freed
};

// Any thread may ask; only the thread it belongs to takes requests back. Orders nothing: whoever
// asks leaves what the request is about under a lock.
class eval_breaker {
 public:
  eval_breaker() { sync::label(bits_, "eval breaker"); }

  bool is_asked() const { return bits_.load(std::memory_order_relaxed) != 0; }
  void ask(request what) { bits_.fetch_or(bit(what), std::memory_order_relaxed); }
  // Was it asked? Then it is not any more.
  bool take(request what) {
    if ((bits_.load(std::memory_order_relaxed) & bit(what)) == 0) return false;
    bits_.fetch_and(~bit(what), std::memory_order_relaxed);
    return true;
  }

 private:
  static constexpr std::uint32_t bit(request what) { return static_cast<std::uint32_t>(what); }

  sync::atomic<std::uint32_t> bits_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
