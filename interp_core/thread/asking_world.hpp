// All threads of an interpreter, and how one of them stops the others: by a bit in the word that
// says whether a thread is attached.
//
// Source: interp_core. CPython asks a thread in its eval breaker, and another word says whether it
// is attached; so one that detaches may miss the question, and whoever asks has to look again and
// again (basic_world). Here the question and the state are one word, each changed by an update: a
// thread that detaches learns that it was asked, and who asks learns whether it was attached.
// Nobody polls, and no thread takes a lock to stop. The price: to detach is an update, not a store.
//
// Held: as in basic_world.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>

#include "interp_core/thread/parking.hpp"
#include "interp_core/thread/scopes.hpp"
#include "interp_core/thread/thread_part.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct asking_rules {
  // Who stops the world finds what a thread has done before it let go; and a thread that was asked
  // finds itself counted.
  static constexpr std::memory_order publish = std::memory_order_acq_rel;
  static constexpr std::memory_order ask = std::memory_order_acq_rel;
  // A thread that detaches answers the question. Otherwise only its safepoints do.
  static constexpr bool answers_where_it_detaches = true;
  // A thread that begins while the world is stopped begins suspended.
  static constexpr bool suspends_the_new = true;
  // Who starts the world wakes the others.
  static constexpr bool wakes = true;
  // See basic_world.
  static constexpr bool waits_attached = true;
  static constexpr bool lets_others_stop_it = true;
  static constexpr bool takes_locks_attached = true;
};

// Made before its members.
template <class Rules = asking_rules, class Parking = parking::on_futex>
class asking_world {
 public:
  class member;

  asking_world() {
    sync::label(stopper_, "of who stops the world");
    sync::label(head_, "of the threads");
    sync::label(is_stopped_, "world is stopped");
    sync::label(first_, "first thread");
    sync::label(running_, "threads still to stop");
  }
  asking_world(const asking_world&) = delete;
  asking_world& operator=(const asking_world&) = delete;

  // All threads but `me`, the calling one, which is attached, are stopped until it calls start.
  void stop(member& me);
  void start(member& me);

  template <class Mutex>
  void lock(member& me, Mutex& m) {
    lock_detached<Rules::takes_locks_attached>(me, m);
  }

  // Calls visit(member&) for each thread, the last one that came first. No thread comes or goes
  // meanwhile; what belongs to a thread alone is safe to touch where the world is stopped.
  template <class Visit>
  void for_each(Visit visit) {
    const sync::lock_guard<sync::mutex> lock(head_);
    each(visit);
  }

 private:
  template <class Visit>
  void each(Visit visit) {
    for (member* m = first_.get(); m != nullptr; m = m->next_.get()) visit(*m);
  }
  // So many have stopped.
  void stopped(std::uint32_t number) {
    const std::uint32_t before = running_.fetch_sub(number, std::memory_order_acq_rel);
    sync::check(before >= number, "a thread that is waited for is counted once");
    if (before == number) Parking::wake_all(running_);
  }

  sync::mutex stopper_;
  sync::mutex head_;  // protects the next two
  sync::var<bool> is_stopped_{false};
  sync::var<member*> first_{nullptr};
  sync::atomic<std::uint32_t> running_{0};
};

// One thread. Made by it or before it, detached at first; at its end it is attached or detached,
// and its thread does not run, or is the calling one.
template <class Rules, class Parking>
class asking_world<Rules, Parking>::member : public parted_thread {
 public:
  explicit member(asking_world& all) : all_(all) {
    sync::label(word_, "thread is attached");
    sync::label(next_, "next thread");
    const sync::lock_guard<sync::mutex> lock(all_.head_);
    if (Rules::suspends_the_new && all_.is_stopped_.get())
      word_.store(asked, std::memory_order_relaxed);
    next_.set(all_.first_.get());
    all_.first_.set(this);
  }
  ~member() {
    if (std::uncaught_exceptions() != 0) return;
    if (is_attached()) detach();
    const sync::lock_guard<sync::mutex> lock(all_.head_);
    sync::var<member*>* link = &all_.first_;
    while (link->get() != this) link = &link->get()->next_;
    link->set(next_.get());
  }

  // From now on it may touch objects. Waits while the world is stopped.
  void attach() {
    std::uint32_t seen = detached;
    while (!word_.compare_exchange_strong(seen, attached, std::memory_order_acquire,
                                          std::memory_order_relaxed)) {
      Parking::wait(word_, asked);
      seen = detached;
    }
    tell_attached();
  }
  // Before what may block.
  void detach() {
    tell_detaching();
    const std::uint32_t before = word_.fetch_and(~attached, Rules::publish);
    if (Rules::answers_where_it_detaches && (before & asked) != 0) all_.stopped(1);
  }
  bool is_attached() const { return (word_.load(std::memory_order_relaxed) & attached) != 0; }
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
    if ((word_.load(std::memory_order_relaxed) & asked) != 0) {
      detach();
      if (!Rules::answers_where_it_detaches) all_.stopped(1);
      attach();
    }
    tell_safepoint();
  }

 private:
  friend class asking_world;

  // Asked and not attached: suspended.
  static constexpr std::uint32_t detached = 0, attached = 1, asked = 2;

  bool ask() { return (word_.fetch_or(asked, Rules::ask) & attached) != 0; }
  void release() {
    word_.fetch_and(~asked, std::memory_order_release);
    if (Rules::wakes) Parking::wake_all(word_);
  }

  asking_world& all_;
  sync::atomic<std::uint32_t> word_{detached};
  bool has_stopped_ = false;  // the thread's own
  sync::var<member*> next_{nullptr};
};

template <class Rules, class Parking>
void asking_world<Rules, Parking>::stop(member& me) {
  if constexpr (Rules::lets_others_stop_it) {
    lock(me, stopper_);
  } else {
    stopper_.lock();
  }
  {
    const sync::lock_guard<sync::mutex> lock(head_);
    is_stopped_.set(true);
    std::uint32_t others = 0;
    each([&](const member& m) { others += &m != &me ? 1U : 0U; });
    running_.store(others, std::memory_order_relaxed);
    each([&](member& m) {
      if (&m != &me && !m.ask()) stopped(1);
    });
  }
  const auto wait = [this] {
    for (std::uint32_t left; (left = running_.load(std::memory_order_acquire)) != 0;)
      Parking::wait(running_, left);
  };
  if constexpr (Rules::waits_attached) {
    wait();
  } else {
    me.without(wait);
  }
  me.has_stopped_ = true;
}

template <class Rules, class Parking>
void asking_world<Rules, Parking>::start(member& me) {
  me.has_stopped_ = false;
  {
    const sync::lock_guard<sync::mutex> lock(head_);
    is_stopped_.set(false);
    each([&](member& m) {
      if (&m != &me) m.release();
    });
  }
  stopper_.unlock();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
