// Biased reference count: the thread that made an object counts plainly, all others atomically.
//
// Source: Choi, Shull, Torrellas, "Biased Reference Counting" (PACT 2018), as free-threaded CPython
// has it (object.c, brc.c). Two counts make up one: `local`, which only the owner writes, and
// `shared`. When the owner is done the two are merged, and from then on there is only `shared`.
//   A thread that is not the owner and drops a reference that only the owner can have counted does
//   not count at all: it puts the object into the owner's queue, and the queue has that reference
//   from then on. The owner merges what is in its queue at its next safepoint.
//
// Held: the true count, local + shared + the queue's reference, is never negative; an object is in
// the queue at most once; it has no owner exactly when it is merged; nobody but the owner writes
// local, unless the owner is gone.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#include "interp_core/object.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/refcount/update.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// What it may be told to get wrong; right as it stands here.
struct biased_rules {
  // Threads whose queues share a lock.
  static constexpr std::size_t buckets = 31;

  // Only the owner counts plainly. Otherwise every thread takes itself for the owner.
  static constexpr bool looks_at_owner = true;
  // A merge clears owner and local before it publishes the sum: afterwards the object may be gone
  // (gh-119999).
  static constexpr bool clears_first = true;
  // The queue takes the reference over. Otherwise it is taken off, and once more by the owner.
  static constexpr bool queue_takes_over = true;
  // A thread that ends merges what is in its queue.
  static constexpr bool drains_at_exit = true;
  // An object whose owner is gone is merged by who drops it. Otherwise it is left in the queue.
  static constexpr bool merges_for_the_gone = true;
  // What a drop publishes to the thread that frees.
  static constexpr std::memory_order drop_order = std::memory_order_release;
  // Only the owner may make an object immortal; others' wish is refused (gh-113956).
  static constexpr bool owner_immortalises = true;
};

template <class Rules = biased_rules>
class basic_biased {
 public:
  class domain;
  using target = object<basic_biased>;

  basic_biased() {
    sync::label(owner_, "owner");
    sync::label(local_, "local count");
    sync::label(shared_, "shared count");
  }

  void increment(runtime&) {
    const std::uint32_t local = local_.load(std::memory_order_relaxed);
    if (local == immortal_mark) return;
    if (is_owned()) {
      local_.store(local + 1, std::memory_order_relaxed);
    } else {
      shared_.fetch_add(one, std::memory_order_relaxed);
    }
  }

  // For who has no reference, and knows only that the memory is still there: false where the object
  // is dead, or where only its owner could tell that it is not (see expect_tries).
  bool try_increment(runtime&) {
    const std::uint32_t local = local_.load(std::memory_order_relaxed);
    if (local == immortal_mark) return true;
    if (is_owned()) {
      local_.store(local + 1, std::memory_order_relaxed);
      return true;
    }
    std::int64_t seen = shared_.load(std::memory_order_relaxed);
    while (seen != 0 && seen != merged)
      if (shared_.compare_exchange_strong(seen, seen + one, std::memory_order_relaxed,
                                          std::memory_order_relaxed))
        return true;
    return false;
  }

  // From now on a thread that is not the owner can try with success where only the owner has
  // counted: with this mark the owner's last drop is a merge, which such a thread cannot miss
  // (_PyObject_SetMaybeWeakref). The caller has a reference.
  void expect_tries() {
    std::int64_t seen = shared_.load(std::memory_order_relaxed);
    while ((seen & flags) == 0 &&
           !shared_.compare_exchange_strong(seen, seen | tried, std::memory_order_relaxed,
                                            std::memory_order_relaxed)) {
    }
  }

  // True if that was the last reference.
  bool decrement(runtime& rt, target& o) {
    const std::uint32_t local = local_.load(std::memory_order_relaxed);
    if (local == immortal_mark) return false;
    if (!is_owned()) return drop_shared(rt, o);
    local_.store(local - 1, std::memory_order_relaxed);
    return local == 1 && merge_without_local();
  }

  // For good; nobody frees the object. False where another thread owns it, which may be counting.
  bool immortalise() {
    if (Rules::owner_immortalises && !is_owned()) return false;
    local_.store(immortal_mark, std::memory_order_relaxed);
    return true;
  }
  bool is_immortal() const { return local_.load(std::memory_order_relaxed) == immortal_mark; }

  // For checks, when no other thread is about. A reference that a queue has counts.
  std::int64_t value() const {
    return local_.load(std::memory_order_relaxed) +
           count_in(shared_.load(std::memory_order_relaxed));
  }

 private:
  // `shared` is a count above two bits: not merged, the same but others try, in a queue, or merged.
  static constexpr std::int64_t one = 4, flags = 3, tried = 1, queued = 2, merged = 3;
  static constexpr std::uint32_t nobody = 0, immortal_mark = 0xFFFF'FFFF;

  static std::uint32_t me() { return sync::this_thread_id() + 1; }
  static std::int64_t count_in(std::int64_t shared) { return shared >> 2; }
  bool is_owned() const {
    return !Rules::looks_at_owner || owner_.load(std::memory_order_relaxed) == me();
  }

  // The owner has dropped the last of its own (_Py_MergeZeroLocalRefcount).
  bool merge_without_local() {
    if (shared_.load(std::memory_order_acquire) == 0) return true;
    owner_.store(nobody, std::memory_order_relaxed);
    const std::int64_t now = update(
        shared_, [](std::int64_t seen) { return (seen & ~flags) | merged; },
        std::memory_order_acq_rel);
    sync::check(now >= merged, "a count is not negative once it is merged");
    return now == merged;
  }

  // Merges, and drops the reference that the queue had (_Py_ExplicitMergeRefcount). By the owner,
  // or where it is gone.
  bool merge_and_drop() {
    const std::int64_t local = local_.load(std::memory_order_relaxed);
    if (Rules::clears_first) clear();
    const std::int64_t now = update(
        shared_, [local](std::int64_t seen) { return (count_in(seen) + local - 1) * one + merged; },
        std::memory_order_acq_rel);
    if (!Rules::clears_first) clear();
    sync::check(now >= merged, "a count is not negative once it is merged");
    return now == merged;
  }
  void clear() {
    local_.store(0, std::memory_order_relaxed);
    owner_.store(nobody, std::memory_order_relaxed);
  }

  // _Py_DecRefShared.
  bool drop_shared(runtime& rt, target& o) {
    bool to_queue = false;
    const std::int64_t now = update(
        shared_,
        [&to_queue](std::int64_t seen) {
          to_queue = seen == 0 || seen == tried;
          return to_queue && Rules::queue_takes_over ? queued : seen - one;
        },
        Rules::drop_order);
    if (to_queue) return static_cast<domain*>(rt.counts)->queue(o);
    return was_last(now);
  }
  // Of one that is merged.
  bool drop_merged() { return was_last(shared_.fetch_sub(one, Rules::drop_order) - one); }
  bool was_last(std::int64_t now) {
    sync::check((now & flags) != merged || now >= merged,
                "a count is not negative once it is merged");
    if (now != merged) return false;
    if (Rules::drop_order != std::memory_order_relaxed) sync::fence(std::memory_order_acquire);
    return true;
  }

  sync::atomic<std::uint32_t> owner_{me()};
  sync::atomic<std::uint32_t> local_{1};
  sync::atomic<std::int64_t> shared_{0};
};

using biased = basic_biased<>;

// The queues of all threads, in buckets by thread (brc.c).
template <class Rules>
class basic_biased<Rules>::domain final : public domain_base {
 public:
  explicit domain(runtime& rt) : rt_(rt) {
    for (bucket& b : buckets_) {
      sync::label(b.lock, "of a queue of counts");
      sync::label(b.first, "threads with a queue");
    }
    rt_.counts = this;
  }
  ~domain() { rt_.counts = nullptr; }

  class member;

  void settle() {
    for (bucket& b : buckets_)
      for (member* m = b.first.get(); m != nullptr; m = m->next_.get()) m->safepoint();
  }

  // Takes the caller's reference, and gives the object to its owner. True if it was the last one
  // after all: for who merges an object whose owner is gone.
  bool queue(target& o) {
    const std::uint32_t owner = o.refcount.owner_.load(std::memory_order_relaxed);
    if (owner == nobody) return o.refcount.drop_merged();
    bucket& in = bucket_of(owner);
    const sync::lock_guard<sync::mutex> lock(in.lock);
    for (member* m = in.first.get(); m != nullptr; m = m->next_.get()) {
      if (m->owner_ != owner) continue;
      m->queue_.push_back(&o);
      m->has_work_.store(true, std::memory_order_relaxed);
      return false;
    }
    return Rules::merges_for_the_gone && o.refcount.merge_and_drop();
  }

 private:
  struct bucket {
    sync::mutex lock;
    sync::var<member*> first{nullptr};
  };
  bucket& bucket_of(std::uint32_t owner) { return buckets_[owner % Rules::buckets]; }

  runtime& rt_;
  std::array<bucket, Rules::buckets> buckets_;
};

// The queue of the thread that makes it, for as long as it lasts.
template <class Rules>
class basic_biased<Rules>::domain::member {
 public:
  explicit member(domain& all) : all_(all), in_(all.bucket_of(owner_)) {
    sync::label(has_work_, "has objects in its queue");
    const sync::lock_guard<sync::mutex> lock(in_.lock);
    next_.set(in_.first.get());
    in_.first.set(this);
  }
  ~member() {
    if (std::uncaught_exceptions() != 0) return;  // the run is over, and nothing counts any more
    while (!leave()) merge_all();
  }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

  // Merges the objects that others have dropped.
  void safepoint() {
    if (has_work_.load(std::memory_order_relaxed)) [[unlikely]]
      merge_all();
  }

 private:
  friend class domain;

  void merge_all() {
    std::vector<target*> found;
    {
      const sync::lock_guard<sync::mutex> lock(in_.lock);
      has_work_.store(false, std::memory_order_relaxed);
      found.swap(queue_);
    }
    for (target* o : found)
      if (o->refcount.merge_and_drop()) o->type->dealloc(all_.rt_, o);
  }

  // False where the queue is not empty: nobody may find the thread gone while it is.
  bool leave() {
    const sync::lock_guard<sync::mutex> lock(in_.lock);
    if (Rules::drains_at_exit && !queue_.empty()) return false;
    sync::var<member*>* link = &in_.first;
    while (link->get() != this) link = &link->get()->next_;
    link->set(next_.get());
    return true;
  }

  domain& all_;
  const std::uint32_t owner_ = me();
  bucket& in_;
  sync::var<member*> next_{nullptr};  // of those in the bucket, whose lock protects it
  std::vector<target*> queue_;        // the same
  sync::atomic<bool> has_work_{false};
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
