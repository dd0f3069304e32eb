// How much a sample has not seen.
//
// Good, "The Population Frequencies of Species and the Estimation of Population Parameters",
// Biometrika 40, 1953 (after Turing): the next draw is of a kind not seen yet with a probability of
// about f1 / n, where f1 kinds were seen once in n draws.
//
// Interval: Esty, "A Normal Limit Law for a Nonparametric Estimator of the Coverage of a Random
// Sample", Annals of Statistics 11, 1983: f1/n ± z · sqrt(f1 · (1 - f1/n) + 2 · f2) / n, with f2
// kinds seen twice and z = 1.96 for 95 %. Where little was seen once, it is too narrow; so its
// upper end is never below 3/n: a kind of that probability is missed in n draws in less than 5 % of
// cases, the rule of three (Hanley, Lippman-Hand, "If Nothing Goes Wrong, Is Everything All
// Right?", JAMA 249, 1983). Likewise its lower end is never above 1 - 3/n.
//
// All of it is about what the strategy draws, with its probabilities, and not about all there is:
// an order that a strategy never draws is not missed.
#pragma once

#include <cstdint>

namespace suture {

struct unseen_mass {
  double about = 1;
  double low = 0;
  double high = 1;
};

unseen_mass unseen_after(std::uint64_t draws, std::uint64_t seen_once, std::uint64_t seen_twice);

// The chance that a bug which shows in a run with probability `rate` does not in `runs` of them.
double missed_by_chance(double rate, double runs);
// After so many runs without it that is at most `chance`: (1 - rate)^n <= chance.
std::uint64_t runs_until_credible(double rate, double chance = 0.05);

// PCT's guarantee (sampling/pct.hpp): the least probability that a run shows a bug of that depth.
double pct_bound(std::uint32_t threads, std::uint32_t steps, std::uint32_t depth);

}  // namespace suture
