// shared_ptr, weak_ptr and their atomics ([util.smartptr]), with counts the search can see.
//
// std::shared_ptr counts in plain memory as far as Suture can tell: what goes wrong with its count
// would go unseen. Here the counts are sync::atomic, the object lies in a block of sync::make, and
// the pointer itself is a sync::var: two threads that use one shared_ptr object, one of them to
// change it, are a race, as the standard says; atomic<shared_ptr<T>> is for that.
//
// For the backends that explore, to include behind their own atomic, var and memory; the native
// one has the standard library's. Not for arrays.
#pragma once

#include <atomic>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class T>
class shared_ptr;
template <class T>
class weak_ptr;

namespace detail {

// The counts. All owners together hold one weak reference.
class control_block {
 public:
  control_block() = default;
  control_block(const control_block&) = delete;
  control_block& operator=(const control_block&) = delete;

  void hold(site where = {}) { owners_.add_unread(1, std::memory_order_relaxed, where); }
  void let_go(site where = {}) {
    if (!owners_.sub_and_test(1, std::memory_order_acq_rel, where)) return;
    end_object();
    let_go_weak(where);
  }
  bool hold_if_owned(site where = {}) {
    std::uint32_t n = owners_.load(std::memory_order_relaxed, where);
    while (n != 0 && !owners_.compare_exchange_strong(n, n + 1, std::memory_order_acq_rel,
                                                      std::memory_order_relaxed, where)) {
    }
    return n != 0;
  }
  void hold_weak(site where = {}) { watchers_.add_unread(1, std::memory_order_relaxed, where); }
  void let_go_weak(site where = {}) {
    if (watchers_.sub_and_test(1, std::memory_order_acq_rel, where)) end_self();
  }
  long use_count(site where) const {
    return static_cast<long>(owners_.load(std::memory_order_relaxed, where));
  }

 protected:
  virtual ~control_block() = default;

 private:
  virtual void end_object() = 0;
  virtual void end_self() = 0;

  atomic<std::uint32_t> owners_{1, site{}};
  atomic<std::uint32_t> watchers_{1, site{}};
};

// Of make_shared: the object lies inside.
template <class T>
class joint_block final : public control_block {
  struct no_site {};

 public:
  // A T of `sync` takes the place of its making as its last argument. What takes anything there, as
  // a constructor with a pack does, is not given it.
  template <class... Args>
  explicit joint_block(site where, Args&&... args) {
    void* const room = place_;
    if constexpr (std::is_constructible_v<T, Args..., site> &&
                  !std::is_constructible_v<T, Args..., no_site>) {
      ::new (room) T(std::forward<Args>(args)..., where);
    } else {
      ::new (room) T(std::forward<Args>(args)...);
    }
  }
  T* object() { return std::launder(reinterpret_cast<T*>(place_)); }

 private:
  void end_object() override { object()->~T(); }
  void end_self() override { destroy(this); }

  alignas(T) std::byte place_[sizeof(T)];
};

template <class T, class Deleter>
class pointer_block final : public control_block {
 public:
  pointer_block(T* object, Deleter deleter) : object_(object), deleter_(std::move(deleter)) {}

 private:
  void end_object() override { deleter_(object_); }
  void end_self() override { destroy(this); }

  T* object_;
  Deleter deleter_;
};

// What a shared_ptr or weak_ptr holds.
template <class T>
struct owned {
  T* object = nullptr;
  control_block* block = nullptr;
  friend bool operator==(const owned&, const owned&) = default;
};

}  // namespace detail

// Owns an object together with its copies; the last of them destroys it.
template <class T>
class shared_ptr {
  static_assert(!std::is_array_v<T>, "sync::shared_ptr is not for arrays");
  using owned = detail::owned<T>;

 public:
  using element_type = T;
  using weak_type = weak_ptr<T>;

  shared_ptr(site where = site::current()) : held_(owned{}, where) {}
  shared_ptr(std::nullptr_t, site where = site::current()) : held_(owned{}, where) {}
  // Owns what sync::make has made.
  template <std::convertible_to<T*> Y>
  explicit shared_ptr(Y object, site where = site::current())
      : shared_ptr(
            object, [](Y last) { destroy(last); }, where) {}
  // Calls the deleter for it in the end.
  template <class Y, std::invocable<Y*> Deleter>
  requires std::convertible_to<Y*, T*> shared_ptr(Y* object, Deleter deleter,
                                                  site where = site::current())
      : held_(owned{object, block_of(object, deleter, where)}, where) {}
  // Shares what `other` owns, and points elsewhere.
  template <class Y>
  shared_ptr(const shared_ptr<Y>& other, T* object, site where = site::current())
      : held_(owned{object, other.held(where).block}, where) {
    hold(where);
  }
  // Throws std::bad_weak_ptr where the object is gone.
  template <class Y>
  requires std::convertible_to<Y*, T*>
  explicit shared_ptr(const weak_ptr<Y>& from, site where = site::current())
      : shared_ptr(from.lock(where)) {
    if (get(where) == nullptr) throw std::bad_weak_ptr();
  }
  shared_ptr(const shared_ptr& other, site where = site::current())
      : held_(other.held(where), where) {
    hold(where);
  }
  template <class Y>
  requires std::convertible_to<Y*, T*> shared_ptr(const shared_ptr<Y>& other,
                                                  site where = site::current())
      : held_(owned{other.held(where).object, other.held(where).block}, where) {
    hold(where);
  }
  shared_ptr(shared_ptr&& other, site where = site::current()) noexcept
      : held_(other.give_up(where), where) {}
  template <class Y>
  requires std::convertible_to<Y*, T*> shared_ptr(shared_ptr<Y>&& other,
                                                  site where = site::current())
  noexcept : held_(as_own(other.give_up(where)), where) {}
  ~shared_ptr() {
    if (control_block* last = held().block) last->let_go();
  }
  shared_ptr& operator=(shared_ptr other) noexcept {
    swap(other, {});
    return *this;
  }

  void reset(site where = site::current()) { shared_ptr(where).swap(*this, where); }
  template <std::convertible_to<T*> Y>
  void reset(Y object, site where = site::current()) {
    shared_ptr(object, where).swap(*this, where);
  }
  void swap(shared_ptr& other, site where = site::current()) {
    const owned mine = held(where);
    held_.set(other.held(where), where);
    other.held_.set(mine, where);
  }

  T* get(site where = site::current()) const { return held(where).object; }
  T& operator*() const { return *get({}); }
  T* operator->() const { return get({}); }
  explicit operator bool() const { return get({}) != nullptr; }
  long use_count(site where = site::current()) const {
    const owned now = held(where);
    return now.block == nullptr ? 0 : now.block->use_count(where);
  }

  friend bool operator==(const shared_ptr& a, const shared_ptr& b) {
    return a.get({}) == b.get({});
  }
  friend bool operator==(const shared_ptr& a, std::nullptr_t) { return a.get({}) == nullptr; }
  friend std::strong_ordering operator<=>(const shared_ptr& a, const shared_ptr& b) {
    return std::compare_three_way()(a.get({}), b.get({}));
  }

  // For atomic<shared_ptr> and make_shared: takes over a reference, gives one away, shows it.
  static shared_ptr adopt(owned reference, site where = {}) {
    shared_ptr result(where);
    result.held_.set(reference, where);
    return result;
  }
  owned give_up(site where = {}) {
    const owned mine = held(where);
    held_.set(owned{}, where);
    return mine;
  }
  owned held(site where = {}) const { return held_.get(where); }

 private:
  using control_block = detail::control_block;
  template <class Y, class Deleter>
  static control_block* block_of(Y* object, Deleter& deleter, site where) {
    using made = detail::pointer_block<Y, Deleter>;
    if (control_block* const block = make_at<made>(where, object, deleter)) return block;
    deleter(object);
    throw std::bad_alloc();
  }
  template <class Y>
  static owned as_own(detail::owned<Y> other) {
    return {other.object, other.block};
  }
  void hold(site where = {}) {
    if (control_block* shared = held(where).block) shared->hold(where);
  }

  var<owned> held_;
};

// Watches an object that shared_ptrs own, and keeps only its counts.
template <class T>
class weak_ptr {
  using owned = detail::owned<T>;

 public:
  using element_type = T;

  weak_ptr(site where = site::current()) : held_(owned{}, where) {}
  template <class Y>
  requires std::convertible_to<Y*, T*> weak_ptr(const shared_ptr<Y>& from,
                                                site where = site::current())
      : held_(owned{from.held(where).object, from.held(where).block}, where) {
    hold(where);
  }
  weak_ptr(const weak_ptr& other, site where = site::current()) : held_(other.held(where), where) {
    hold(where);
  }
  weak_ptr(weak_ptr&& other, site where = site::current()) noexcept
      : held_(other.give_up(where), where) {}
  ~weak_ptr() {
    if (detail::control_block* last = held().block) last->let_go_weak();
  }
  weak_ptr& operator=(weak_ptr other) noexcept {
    swap(other, {});
    return *this;
  }

  // The object, or null where nobody owns it any more.
  shared_ptr<T> lock(site where = site::current()) const {
    const owned now = held(where);
    if (now.block == nullptr || !now.block->hold_if_owned(where)) return shared_ptr<T>(where);
    return shared_ptr<T>::adopt(now, where);
  }
  bool expired(site where = site::current()) const { return use_count(where) == 0; }
  long use_count(site where = site::current()) const {
    const owned now = held(where);
    return now.block == nullptr ? 0 : now.block->use_count(where);
  }
  void reset(site where = site::current()) { weak_ptr(where).swap(*this, where); }
  void swap(weak_ptr& other, site where = site::current()) {
    const owned mine = held(where);
    held_.set(other.held(where), where);
    other.held_.set(mine, where);
  }

  static weak_ptr adopt(owned reference, site where = {}) {
    weak_ptr result(where);
    result.held_.set(reference, where);
    return result;
  }
  owned give_up(site where = {}) {
    const owned mine = held(where);
    held_.set(owned{}, where);
    return mine;
  }
  owned held(site where = {}) const { return held_.get(where); }

 private:
  void hold(site where = {}) {
    if (detail::control_block* shared = held(where).block) shared->hold_weak(where);
  }

  var<owned> held_;
};

// The object and its counts in one block.
template <class T, class... Args>
[[nodiscard]] shared_ptr<T> make_shared_at(site where, Args&&... args) {
  auto* const block = make_at<detail::joint_block<T>>(where, where, std::forward<Args>(args)...);
  if (block == nullptr) throw std::bad_alloc();
  return shared_ptr<T>::adopt({block->object(), block}, where);
}
template <class T, class... Args>
[[nodiscard]] shared_ptr<T> make_shared(Args&&... args) {
  return make_shared_at<T>(site{}, std::forward<Args>(args)...);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
