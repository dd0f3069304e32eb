// How many executions a body has, by the exhaustive search.
#pragma once

#include <functional>
#include <ostream>
#include <string_view>

#include "model/explore/explorer.hpp"

namespace suture::testing {

struct tally {
  std::uint64_t complete = 0;
  std::uint64_t blocked = 0;
  std::uint64_t moot = 0;

  friend bool operator==(const tally&, const tally&) = default;
  friend std::ostream& operator<<(std::ostream& out, const tally& t) {
    return out << t.complete << " complete, " << t.blocked << " blocked, " << t.moot << " moot";
  }
};

// Fails the GoogleTest test it is called from where a run has a finding or is cut off.
tally count_executions(std::string_view model, const std::function<void()>& body);

// Makes `count` threads that run body(0), body(1), …, and joins them. For bodies under test.
void run_threads(unsigned count, const std::function<void(unsigned)>& body);

}  // namespace suture::testing
