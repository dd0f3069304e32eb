// An iterator over any container, which two threads may share.
//
// Source: CPython's listiter_next, dictiter_iternextitem, setiter_iternext. An iterator that has
// come to its end has come to it for good, and gives up its container: once, whoever of the threads
// that share it gets there first. CPython looked at its fields without a lock, and two threads that
// came to the end together dropped the container twice (gh-148873).
#pragma once

#include <atomic>
#include <cstddef>
#include <type_traits>

#include "interp_core/iterator/iterator_end.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The place of an iterator in a container whose entries have numbers. Under the container's lock.
struct numbered_place {
  explicit numbered_place(std::size_t size_then) : size(size_then) {
    sync::label(next, "position");
    sync::label(has_failed, "has failed");
  }

  sync::var<std::size_t> next{0};
  sync::var<bool> has_failed{false};  // for good: the container has another size than it had
  const std::size_t size;
};

// Made by a container's iterate, and any thread with a reference to it may call next. A container
// has:
//   policies         with `iterators`, one of iterator_end
//   yield            what an iterator gives out: a new reference or several; yield{} at the end
//   iterator_place   where an iterator is, made from what iterate knew under the lock
//   in_lock          what an object has as its lock
//   guard_next       the lock that next takes, for a scope
//   step             takes the container's lock, gives out what is next and moves the place on
template <class Container>
class container_iterator : public object<typename Container::count> {
 public:
  using count = typename Container::count;
  using yield = typename Container::yield;

  // What comes next; yield{} at the end, and ever after. RuntimeError, and ever after, if the
  // container has changed so that there is no saying what comes next.
  result<yield> next(runtime& rt);

  // Of make: see the container's iterate. Takes a reference to `over`.
  template <class Known>
  container_iterator(runtime& rt, Container& over, Known known)
      : object<count>(this_type), container_(&over), place_(known) {
    sync::label(container_, "iterated container");
    sync::label(is_over_, "is over");
    label_lock(lock_, "of an iterator");
    incref(rt, over);
  }

 private:
  static constexpr iterator_end end = Container::policies::iterators;
  static constexpr bool locks = end == iterator_end::under_lock;
  static constexpr bool is_atomic =
      end == iterator_end::by_exchange || end == iterator_end::unguarded;
  using guard = std::conditional_t<locks, typename Container::guard_next, not_held>;
  using cell = std::conditional_t<is_atomic, sync::atomic<Container*>, sync::var<Container*>>;

  // Where there is none, the iterator has come to its end.
  Container* container() const {
    if constexpr (is_atomic)
      return container_.load(std::memory_order_acquire);
    else
      return container_.get();
  }
  // The reference that is to be dropped, if it is this thread that comes to drop it.
  Container* give_up(Container& over) {
    if constexpr (end == iterator_end::under_lock) {
      container_.set(nullptr);
      return &over;
    } else if constexpr (end == iterator_end::by_exchange) {
      return container_.exchange(nullptr, std::memory_order_acq_rel);
    } else if constexpr (end == iterator_end::unguarded) {
      if (container() == nullptr) return nullptr;
      container_.store(nullptr, std::memory_order_release);
      return &over;
    } else {
      return nullptr;
    }
  }

  static void dealloc(runtime& rt, object<count>* o) {
    auto* self = static_cast<container_iterator*>(o);
    decref_if<count>(rt, self->container());
    sync::destroy(self);
  }
  static void traverse(object<count>& o, const reference_visitor<count>& visit) {
    if (Container* over = static_cast<container_iterator&>(o).container()) visit(*over);
  }
  static constexpr type_object<count> this_type{
      .name = "iterator", .dealloc = dealloc, .traverse = traverse};

  [[no_unique_address]] typename Container::in_lock lock_;
  cell container_;
  typename Container::iterator_place place_;  // under the container's lock, and so is the next
  sync::var<bool> is_over_{false};
};

template <class Container>
auto container_iterator<Container>::next(runtime& rt) -> result<yield> {
  Container* dropped = nullptr;
  const result<yield> found = [&]() -> result<yield> {
    const guard in(rt, lock_);
    Container* const over = container();
    if (over == nullptr) return yield{};
    const result<yield> taken = over->step(rt, place_, is_over_);
    if (taken.ok() && taken.value == yield{}) dropped = give_up(*over);
    return taken;
  }();
  decref_if<count>(rt, dropped);
  return found;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
