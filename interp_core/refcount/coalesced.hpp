// Coalesced reference count: each thread keeps a tally, and the tallies are added up now and then.
//
// Source: the talk's "coalesced reference counting" (checklist 44), after Levanoni and Petrank
// (2001). A thread that takes and drops one object a thousand times writes to nothing that others
// see.
//   Tallies are handed in in rounds: a round is over when every thread has handed in its own, at a
// safepoint. Who hands in the last one commits: what was taken in this round counts, and what was
// dropped in the round before (see buffered.hpp for why one round later).
//
// For the same reason takes and drops of one object must be kept apart until they are committed.
// The talk would drop an entry whose net change is zero; with tallies that are not handed in at one
// instant that frees objects too early. Say a thread takes a reference out of a container for
// another one, which drops it (written down before that one's first hand-in), and later takes the
// object out of the container: plus one, minus one, and the entry is gone, with it the plus one
// that the other's minus one was waiting for. Scenario refcount.tallies shows it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#include "interp_core/object.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/refcount/tally.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// What it may be told to get wrong; right as it stands here.
struct coalesced_rules {
  // Objects in a tally at which its thread hands it in.
  static constexpr std::size_t room = 256;

  // Takes and drops are handed in apart. Otherwise only their difference.
  static constexpr bool keeps_both = true;
  // What is dropped counts a round later.
  static constexpr bool waits_to_drop = true;
  // A thread that ends hands in its tally.
  static constexpr bool hands_in_at_exit = true;
};

template <class Rules = coalesced_rules>
class basic_coalesced {
 public:
  class domain;
  using target = object<basic_coalesced>;

  basic_coalesced() { sync::label(count_, "refcount"); }

  void increment(runtime& rt, target& o) { ++domain_of(rt).mine_of(o).taken; }

  // Never the last reference: that is found out when it is committed.
  bool decrement(runtime& rt, target& o) {
    ++domain_of(rt).mine_of(o).dropped;
    return false;
  }

  // For checks, when no other thread is about and all is settled.
  std::int64_t value() const { return count_.get(); }

 private:
  static domain& domain_of(runtime& rt) { return *static_cast<domain*>(rt.counts); }

  sync::var<std::int64_t> count_{1};  // under the domain's lock
};

using coalesced = basic_coalesced<>;

template <class Rules>
class basic_coalesced<Rules>::domain final : public domain_base {
 public:
  explicit domain(runtime& rt) : rt_(rt) {
    sync::label(lock_, "of the tallies");
    sync::label(round_, "round of the tallies");
    rt_.counts = this;
  }
  ~domain() { rt_.counts = nullptr; }

  class member;

  // At the end, when no other thread is about, by the one member that is left.
  void settle() {
    for (int quiet = 0; quiet < 2 && std::uncaught_exceptions() == 0;)
      quiet = mine_.get()->hand_in() == 0 ? quiet + 1 : 0;
  }

 private:
  friend class basic_coalesced;
  using entry = typename tally<target>::entry;

  entry& mine_of(target& o) { return mine_.get()->tally_.at(o); }

  // A member's tally for this round. How much is left that a later round must count.
  std::size_t hand_in(std::vector<entry> entries) {
    return take_in(std::move(entries), [this] { handed_in_by_.set(handed_in_by_.get() + 1); });
  }
  // What a member leaves, which had handed in in this round before or had not.
  void leave(std::vector<entry> entries, bool had_handed_in) {
    take_in(std::move(entries), [=, this] {
      members_.set(members_.get() - 1);
      if (had_handed_in) handed_in_by_.set(handed_in_by_.get() - 1);
    });
  }
  template <class Change>
  std::size_t take_in(std::vector<entry> entries, Change change) {
    if (!Rules::keeps_both) keep_differences(entries);
    std::vector<target*> dead;
    std::size_t left = 0;
    {
      const sync::lock_guard<sync::mutex> lock(lock_);
      handed_in_.insert(handed_in_.end(), entries.begin(), entries.end());
      change();
      if (members_.get() != 0 && handed_in_by_.get() == members_.get()) {
        dead = commit();
      } else if (handed_in_by_.get() != 0) {
        is_wanted_.store(true, std::memory_order_relaxed);
      }
      left = handed_in_.size() + dropped_before_.size();
    }
    for (target* o : dead) o->type->dealloc(rt_, o);
    return left;
  }
  static void keep_differences(std::vector<entry>& entries) {
    for (entry& e : entries) {
      const std::int64_t net = e.taken - e.dropped;
      e.taken = net > 0 ? net : 0;
      e.dropped = net < 0 ? -net : 0;
    }
    std::erase_if(entries, [](const entry& e) { return e.taken == 0 && e.dropped == 0; });
  }

  // Under the lock, when all have handed in. Which objects nobody has any more.
  std::vector<target*> commit() {
    for (const entry& e : handed_in_)
      if (e.taken != 0) add(*e.of, e.taken);
    std::vector<target*> dead;
    if (!Rules::waits_to_drop) drop(std::exchange(handed_in_, {}), dead);
    drop(std::exchange(dropped_before_, std::exchange(handed_in_, {})), dead);
    handed_in_by_.set(0);
    is_wanted_.store(false, std::memory_order_relaxed);
    round_.store(round_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    return dead;
  }
  static void drop(const std::vector<entry>& entries, std::vector<target*>& dead) {
    for (const entry& e : entries)
      if (e.dropped != 0 && add(*e.of, -e.dropped) == 0) dead.push_back(e.of);
  }
  static std::int64_t add(target& o, std::int64_t n) {
    const std::int64_t now = o.refcount.count_.get() + n;
    sync::check(now >= 0, "no more references are dropped than were taken");
    o.refcount.count_.set(now);
    return now;
  }

  runtime& rt_;
  sync::mutex lock_;
  sync::var<std::size_t> members_{0};       // under lock_, as all of these
  sync::var<std::size_t> handed_in_by_{0};  // how many have handed in in this round
  std::vector<entry> handed_in_;            // in this round
  std::vector<entry> dropped_before_;       // in the last one
  sync::atomic<std::uint64_t> round_{1};
  sync::atomic<bool> is_wanted_{false};  // some have handed in, and wait for the others
  sync::thread_local_ptr<member> mine_;
};

// The tally of the thread that makes it, for as long as it lasts. A thread that has one must come
// to a safepoint now and then, or nothing is freed.
template <class Rules>
class basic_coalesced<Rules>::domain::member {
 public:
  explicit member(domain& all) : all_(all) {
    const sync::lock_guard<sync::mutex> lock(all_.lock_);
    all_.members_.set(all_.members_.get() + 1);
    round_ = all_.round_.load(std::memory_order_relaxed) - 1;
    all_.mine_.set(this);
  }
  ~member() {
    if (std::uncaught_exceptions() != 0) return;
    const bool has_handed_in = round_ == all_.round_.load(std::memory_order_acquire);
    std::vector<entry> entries = tally_.take_all();
    if (!Rules::hands_in_at_exit) entries.clear();
    all_.leave(std::move(entries), has_handed_in);
    // What was freed then may have dropped something in turn.
    while (tally_.size() != 0) all_.take_in(tally_.take_all(), [] {});
    all_.mine_.set(nullptr);
  }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

  // Hands in, once in a round, where others wait for it or the tally is long.
  void safepoint() {
    if (tally_.size() < Rules::room && !all_.is_wanted_.load(std::memory_order_relaxed)) [[likely]]
      return;
    if (all_.round_.load(std::memory_order_acquire) != round_) hand_in();
  }

 private:
  friend class domain;
  friend class basic_coalesced;

  std::size_t hand_in() {
    round_ = all_.round_.load(std::memory_order_acquire);
    const std::size_t left = all_.hand_in(tally_.take_all());
    return left + tally_.size();
  }

  domain& all_;
  std::uint64_t round_ = 0;  // the last one in which it has handed in
  tally<target> tally_;
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
