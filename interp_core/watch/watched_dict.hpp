// A dict of which others want to know when it changes.
//
// Source: CPython's dictobject.c (_PyDict_NotifyEvent at the head of each change). Deviations: the
// events of copying and of the dict's end are left out; the lock is taken here, round a dict that
// has none; what was looked up for the event is looked up again for the change.
#pragma once

#include <cstdint>

#include "interp_core/dict/dict.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/result.hpp"
#include "interp_core/watch/watchers.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

enum class dict_change : std::uint8_t { added, modified, deleted, cleared };

// Borrowed: they last as long as the call.
template <class Count>
struct dict_event {
  dict_change what;
  const void* dict;                // which
  object<Count>* key = nullptr;    // null where it is cleared
  object<Count>* value = nullptr;  // the new one; null where there is none
};

// Any thread may call any member while the dict is there. Errors are those of dict, and then nobody
// is told, but for a MemoryError: that comes when all are told. Keys and values as in dict; a value
// that was replaced is dropped when the lock is left. `Policies` has count and locking, as
// dict_policies.
template <class Policies = dict_policies, class Rules = watch_rules>
class watched_dict {
 public:
  using count = typename Policies::count;
  using item = object<count>;
  using event = dict_event<count>;
  using watchers = interp::watchers<event, Rules>;

  // Throws nothing; where there was no memory is_made is false and no other member may be called.
  watched_dict(runtime& rt, watchers& told) : rt_(rt), told_(told), items_(dict::create()) {
    label_lock(lock_, "of a dict");
    sync::label(items_, "items of a dict");
  }
  ~watched_dict() { decref_if<count>(rt_, items_.get()); }
  watched_dict(const watched_dict&) = delete;
  watched_dict& operator=(const watched_dict&) = delete;
  bool is_made() const { return items_.get() != nullptr; }

  // ValueError where nobody has that number.
  error watch(watcher_id id) {
    if (!told_.has(id)) return error::value_error;
    bits_.set(id);
    return error::none;
  }
  error unwatch(watcher_id id) {
    if (!told_.has(id)) return error::value_error;
    bits_.reset(id);
    return error::none;
  }
  // Whose numbers are set, as bits. For checks.
  std::uint32_t watched_by() const { return bits_.now(); }

  // A new reference to the value of key, or null.
  result<item*> get(item& key) {
    const guard held(rt_, lock_);
    return items_.get()->get(rt_, key);
  }

  error set(item& key, item& value) {
    return change(
        [&](item*& old) -> result<event> {
          const result<item*> found = items_.get()->get(rt_, key);
          if (!found.ok()) return found.what;
          old = found.value;
          return event{old == nullptr ? dict_change::added : dict_change::modified, this, &key,
                       &value};
        },
        [&] { return items_.get()->set(rt_, key, value); });
  }
  // KeyError.
  error del(item& key) {
    return change(
        [&](item*& old) -> result<event> {
          const result<item*> found = items_.get()->get(rt_, key);
          if (!found.ok()) return found.what;
          old = found.value;
          if (old == nullptr) return error::key_error;
          return event{dict_change::deleted, this, &key, nullptr};
        },
        [&] { return items_.get()->del(rt_, key); });
  }
  // MemoryError: the dict is emptied by putting another in its place.
  error clear() {
    dict* const fresh = dict::create();
    if (fresh == nullptr) return error::memory_error;
    return change(
        [&](item*& old) -> result<event> {
          old = items_.get();
          return event{dict_change::cleared, this};
        },
        [&] {
          items_.set(fresh);
          return error::none;
        });
  }

 private:
  struct inner : Policies {
    using locking = interp::locking::none;
  };
  using dict = interp::dict<inner>;
  using guard = held<typename Policies::locking>;

  // Describes what will happen, tells, and does it. What describing keeps in `old` is dropped when
  // the lock is left.
  template <class Describe, class Do>
  error change(Describe describe, Do act) {
    std::uint32_t bits = Rules::looks_under_lock ? 0 : bits_.now();
    item* old = nullptr;
    result<event> told = error::none;
    error outcome = error::none;
    {
      const guard held(rt_, lock_);
      if (Rules::looks_under_lock) bits = bits_.now();
      told = describe(old);
      if (told.ok() && Rules::notifies_first) told_.notify(bits, told.value);
      outcome = told.ok() ? act() : told.what;
    }
    if (outcome == error::none && !Rules::notifies_first) told_.notify(bits, told.value);
    decref_if(rt_, old);
    return outcome;
  }

  runtime& rt_;
  watchers& told_;
  watch_bits<Rules> bits_;
  [[no_unique_address]] typename Policies::locking::in_object lock_;
  sync::var<dict*> items_;  // under the lock
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
