// Memory that readers without a lock may still look at is freed when they have let go of it.
//
// Source: CPython's _PyMem_FreeDelayed and _PyMem_ProcessDelayed (obmalloc.c). Each thread has a
// queue of what it has taken away, each item with a goal of the QSBR, and frees at its safepoints
// what has reached its goal. Not every item advances the sequence: every so many do, or so many
// bytes, and the others wait for the next one. What a thread leaves behind when it ends, all others
// free.
//
// Held: nothing is freed before its goal; everything is, once all threads are quiescent and
// somebody has advanced.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <iterator>

#include "interp_core/qsbr/qsbr.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here, but for the limits, which are
// CPython's.
struct delayed_free_rules {
  // So many items, or bytes, of one thread advance the sequence.
  static constexpr std::size_t items = 128, bytes = std::size_t{1} << 20;

  // Nothing is freed at once.
  static constexpr bool waits_for_readers = true;
  // Large items count by their size (gh-132519).
  static constexpr bool counts_bytes = true;
  // The others wait for the next advance. Otherwise they take the present number for their goal,
  // which may be reached.
  static constexpr bool waits_for_next = true;
  // What a thread leaves behind is kept.
  static constexpr bool keeps_what_is_left = true;
  // Somebody looks at that afterwards (gh-130794).
  static constexpr bool frees_what_is_left = true;
};

// Made before its members, and ends when no other thread is about.
template <class Qsbr = qsbr, class Rules = delayed_free_rules>
class basic_delayed_free {
 public:
  class member;

  explicit basic_delayed_free(Qsbr& periods) : qsbr_(periods) {
    sync::label(lock_, "of what the gone have left");
    sync::label(is_something_left_, "something is left");
  }
  // Nobody can hold anything any more.
  ~basic_delayed_free() {
    if (std::uncaught_exceptions() == 0) end_all(left_);
  }
  basic_delayed_free(const basic_delayed_free&) = delete;
  basic_delayed_free& operator=(const basic_delayed_free&) = delete;

  // How many items wait that threads have left. For checks, when no other thread is about.
  std::size_t waiting() const { return left_.size(); }

 private:
  struct item {
    void* object;
    void (*end)(void*);
    std::uint64_t goal;
  };
  using queue = std::deque<item>;  // goals in order, but in that of the gone

  static void end_all(queue& items) {
    for (const item& each : items) each.end(each.object);
    items.clear();
  }

  void leave(queue& items) {
    if (!Rules::keeps_what_is_left || items.empty()) return;
    const sync::lock_guard<sync::mutex> lock(lock_);
    left_.insert(left_.end(), items.begin(), items.end());
    is_something_left_.store(true, std::memory_order_relaxed);
  }
  void process_left() {
    if (!Rules::frees_what_is_left || !is_something_left_.load(std::memory_order_relaxed)) return;
    queue over;
    {
      const sync::lock_guard<sync::mutex> lock(lock_);
      const auto from = std::stable_partition(
          left_.begin(), left_.end(), [this](const item& each) { return !qsbr_.poll(each.goal); });
      over.assign(from, left_.end());
      left_.erase(from, left_.end());
      is_something_left_.store(!left_.empty(), std::memory_order_relaxed);
    }
    end_all(over);
  }

  Qsbr& qsbr_;
  sync::mutex lock_;
  queue left_;  // under lock_
  sync::atomic<bool> is_something_left_{false};
};

// The queue of a thread, from here to the end of the scope.
template <class Qsbr, class Rules>
class basic_delayed_free<Qsbr, Rules>::member final : public thread_part {
 public:
  member(basic_delayed_free& all, typename Qsbr::member& reader)
      : all_(all), me_(reader.attached()) {
    me_.add(*this);
  }
  ~member() {
    if (std::uncaught_exceptions() != 0) return;
    me_.remove(*this);
    all_.leave(items_);
  }

  // Calls end(object), which frees so many bytes, when no thread can be looking at it: at once
  // where this one has stopped the world. The thread is attached, and the object taken away from
  // where others find it.
  void free_later(void* object, void (*end)(void*), std::size_t bytes) {
    if (!Rules::waits_for_readers || me_.has_stopped_the_world()) {
      end(object);
      return;
    }
    items_.push_back({object, end, goal_for(bytes)});
  }

  // Frees what can be.
  void at_safepoint() override {
    while (!items_.empty() && all_.qsbr_.poll(items_.front().goal)) {
      const item done = items_.front();
      items_.pop_front();
      done.end(done.object);
    }
    all_.process_left();
  }

  std::size_t waiting() const { return items_.size(); }

 private:
  std::uint64_t goal_for(std::size_t bytes) {
    ++new_items_;
    new_bytes_ += Rules::counts_bytes ? bytes : 0;
    if (new_items_ < Rules::items && new_bytes_ < Rules::bytes)
      return all_.qsbr_.next_goal() - (Rules::waits_for_next ? 0 : 2);
    new_items_ = new_bytes_ = 0;
    return all_.qsbr_.advance();
  }

  basic_delayed_free& all_;
  typename Qsbr::thread& me_;
  queue items_;
  std::size_t new_items_ = 0, new_bytes_ = 0;  // since the thread last advanced
};

// sync::destroy, later.
template <class Member, class T>
void destroy_later(Member& by, T* object) {
  by.free_later(
      object, [](void* o) { sync::destroy(static_cast<T*>(o)); }, sizeof(T));
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
