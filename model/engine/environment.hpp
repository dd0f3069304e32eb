// What happens to a run from outside: chances, and the passing of time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/graph/event.hpp"
#include "model/run/limits.hpp"
#include "model/run/sleepers.hpp"
#include "model/sync/site.hpp"

namespace suture {

class execution;

class environment {
 public:
  explicit environment(execution& run) : run_(run) {}
  void begin_run() {
    happened_ = {};
    jumps_.clear();
    time_outs_.clear();
  }

  // A choice of the environment's: does it happen now? At most `allowance` times in a run.
  bool happens(chance what, std::uint32_t allowance, const sync::site& where);

  // The virtual clock, in nanoseconds: it may jump when it is asked.
  std::int64_t now(const sync::site& where);
  void sleep(std::int64_t nanoseconds, const sync::site& where);
  std::int64_t time_here() const;  // without asking whether it jumps; no operation

  // Timed waits of the running thread (waits/timed_waits.cpp). May one end now by its time-out?
  bool may_time_out(std::int64_t deadline) const;
  void time_out(std::int64_t deadline, const sync::site& where);  // it does

 private:
  std::uint32_t happened(chance what) const;
  std::int64_t time_of(const event* look) const;
  void reach(
      std::int64_t deadline);  // after the running thread's last event the clock stands there

  execution& run_;
  std::array<std::uint32_t, chances> happened_{};  // by chance: how often in this run
  std::vector<event_id> jumps_;                    // of the clock
  std::vector<timed_out> time_outs_;
};

}  // namespace suture
