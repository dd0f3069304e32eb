// Mutexes as first-class events: a lock is taken when it is free, never polled for, and the engine
// knows who holds it.
#pragma once

#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

// Not recursive: locking it twice in one thread is a deadlock, and is reported as one.
class mutex {
 public:
  mutex(site where = site::current()) {  // implicit, so that aggregates can hold one
    hooks::make_cell(cell_, 0, 4, where);
  }
  ~mutex() { hooks::destroy_cell(cell_, {}); }
  mutex(const mutex&) = delete;
  mutex& operator=(const mutex&) = delete;

  void lock(site where = site::current()) {
    hooks::acquire(cell_, await_condition::zero, rmw_op::exchange, 1, where);
    hooks::mark_lock(&cell_, true, where);
  }
  bool try_lock(site where = site::current()) {
    const bool taken = hooks::try_acquire(cell_, 0, 1, where);
    if (taken) hooks::mark_lock(&cell_, true, where);
    return taken;
  }
  void unlock(site where = site::current()) {
    hooks::mark_lock(&cell_, false, where);
    hooks::release(cell_, rmw_op::none, 0, where);
  }

  const hooks::cell& engine_cell() const { return cell_; }

 private:
  hooks::cell cell_;
};

// Any number of readers or one writer. The word counts readers; its top bit is the writer.
class shared_mutex {
 public:
  shared_mutex(site where = site::current()) { hooks::make_cell(cell_, 0, 4, where); }
  ~shared_mutex() { hooks::destroy_cell(cell_, {}); }
  shared_mutex(const shared_mutex&) = delete;
  shared_mutex& operator=(const shared_mutex&) = delete;

  void lock(site where = site::current()) {
    hooks::acquire(cell_, await_condition::zero, rmw_op::exchange, exclusive_owner, where);
    hooks::mark_lock(&cell_, true, where);
  }
  bool try_lock(site where = site::current()) {
    const bool taken = hooks::try_acquire(cell_, 0, exclusive_owner, where);
    if (taken) hooks::mark_lock(&cell_, true, where);
    return taken;
  }
  void unlock(site where = site::current()) {
    hooks::mark_lock(&cell_, false, where);
    hooks::release(cell_, rmw_op::none, 0, where);
  }

  void lock_shared(site where = site::current()) {
    hooks::acquire(cell_, await_condition::no_writer, rmw_op::add, 1, where);
    hooks::mark_lock(&cell_, true, where);
  }
  bool try_lock_shared(site where = site::current()) {
    for (std::uint64_t seen = hooks::load(cell_, std::memory_order_relaxed, where);
         holds(await_condition::no_writer, seen);) {
      if (hooks::compare_exchange(cell_, seen, seen + 1, std::memory_order_acquire,
                                  std::memory_order_relaxed, false, where)) {
        hooks::mark_lock(&cell_, true, where);
        return true;
      }
    }
    return false;
  }
  void unlock_shared(site where = site::current()) {
    hooks::mark_lock(&cell_, false, where);
    hooks::release(cell_, rmw_op::sub, 1, where);
  }

  const hooks::cell& engine_cell() const { return cell_; }

 private:
  hooks::cell cell_;
};

}  // namespace engine_backend
}  // namespace suture::sync
