// Deferred reference count: references on a thread's stack are not counted at all.
//
// Source: Deutsch and Bobrow (CACM 1976); free-threaded CPython does it for functions, modules and
// code, the objects that every call touches. A count is of references from other objects only. One
// that reaches zero is not dead, since a stack may still hold the object: it goes into a table, and
// a collection, for which all other threads must be at safepoints, frees what is in the table and
// on no stack.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "interp_core/object.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// What it may be told to get wrong; right as it stands here.
struct deferred_rules {
  // The deepest stack of a thread.
  static constexpr std::size_t depth = 1024;

  // A collection looks at the stacks.
  static constexpr bool looks_at_stacks = true;
  // It waits until all other threads are at safepoints, and keeps them there.
  static constexpr bool stops_others = true;
  // What has come to zero is freed by a collection alone, not at once.
  static constexpr bool keeps_zeros = true;
};

template <class Rules = deferred_rules>
class basic_deferred {
 public:
  class domain;
  using target = object<basic_deferred>;

  basic_deferred() { sync::label(count_, "refcount"); }

  // A reference from another object. The caller has it on its stack, or another object holds it.
  void increment(runtime&) { count_.fetch_add(1, std::memory_order_relaxed); }

  // True if it is to be freed at once, which is never right.
  bool decrement(runtime& rt, target& o) {
    if (count_.fetch_sub(1, std::memory_order_acq_rel) != 1) return false;
    if (!Rules::keeps_zeros) return true;
    static_cast<domain*>(rt.counts)->keep(o);
    return false;
  }

  // For checks, when no other thread is about: references from objects.
  std::int64_t value() const { return count_.load(std::memory_order_relaxed); }

 private:
  sync::atomic<std::int64_t> count_{1};  // its maker's, to be given up for a place on the stack
  sync::var<bool> is_kept_{false};       // in the table, whose lock protects it
};

using deferred = basic_deferred<>;

// The table of zeros, and the threads with their stacks.
template <class Rules>
class basic_deferred<Rules>::domain final : public domain_base {
 public:
  explicit domain(runtime& rt) : rt_(rt) {
    sync::label(running_, "threads run");
    sync::label(table_lock_, "of the table of zeros");
    rt_.counts = this;
  }
  ~domain() { rt_.counts = nullptr; }

  class member;

  // At the end, when no other thread is about: until nothing more is freed.
  void settle() {
    while (std::uncaught_exceptions() == 0 && collect() != 0) {
    }
  }

 private:
  friend class basic_deferred;

  void keep(target& o) {
    const sync::lock_guard<sync::mutex> lock(table_lock_);
    if (o.refcount.is_kept_.get()) return;
    o.refcount.is_kept_.set(true);
    zeros_.push_back(&o);
  }

  // While no other thread runs. Frees what is dead, and says how many that were.
  std::size_t collect() {
    std::vector<target*> dead;
    {
      const sync::lock_guard<sync::mutex> lock(table_lock_);
      std::vector<target*> still;
      for (target* o : std::exchange(zeros_, {})) {
        const bool is_counted = o->refcount.value() != 0;
        if (!is_counted && !is_on_a_stack(*o)) {
          dead.push_back(o);
          continue;
        }
        o->refcount.is_kept_.set(!is_counted);
        if (!is_counted) still.push_back(o);
      }
      zeros_.insert(zeros_.end(), still.begin(), still.end());
    }
    for (target* o : dead) o->type->dealloc(rt_, o);
    return dead.size();
  }
  bool is_on_a_stack(const target& o) const {
    if (!Rules::looks_at_stacks) return false;
    return std::any_of(members_.begin(), members_.end(),
                       [&o](const member* m) { return m->has(o); });
  }

  runtime& rt_;
  sync::shared_mutex running_;  // shared by every thread that runs; whoever has it alone collects
  sync::mutex table_lock_;
  std::vector<target*> zeros_;    // under table_lock_
  std::vector<member*> members_;  // changed while no other thread runs
};

// The stack of the thread that makes it, which runs for as long as this lasts, but for its
// safepoints.
template <class Rules>
class basic_deferred<Rules>::domain::member {
 public:
  explicit member(domain& all) : all_(all), slots_(new sync::var<target*>[Rules::depth]) {
    sync::label(top_, "stack height");
    all_.running_.lock();
    all_.members_.push_back(this);
    all_.running_.unlock();
    all_.running_.lock_shared();
  }
  ~member() {
    all_.running_.unlock_shared();
    all_.running_.lock();
    std::erase(all_.members_, this);
    all_.running_.unlock();
  }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

  // Puts a reference on the stack, uncounted. The object is in some other object that the caller
  // can see at this moment, or on the stack already.
  void push(target& o) {
    slots_[top_.get()].set(&o);
    top_.set(top_.get() + 1);
  }
  // Its maker's own, counted reference becomes one on the stack.
  void push_new(target& o) {
    push(o);
    decref(all_.rt_, o);
  }
  void pop() { top_.set(top_.get() - 1); }

  // Lets a collection happen.
  void safepoint() {
    all_.running_.unlock_shared();
    all_.running_.lock_shared();
  }

  // Waits until all others are at a safepoint, and frees what nobody has. How many that were.
  std::size_t collect() {
    if (!Rules::stops_others) return all_.collect();
    all_.running_.unlock_shared();
    all_.running_.lock();
    const std::size_t freed = all_.collect();
    all_.running_.unlock();
    all_.running_.lock_shared();
    return freed;
  }

 private:
  friend class domain;

  bool has(const target& o) const {
    for (std::size_t i = 0; i < top_.get(); ++i)
      if (slots_[i].get() == &o) return true;
    return false;
  }

  domain& all_;
  const std::unique_ptr<sync::var<target*>[]> slots_;
  sync::var<std::size_t> top_{0};
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
