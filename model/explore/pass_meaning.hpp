// What it means that a check has found nothing.
#pragma once

#include <cstdint>
#include <string>

namespace suture {

struct pass_meaning {
  // Everything was tried: each execution is a partial order of its own, and none is unseen.
  bool exhaustive = false;
  // Of a sample: its first runs, at most 2,000 and a million operations, were made once more to
  // tell their partial orders apart (partial_orders.hpp). So many came to their end; 0: none was
  // looked at.
  std::uint64_t runs = 0;
  std::uint64_t orders = 0;  // different ones
  std::uint64_t once = 0;    // seen in one run alone
  std::uint64_t twice = 0;
  // The probability that one more run has an order that was not seen in these; 95 % (unseen.hpp).
  double unseen = 1;
  double unseen_low = 0;
  double unseen_high = 1;
  // Of pct:N alone: what its bound comes to for the most threads and operations of those runs, and
  // the probability that all runs of the check miss a bug of depth N.
  std::uint32_t pct_depth = 0;  // 0: another strategy
  std::uint32_t pct_threads = 0;
  std::uint32_t pct_steps = 0;
  double pct_missed = 1;
};

// One line; empty where nothing is known.
std::string to_words(const pass_meaning& m);

}  // namespace suture
