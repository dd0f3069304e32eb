// stop_source, stop_token and stop_callback ([thread.stoptoken]), written over `sync` itself so
// that a search tries every order of requests, registrations and ends.
//
// For the backends to include behind their own atomic, mutex and memory; in the native one these
// names are the standard library's. The list of callbacks has a lock, which orders a little more
// than the standard promises: registrations of callbacks are ordered among each other.
#pragma once

#include <atomic>
#include <concepts>
#include <new>
#include <type_traits>
#include <utility>

#include "model/sync/site.hpp"

#if defined(SUTURE_BACKEND_NATIVE)

#include <stop_token>

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

using std::nostopstate;
using std::nostopstate_t;
using std::stop_callback;
using std::stop_source;
using std::stop_token;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync

#else

namespace suture::sync {

struct nostopstate_t {
  explicit nostopstate_t() = default;
};
inline constexpr nostopstate_t nostopstate{};

inline namespace SUTURE_BACKEND_NAMESPACE {

namespace detail {

// A registered callback: a link of the state's list.
class stop_callback_link {
 public:
  stop_callback_link() = default;
  stop_callback_link(const stop_callback_link&) = delete;
  stop_callback_link& operator=(const stop_callback_link&) = delete;

 protected:
  ~stop_callback_link() = default;
  virtual void invoke() = 0;
  // An exception would leave it by std::terminate.
  void call_back(site where) {
    must_not_throw("a stop callback", where, [this] { invoke(); });
  }

 private:
  friend class stop_state;
  stop_callback_link* before_ = nullptr;
  stop_callback_link* behind_ = nullptr;
  bool listed_ = false;
  bool* ended_ = nullptr;  // of the callback that runs: tells that it has destroyed itself
};

// What sources, tokens and callbacks share. Counted: the last of them destroys it.
class stop_state {
 public:
  static stop_state* create(site where) {
    if (stop_state* const state = make_at<stop_state>(where)) return state;
    throw std::bad_alloc();
  }
  void hold() { owners_.add_unread(1, std::memory_order_relaxed); }
  void let_go() {
    if (owners_.sub_and_test(1, std::memory_order_acq_rel)) destroy(this);
  }
  void add_source() { sources_.fetch_add(1, std::memory_order_relaxed, {}); }
  void remove_source() { sources_.fetch_sub(1, std::memory_order_relaxed, {}); }

  bool requested(site where) const { return requested_.load(std::memory_order_acquire, where); }
  bool possible(site where) const {
    return requested(where) || sources_.load(std::memory_order_relaxed, where) != 0;
  }

  // Runs the callbacks one by one, without the lock. False where stop has been requested before.
  bool request(site where) {
    lock_.lock(where);
    if (requested_.load(std::memory_order_relaxed, where)) {
      lock_.unlock(where);
      return false;
    }
    requester_ = this_thread_id();
    requested_.store(true, std::memory_order_release, where);
    while (first_ != nullptr) {
      stop_callback_link* const one = first_;
      unlink(*one);
      bool ended = false;
      one->ended_ = &ended;
      running_.store(one, std::memory_order_relaxed, where);
      lock_.unlock(where);
      one->call_back(where);
      if (!ended) one->ended_ = nullptr;
      // From here on the callback may be gone: who waits for it waits for this state's word.
      running_.store(nullptr, std::memory_order_release, where);
      running_.notify_all(where);
      lock_.lock(where);
    }
    lock_.unlock(where);
    return true;
  }

  // False where stop has been requested: then the callback is the caller's to run.
  bool enlist(stop_callback_link& one, site where) {
    lock_.lock(where);
    const bool late = requested_.load(std::memory_order_relaxed, where);
    if (!late) {
      one.behind_ = first_;
      if (first_ != nullptr) first_->before_ = &one;
      first_ = &one;
      one.listed_ = true;
    }
    lock_.unlock(where);
    return !late;
  }

  // Returns once the callback does not run and will not; at once where it is the caller.
  void strike(stop_callback_link& one, site where) {
    lock_.lock(where);
    const bool listed = one.listed_;
    if (listed) unlink(one);
    const bool own = !listed && requester_ == this_thread_id();
    lock_.unlock(where);
    if (listed) return;
    if (!own) {
      running_.wait(&one, std::memory_order_acquire, where);
    } else if (one.ended_ != nullptr) {
      *one.ended_ = true;
    }
  }

 private:
  void unlink(stop_callback_link& one) {
    (one.before_ != nullptr ? one.before_->behind_ : first_) = one.behind_;
    if (one.behind_ != nullptr) one.behind_->before_ = one.before_;
    one.before_ = one.behind_ = nullptr;
    one.listed_ = false;
  }

  atomic<std::uint32_t> owners_{1};
  atomic<std::uint32_t> sources_{0};
  atomic<bool> requested_{false};
  atomic<stop_callback_link*> running_{nullptr};
  mutex lock_;
  std::uint32_t requester_ = 0;          // who has requested stop; protected by the lock
  stop_callback_link* first_ = nullptr;  // likewise
};

// A share in a state, or in none.
class stop_share {
 public:
  stop_share() = default;
  explicit stop_share(stop_state* state) : state_(state) {}  // takes over the caller's share
  stop_share(const stop_share& other) : state_(other.state_) {
    if (state_ != nullptr) state_->hold();
  }
  stop_share(stop_share&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
  stop_share& operator=(stop_share other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~stop_share() {
    if (state_ != nullptr) state_->let_go();
  }

  stop_state* operator->() const { return state_; }
  explicit operator bool() const { return state_ != nullptr; }
  friend bool operator==(const stop_share&, const stop_share&) = default;

 private:
  stop_state* state_ = nullptr;
};

}  // namespace detail

// Asks whether to stop. Without a source it is never asked to.
class stop_token {
 public:
  stop_token() noexcept = default;

  [[nodiscard]] bool stop_requested(site where = site::current()) const {
    return share_ && share_->requested(where);
  }
  [[nodiscard]] bool stop_possible(site where = site::current()) const {
    return share_ && share_->possible(where);
  }
  void swap(stop_token& other) noexcept { std::swap(share_, other.share_); }
  friend bool operator==(const stop_token&, const stop_token&) = default;

 private:
  friend class stop_source;
  template <class Callback>
  friend class stop_callback;
  explicit stop_token(detail::stop_share share) : share_(std::move(share)) {}

  detail::stop_share share_;
};

// Asks to stop: once for all, from whichever of its copies.
class stop_source {
 public:
  stop_source(site where = site::current()) : share_(detail::stop_state::create(where)) { add(); }
  explicit stop_source(nostopstate_t) noexcept {}
  stop_source(const stop_source& other) : share_(other.share_) { add(); }
  stop_source(stop_source&&) noexcept = default;
  stop_source& operator=(stop_source other) noexcept {
    swap(other);
    return *this;
  }
  ~stop_source() {
    if (share_) share_->remove_source();
  }

  // Makes every token say so, and runs the callbacks. False where somebody was faster.
  bool request_stop(site where = site::current()) { return share_ && share_->request(where); }
  [[nodiscard]] bool stop_requested(site where = site::current()) const {
    return share_ && share_->requested(where);
  }
  [[nodiscard]] bool stop_possible() const noexcept { return static_cast<bool>(share_); }
  [[nodiscard]] stop_token get_token() const { return stop_token(share_); }
  void swap(stop_source& other) noexcept { std::swap(share_, other.share_); }
  friend bool operator==(const stop_source&, const stop_source&) = default;

 private:
  void add() {
    if (share_) share_->add_source();
  }

  detail::stop_share share_;
};

// Calls back when stop is requested, in the thread that requests it; at once where it has been. Its
// end waits for a call that is under way in another thread. An exception must not leave the call.
template <class Callback>
class [[nodiscard]] stop_callback final : private detail::stop_callback_link {
 public:
  using callback_type = Callback;

  template <class C>
  requires std::constructible_from<Callback, C>
  explicit stop_callback(stop_token token, C&& callback, site where = site::current())
      : callback_(std::forward<C>(callback)), share_(std::move(token.share_)), where_(where) {
    if (!share_) return;
    enlisted_ = share_->enlist(*this, where_);
    if (!enlisted_) call_back(where_);
  }
  ~stop_callback() {
    if (enlisted_) share_->strike(*this, where_);
  }
  stop_callback(const stop_callback&) = delete;
  stop_callback& operator=(const stop_callback&) = delete;

 private:
  void invoke() override { std::forward<Callback>(callback_)(); }

  Callback callback_;
  detail::stop_share share_;
  site where_;
  bool enlisted_ = false;
};

template <class Callback>
stop_callback(stop_token, Callback) -> stop_callback<Callback>;
template <class Callback>
stop_callback(stop_token, Callback, site) -> stop_callback<Callback>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync

#endif
