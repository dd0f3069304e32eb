// Tracking that is written down: each thread logs what it tracks and untracks, without a lock, and
// the logs are read when the world is stopped.
//
// Source: the Gilectomy talk's idea for what refcounts and the collector share (checklist 47). An
// object may be tracked by one thread, untracked and freed by another, and a new one made in its
// place, all before anybody reads a log; and no order between the logs is known. So no pointer in a
// log is followed. What counts is how often an address was tracked and untracked in all logs
// together: once more, and there is an object now; as often, and nothing has changed; once less,
// and it is gone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace tracking {

// What it may be told to get wrong; right as it stands here.
struct buffer_rules {
  // All logs are summed up before anything is done. Otherwise one is carried out after the other.
  static constexpr bool sums_up = true;
  // What a thread has logged is kept when it ends.
  static constexpr bool keeps_logs_of_the_gone = true;
  // Untracking is logged as well.
  static constexpr bool logs_untracking = true;
};

template <class Rules = buffer_rules>
struct buffered {
  struct in_object {};

  // Every thread that tracks or untracks must be a member.
  template <class Object>
  class set {
   public:
    class member;

    set() { sync::label(lock_, "of the logs of tracking"); }

    void track(Object& o) { mine_.get()->log_.push_back({&o, 1}); }
    void untrack(Object& o) {
      if (Rules::logs_untracking) mine_.get()->log_.push_back({&o, -1});
    }

    void apply() {
      const sync::lock_guard<sync::mutex> lock(lock_);
      if constexpr (Rules::sums_up) {
        std::vector<entry> all = std::exchange(of_the_gone_, {});
        for (member* m : members_) append(all, m->log_);
        carry_out(all);
      } else {
        carry_out(of_the_gone_);
        for (member* m : members_) carry_out(m->log_);
      }
    }

    template <class Visit>
    void for_each(Visit visit) {
      for (Object* o : tracked_) visit(*o);
    }
    bool is_whole(std::size_t expected) const { return tracked_.size() == expected; }

   private:
    struct entry {
      Object* object;
      int change;
    };
    using log = std::vector<entry>;

    static void append(log& to, log& from) {
      to.insert(to.end(), from.begin(), from.end());
      from.clear();
    }

    // In the order in which the addresses come, so that it does not depend on what they are.
    void carry_out(log& entries) {
      std::unordered_map<Object*, int> sums;
      for (const entry& e : entries) sums[e.object] += e.change;
      for (const entry& e : entries) {
        const int sum = std::exchange(sums[e.object], 0);
        if (sum > 0) tracked_.push_back(e.object);
        if (sum < 0) std::erase(tracked_, e.object);
      }
      entries.clear();
    }

    sync::mutex lock_;
    std::vector<member*> members_;  // under lock_
    log of_the_gone_;               // likewise
    std::vector<Object*> tracked_;  // of who has stopped the world
    sync::thread_local_ptr<member> mine_;
  };
};

// The log of the thread that makes it, from here to the end of the scope.
template <class Rules>
template <class Object>
class buffered<Rules>::set<Object>::member {
 public:
  explicit member(set& all) : all_(all) {
    const sync::lock_guard<sync::mutex> lock(all_.lock_);
    all_.members_.push_back(this);
    all_.mine_.set(this);
  }
  ~member() {
    if (std::uncaught_exceptions() != 0) return;
    const sync::lock_guard<sync::mutex> lock(all_.lock_);
    std::erase(all_.members_, this);
    all_.mine_.set(nullptr);
    if (Rules::keeps_logs_of_the_gone) append(all_.of_the_gone_, log_);
  }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

 private:
  friend class set;

  set& all_;
  log log_;  // the thread's own; of others only while the world is stopped
};

}  // namespace tracking
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
