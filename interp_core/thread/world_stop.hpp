// How a world is stopped and started again.
#pragma once

#include "interp_core/thread/world.hpp"
#include "interp_core/thread/world_member.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Rules, class Parking>
void basic_world<Rules, Parking>::add(member& m) {
  const sync::lock_guard<sync::mutex> lock(head_);
  if (Rules::suspends_the_new && is_requested()) m.state_.suspend();
  m.next_.set(first_.get());
  first_.set(&m);
}

template <class Rules, class Parking>
void basic_world<Rules, Parking>::remove(member& m) {
  const sync::lock_guard<sync::mutex> lock(head_);
  sync::var<member*>* link = &first_;
  while (link->get() != &m) link = &link->get()->next_;
  link->set(m.next_.get());
  // One that is suspended has been counted.
  if (Rules::counts_the_leaving && is_requested() && m.state_.now() != attached_state::suspended)
    one_less();
}

template <class Rules, class Parking>
void basic_world<Rules, Parking>::stop(member& me) {
  if constexpr (Rules::one_at_a_time) {
    if constexpr (Rules::lets_others_stop_it) {
      lock(me, stopper_);
    } else {
      stopper_.lock();
    }
  }
  {
    const sync::lock_guard<sync::mutex> lock(head_);
    requester_.set(&me);
    all_stopped_.store(0, std::memory_order_relaxed);
    std::uint32_t others = 0;
    each([&](const member& m) { others += &m != &me ? 1U : 0U; });
    countdown_.set(others);
  }
  await_all(me);
  me.has_stopped_ = true;
}

template <class Rules, class Parking>
void basic_world<Rules, Parking>::await_all(member& me) {
  for (;;) {
    {
      const sync::lock_guard<sync::mutex> lock(head_);
      if (suspend_or_ask()) return;
    }
    const auto wait = [this] {
      if constexpr (Rules::looks_again) {
        Parking::wait_for(all_stopped_, 0, patience);
      } else {
        Parking::wait(all_stopped_, 0);
      }
    };
    if constexpr (Rules::waits_attached) {
      wait();
    } else {
      me.without(wait);
    }
  }
}

// Suspends who is detached, and asks who is attached to do so. Are all suspended now?
template <class Rules, class Parking>
bool basic_world<Rules, Parking>::suspend_or_ask() {
  each([this](member& m) {
    if (&m == requester_.get()) return;
    if (m.state_.suspend()) {
      one_less();
    } else if (m.is_attached()) {
      m.breaker_.ask(request::stop);
    }
  });
  return countdown_.get() == 0;
}

template <class Rules, class Parking>
void basic_world<Rules, Parking>::one_less() {
  sync::check(countdown_.get() != 0, "a thread that is waited for is counted once");
  countdown_.set(countdown_.get() - 1);
  if (countdown_.get() != 0) return;
  all_stopped_.store(1, std::memory_order_relaxed);
  Parking::wake_all(all_stopped_);
}

template <class Rules, class Parking>
void basic_world<Rules, Parking>::start(member& me) {
  me.has_stopped_ = false;
  {
    const sync::lock_guard<sync::mutex> lock(head_);
    requester_.set(nullptr);
    each([&](member& m) {
      if (&m != &me) m.state_.resume();
    });
  }
  if constexpr (Rules::one_at_a_time) stopper_.unlock();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
