// Buffered reference count: threads write down what they take and drop, and one commits it.
//
// Source: the talk's "buffered reference counting" (checklist 42), after the Recycler of Bacon and
// Rajan (ECOOP 2001). No count is ever written by two threads, so there is nothing to contend for:
// every thread has a log of its own, and a committer goes over the logs in rounds.
//
// The one rule that makes it right: what is taken in a round counts in that round, what is dropped
// counts one round later. A reference that is dropped has been taken before; if both are in
// different logs, the committer may have passed the log where it was taken before it came to the
// log where it is dropped. But in the next round it finds it there. So a count may be too high for
// a while, and is never too low.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "interp_core/object.hpp"
#include "interp_core/refcount/change_log.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// What it may be told to get wrong; right as it stands here.
struct buffered_rules {
  // Changes that fit into one piece of a log.
  static constexpr std::size_t room = 4096;
  // Pieces by which a thread may be ahead of the committer before it commits itself.
  static constexpr std::size_t patience = 64;

  // What is dropped counts a round later. Otherwise at once, in the order of the logs.
  static constexpr bool waits_to_drop = true;
  // The log of a thread that has ended is still gone over.
  static constexpr bool keeps_logs_of_the_gone = true;
  // One thread commits at a time.
  static constexpr bool locks_commits = true;
};

template <class Rules = buffered_rules>
class basic_buffered {
 public:
  class domain;
  using target = object<basic_buffered>;

  basic_buffered() { sync::label(count_, "refcount"); }

  void increment(runtime& rt, target& o) { domain_of(rt).write_down(o, true); }

  // Never the last reference: that is found out when it is committed.
  bool decrement(runtime& rt, target& o) {
    domain_of(rt).write_down(o, false);
    return false;
  }

  // For checks, when no other thread is about and all is settled.
  std::int64_t value() const { return count_.get(); }

 private:
  static domain& domain_of(runtime& rt) { return *static_cast<domain*>(rt.counts); }

  sync::var<std::int64_t> count_{1};  // the committer's
};

using buffered = basic_buffered<>;

template <class Rules>
class basic_buffered<Rules>::domain final : public domain_base {
 public:
  explicit domain(runtime& rt) : rt_(rt) {
    sync::label(logs_lock_, "of the list of logs");
    sync::label(commit_lock_, "of commits");
    rt_.counts = this;
  }
  ~domain() { rt_.counts = nullptr; }

  class member;

  // Called by a committer thread, again and again; a member too, since it frees objects and so
  // drops what they held. How many changes it went over.
  std::size_t round() {
    if constexpr (!Rules::locks_commits) return commit();
    const sync::lock_guard<sync::mutex> lock(commit_lock_);
    return commit();
  }

  // At the end, when no other thread is about, by a member. Two rounds without a change: what is
  // dropped while an object is freed is only then written down.
  void settle() {
    for (int quiet = 0; quiet < 2 && std::uncaught_exceptions() == 0;)
      quiet = round() == 0 ? quiet + 1 : 0;
  }

 private:
  friend class basic_buffered;

  struct change {
    target* of = nullptr;
    bool is_taken = false;
  };
  using log = change_log<change, Rules::room>;

  void write_down(target& o, bool is_taken) { mine_.get()->append({&o, is_taken}); }

  std::size_t commit() {
    std::vector<log*> logs;
    {
      const sync::lock_guard<sync::mutex> lock(logs_lock_);
      for (const auto& each : logs_) logs.push_back(each.get());
    }
    std::vector<target*> dropped;
    dropped.swap(dropped_before_);
    std::size_t changes = dropped.size();
    for (log* each : logs) changes += each->take_all([&](change c) { apply(c); });
    for (target* o : dropped) drop(*o);
    return changes;
  }
  void apply(change c) {
    if (c.is_taken) {
      c.of->refcount.count_.set(c.of->refcount.count_.get() + 1);
    } else if (Rules::waits_to_drop) {
      dropped_before_.push_back(c.of);
    } else {
      drop(*c.of);
    }
  }
  void drop(target& o) {
    const std::int64_t left = o.refcount.count_.get() - 1;
    sync::check(left >= 0, "no more references are dropped than were taken");
    o.refcount.count_.set(left);
    if (left == 0) o.type->dealloc(rt_, &o);
  }

  runtime& rt_;
  sync::mutex logs_lock_, commit_lock_;
  std::vector<std::unique_ptr<log>> logs_;  // under logs_lock_
  std::vector<target*> dropped_before_;     // under commit_lock_: dropped in the last round
  sync::thread_local_ptr<log> mine_;
};

// The log of the thread that makes it, for as long as it lasts. What is in it is committed even
// afterwards.
template <class Rules>
class basic_buffered<Rules>::domain::member {
 public:
  explicit member(domain& all) : all_(all) {
    auto fresh = std::make_unique<log>();
    mine_ = fresh.get();
    const sync::lock_guard<sync::mutex> lock(all_.logs_lock_);
    all_.logs_.push_back(std::move(fresh));
    all_.mine_.set(mine_);
  }
  ~member() {
    all_.mine_.set(nullptr);
    if (Rules::keeps_logs_of_the_gone || std::uncaught_exceptions() != 0) return;
    const sync::lock_guard<sync::mutex> lock(all_.logs_lock_);
    std::erase_if(all_.logs_, [this](const auto& each) { return each.get() == mine_; });
  }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

  void safepoint() {
    if (mine_->length() > Rules::patience) [[unlikely]]
      all_.round();
  }

 private:
  domain& all_;
  log* mine_ = nullptr;
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
