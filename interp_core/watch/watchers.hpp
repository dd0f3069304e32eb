// Callbacks that are told before an object changes: a small table of them, and bits in the object
// that say who wants to know.
//
// Source: CPython's dict and type watchers (PyDict_AddWatcher, PyDict_Watch, _PyDict_NotifyEvent;
// PyType_AddWatcher, PyType_Watch), made for compilers that keep what they have read. Who watches
// sets its bit and then reads under the object's lock; who changes looks at the bits, calls and
// changes under that lock, in one section. So whoever read the old value before the change had its
// bit set before, and is told.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/result.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here. The first two are watched_dict's, the
// third class_object's.
struct watch_rules {
  // The bits are looked at with the object's lock held.
  static constexpr bool looks_under_lock = true;
  // Who watches is told before the object changes. Otherwise when it has changed and the lock is
  // left.
  static constexpr bool notifies_first = true;
  // To watch a class is to give it a version, since one without is taken for changed.
  static constexpr bool versions_the_watched = true;

  // A bit is set by an update. Otherwise by a load and a store.
  static constexpr bool sets_by_update = true;
  // A callback that is taken out may still be called by who has found it.
  static constexpr bool frees_late = true;
};

using watcher_id = std::uint32_t;
// CPython: DICT_MAX_WATCHERS, TYPE_MAX_WATCHERS.
inline constexpr watcher_id most_watchers = 8;

// In the object that is watched: who wants to know. Any thread may change it.
template <class Rules = watch_rules>
class watch_bits {
 public:
  watch_bits() { sync::label(bits_, "watchers"); }

  void set(watcher_id id) {
    if (Rules::sets_by_update) {
      bits_.fetch_or(bit(id), std::memory_order_acq_rel);
    } else {
      bits_.store(bits_.load(std::memory_order_acquire) | bit(id), std::memory_order_release);
    }
  }
  void reset(watcher_id id) { bits_.fetch_and(~bit(id), std::memory_order_acq_rel); }
  std::uint32_t now() const { return bits_.load(std::memory_order_acquire); }

 private:
  static constexpr std::uint32_t bit(watcher_id id) { return 1U << id; }

  sync::atomic<std::uint32_t> bits_{0};
};

// The table. Any thread may call any member; made before and gone after all objects that are
// watched. Where callbacks are cleared while others may be called, the runtime has grace_periods,
// of which whoever notifies is a member.
template <class Event, class Rules = watch_rules>
class watchers {
 public:
  // Called with the lock of the object held, which it must not take; it must not change the object.
  using callback = void (*)(runtime&, const Event&, void* with);

  explicit watchers(runtime& rt) : rt_(rt) {
    for (auto& slot : slots_) sync::label(slot, "watcher");
  }
  ~watchers() {
    for (auto& slot : slots_) sync::destroy(slot.load(std::memory_order_acquire));
  }
  watchers(const watchers&) = delete;
  watchers& operator=(const watchers&) = delete;

  // A number for the callback, the least that is free. RuntimeError where all are in use,
  // MemoryError where there is no memory. `with` outlives the calls: for a grace period after
  // clear.
  result<watcher_id> add(callback call, void* with) {
    auto* const made = sync::make_at<watcher>(sync::site::current(), call, with);
    if (made == nullptr) return error::memory_error;
    for (watcher_id id = 0; id < most_watchers; ++id) {
      watcher* nobody = nullptr;
      if (slots_[id].compare_exchange_strong(nobody, made, std::memory_order_release,
                                             std::memory_order_relaxed))
        return id;
    }
    sync::destroy(made);
    return error::runtime_error;
  }

  // ValueError where nobody has that number. Its bits stay in the objects: who gets the number next
  // is told of those as well, as in CPython.
  error clear(watcher_id id) {
    if (!is_valid(id)) return error::value_error;
    watcher* const gone = slots_[id].exchange(nullptr, std::memory_order_acq_rel);
    if (gone == nullptr) return error::value_error;
    if (Rules::frees_late) {
      destroy_later(rt_, gone);
    } else {
      sync::destroy(gone);
    }
    return error::none;
  }

  bool has(watcher_id id) const {
    return is_valid(id) && slots_[id].load(std::memory_order_acquire) != nullptr;
  }

  // Calls those whose bits are set, in the order of their numbers.
  void notify(std::uint32_t bits, const Event& event) const {
    for (watcher_id id = 0; bits != 0; ++id, bits >>= 1U) {
      if ((bits & 1U) == 0) continue;
      const watcher* const found = slots_[id].load(std::memory_order_acquire);
      if (found != nullptr) found->call.get()(rt_, event, found->with.get());
    }
  }

 private:
  struct watcher {
    watcher(callback c, void* w) : call(c), with(w) {
      sync::label(call, "callback");
      sync::label(with, "callback's data");
    }
    sync::var<callback> call;
    sync::var<void*> with;
  };

  static bool is_valid(watcher_id id) { return id < most_watchers; }

  runtime& rt_;
  std::array<sync::atomic<watcher*>, most_watchers> slots_{};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
