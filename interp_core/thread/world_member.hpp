// One thread of a world: it attaches, detaches, and suspends itself where it is asked to.
#pragma once

#include <exception>

#include "interp_core/thread/eval_breaker.hpp"
#include "interp_core/thread/thread_part.hpp"
#include "interp_core/thread/world.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made by its thread, detached at first, and gone when that ends. It ends attached or detached.
template <class Rules, class Parking>
class basic_world<Rules, Parking>::member : public parted_thread {
 public:
  explicit member(basic_world& all) : all_(all), state_(attached_state::detached) {
    sync::label(next_, "next thread");
    all_.add(*this);
  }
  ~member() {
    if (std::uncaught_exceptions() == 0) all_.remove(*this);
  }

  // From now on it may touch objects. Waits while the world is stopped.
  void attach() {
    state_.attach();
    tell_attached();
  }
  // Before what may block.
  void detach() { leave(attached_state::detached); }
  bool is_attached() const { return state_.now() == attached_state::attached; }
  // Has this thread, which is the calling one, stopped the world?
  bool has_stopped_the_world() const { return has_stopped_; }

  // Runs `body`, which touches no object and may block, detached. Not where an exception passes.
  template <class Body>
  void without(Body body) {
    detach();
    body();
    attach();
  }

  // Between two instructions, attached.
  void safepoint() {
    if (breaker_.is_asked() && breaker_.take(request::stop)) suspend_if_requested();
    tell_safepoint();
  }

  eval_breaker& breaker() { return breaker_; }

 private:
  friend class basic_world;

  void leave(attached_state to) {
    tell_detaching();
    state_.leave(to);
  }

  // The request may be over, or the thread's own.
  void suspend_if_requested() {
    {
      const sync::lock_guard<sync::mutex> lock(all_.head_);
      if (!all_.is_requested() || all_.requester_.get() == this) return;
      leave(attached_state::suspended);
      all_.one_less();
    }
    attach();
  }

  basic_world& all_;
  attachment<Rules, Parking> state_;
  eval_breaker breaker_;
  bool has_stopped_ = false;  // the thread's own
  sync::var<member*> next_{nullptr};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
