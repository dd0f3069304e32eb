// G1: dict_subscript, which unlocks twice on its way to __missing__.
//
// dictobject.c, in our own words: where a subclass of dict has no such key, dict_subscript releases
// the lock and calls __missing__; back from there it releases the lock again. The recursive lock
// keeps a count and an owner: the second release makes the count -1. To the same thread's next lock
// a count other than zero with its own name beside it means that it is inside already, so it counts
// up, to zero, and walks in without having taken anything.
//
// Fixed: one unlock on each way out.
#include "interp_core/lock/futex_mutex.hpp"
#include "interp_core/lock/hold.hpp"
#include "interp_core/lock/recursive_lock.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

// The recursive lock as a release build has it, without the assertion on the count. The two fields
// are sequentially consistent, which keeps bug G7 out of the picture.
class counting_lock {
 public:
  counting_lock() {
    sync::label(count_, "lock count");
    sync::label(owner_, "lock owner");
  }

  void lock() {
    const std::uint32_t me = interp::lock_owner_id();
    const int count = count_.load();
    if (count != 0 && owner_.load() == me) {
      count_.store(count + 1);
      return;
    }
    native_.lock();
    owner_.store(me);
    count_.store(1);
  }

  void unlock() {
    const int count = count_.load() - 1;
    count_.store(count);
    if (count == 0) native_.unlock();
  }

 private:
  interp::futex_mutex<> native_;
  sync::atomic<int> count_{0};
  sync::atomic<std::uint32_t> owner_{0};
};

template <bool UnlocksTwice>
class dict {
 public:
  dict() { sync::label(used_, "ma_used"); }

  // A look-up that finds nothing; __missing__ does nothing here.
  void subscript_missing() {
    lock_.lock();
    lock_.unlock();
    if (UnlocksTwice) lock_.unlock();
  }

  void set_new() {
    const interp::hold held(lock_);
    used_.set(used_.get() + 1);
  }

  int used() const { return used_.get(); }

 private:
  counting_lock lock_;
  sync::var<int> used_{0};  // protected by lock_
};

// The main thread misses a key; then it and another set one each.
template <bool UnlocksTwice>
void miss_then_set() {
  dict<UnlocksTwice> d;
  d.subscript_missing();
  sync::thread other([&] { d.set_new(); });
  d.set_new();
  other.join();
  sync::check(d.used() == 2, "both keys are there");
}

constexpr const char* source = "Gilectomy bug G1: dictobject.c, dict_subscript, __missing__";

}  // namespace

void register_missing(registry& out) {
  out.add({.id = "gilectomy.missing_key/fix=none",
           .summary = "after an unlock too many the next lock takes nothing, and two are inside",
           .provenance = source,
           .expected = "race",
           .threads = 1},
          this_backend, miss_then_set<true>);
  out.add({.id = "gilectomy.missing_key/fix=one_unlock",
           .summary = "each way out unlocks once",
           .provenance = source,
           .threads = 1},
          this_backend, miss_then_set<false>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
