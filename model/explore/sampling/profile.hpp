// What runs of a program look like on the whole: who does how much, and what is shared.
//
// Some strategies draw better with it (pct, urw, surw). It comes from a few uniform walks, whose
// numbers under the seed are always the same, so that each worker of a sample learns the same.
// Threads and locations are known by their identity (identity_key.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "model/graph/graph.hpp"
#include "model/graph/identity_key.hpp"
#include "model/run/limits.hpp"

namespace suture {

class execution;

struct profile {
  // Sums over the runs, which all have the same weight.
  struct work {
    std::uint64_t own = 0;              // events of the thread
    std::vector<std::uint64_t> childs;  // of each thread it made, by ordinal, and of theirs
  };
  struct shared_location {
    identity_key key = 0;
    std::uint64_t accesses = 0;  // by all threads
    std::unordered_map<identity_key, work> by;
  };

  std::uint32_t runs = 0;
  std::uint64_t decisions = 0;  // about who goes on
  std::unordered_map<identity_key, work> threads;
  std::vector<shared_location> shared;  // what several threads accessed, by key

  // Of a run, rounded up; at least 1.
  std::uint32_t decisions_in_a_run() const;
};

// Made from as many of `walks` uniform walks as `seconds` (0: no limit) have room for.
std::shared_ptr<const profile> profile_of(execution& run, const std::function<void()>& body,
                                          const limits& l, std::uint64_t seed, double seconds,
                                          std::uint32_t walks = 4);

// How much a thread has left to do in the run at hand, by the profile: what it does itself, and
// what those do that it has not made yet. Never nothing. Of all events, or of those at a location.
class work_left {
 public:
  work_left(const std::unordered_map<identity_key, profile::work>& of, std::uint32_t runs)
      : of_(&of), runs_(runs) {}
  // `done`: so many it has done itself.
  std::uint64_t of(const graph& g, thread_id t, std::uint32_t done) const;

 private:
  const std::unordered_map<identity_key, profile::work>* of_;
  std::uint32_t runs_;
};

}  // namespace suture
