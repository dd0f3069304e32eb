// atomic<shared_ptr<T>> and atomic<weak_ptr<T>> ([util.smartptr.atomic]).
//
// An operation changes the pointer and the counts that belong to it in one step, as every known
// implementation does, by a lock. The step orders what its memory order says and no more. What a
// lock-free implementation could show beyond that is not explored: operations on one object are in
// one order, which every thread sees.
//
// For the backends that explore, to include behind shared_ptr.hpp and their own `indivisible`.
#pragma once

#include <atomic>
#include <utility>

#include "model/sync/shared/shared_ptr.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

namespace detail {

// How the two kinds of pointer count.
template <class T>
struct strong_reference {
  using pointer = shared_ptr<T>;
  static void hold(const owned<T>& p, site where) {
    if (p.block != nullptr) p.block->hold(where);
  }
  static void let_go(const owned<T>& p, site where) {
    if (p.block != nullptr) p.block->let_go(where);
  }
};
template <class T>
struct weak_reference {
  using pointer = weak_ptr<T>;
  static void hold(const owned<T>& p, site where) {
    if (p.block != nullptr) p.block->hold_weak(where);
  }
  static void let_go(const owned<T>& p, site where) {
    if (p.block != nullptr) p.block->let_go_weak(where);
  }
};

template <class T, class Reference>
class atomic_pointer {
  using pointer = typename Reference::pointer;
  using order_t = std::memory_order;
  static constexpr order_t seq_cst = std::memory_order_seq_cst;

 public:
  using value_type = pointer;
  static constexpr bool is_always_lock_free = false;

  atomic_pointer(pointer desired = {}, site where = site::current())
      : shared_(desired.give_up(where), where) {}
  ~atomic_pointer() { Reference::let_go(peek(shared_), {}); }
  atomic_pointer(const atomic_pointer&) = delete;
  atomic_pointer& operator=(atomic_pointer&) = delete;

  pointer load(order_t order = seq_cst, site where = site::current()) const {
    const indivisible step(shared_, where);
    const owned<T> found = shared_.load(order, where);
    Reference::hold(found, where);
    return pointer::adopt(found, where);
  }
  void store(pointer desired, order_t order = seq_cst, site where = site::current()) {
    const owned<T> fresh = desired.give_up(where);
    owned<T> old;
    {
      const indivisible step(shared_, where);
      old = peek(shared_);  // not a load, which would be an event of its own
      shared_.store(fresh, order, where);
    }
    Reference::let_go(old, where);
  }
  pointer exchange(pointer desired, order_t order = seq_cst, site where = site::current()) {
    const owned<T> fresh = desired.give_up(where);
    const indivisible step(shared_, where);
    return pointer::adopt(shared_.exchange(fresh, order, where), where);
  }

  // Equal are pointers to one object with one owner's counts.
  bool compare_exchange_strong(pointer& expected, pointer desired, order_t success, order_t failure,
                               site where = site::current()) {
    return compare_exchange(expected, std::move(desired), success, failure, where);
  }
  bool compare_exchange_strong(pointer& expected, pointer desired, order_t order = seq_cst,
                               site where = site::current()) {
    return compare_exchange(expected, std::move(desired), order, failure_order(order), where);
  }
  // Never fails by chance.
  bool compare_exchange_weak(pointer& expected, pointer desired, order_t success, order_t failure,
                             site where = site::current()) {
    return compare_exchange(expected, std::move(desired), success, failure, where);
  }
  bool compare_exchange_weak(pointer& expected, pointer desired, order_t order = seq_cst,
                             site where = site::current()) {
    return compare_exchange(expected, std::move(desired), order, failure_order(order), where);
  }

  // See atomic::wait.
  void wait(const pointer& old, order_t order = seq_cst, site where = site::current()) const {
    shared_.wait(old.held(where), order, where);
  }
  void notify_one(site where = site::current()) { shared_.notify_one(where); }
  void notify_all(site where = site::current()) { shared_.notify_all(where); }

  bool is_lock_free() const noexcept { return false; }
  operator pointer() const { return load(seq_cst, {}); }
  void operator=(pointer desired) { store(std::move(desired), seq_cst, {}); }

 private:
  bool compare_exchange(pointer& expected, pointer desired, order_t success, order_t failure,
                        site where) {
    owned<T> seen = expected.held(where);
    const owned<T> wanted = desired.held(where);
    bool done = false;
    {
      const indivisible step(shared_, where);
      done = shared_.compare_exchange_strong(seen, wanted, success, failure, where);
      if (!done) Reference::hold(seen, where);
    }
    if (done) {
      desired.give_up(where);
      Reference::let_go(seen, where);  // the one that was held here
    } else {
      expected = pointer::adopt(seen, where);
    }
    return done;
  }

  atomic<owned<T>> shared_;
};

}  // namespace detail

template <class T>
class atomic<shared_ptr<T>> : public detail::atomic_pointer<T, detail::strong_reference<T>> {
 public:
  using detail::atomic_pointer<T, detail::strong_reference<T>>::atomic_pointer;
  using detail::atomic_pointer<T, detail::strong_reference<T>>::operator=;
};

template <class T>
class atomic<weak_ptr<T>> : public detail::atomic_pointer<T, detail::weak_reference<T>> {
 public:
  using detail::atomic_pointer<T, detail::weak_reference<T>>::atomic_pointer;
  using detail::atomic_pointer<T, detail::weak_reference<T>>::operator=;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
