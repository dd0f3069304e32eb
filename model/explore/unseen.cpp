#include "model/explore/unseen.hpp"

#include <algorithm>
#include <cmath>

namespace suture {

unseen_mass unseen_after(std::uint64_t draws, std::uint64_t seen_once, std::uint64_t seen_twice) {
  if (draws == 0) return {};
  constexpr double z = 1.96;
  const auto n = static_cast<double>(draws);
  const auto once = static_cast<double>(seen_once);
  const double about = once / n;
  const double error = z * std::sqrt(once * (1 - about) + 2 * static_cast<double>(seen_twice)) / n;
  return {about, std::clamp(about - error, 0.0, std::max(0.0, 1 - 3 / n)),
          std::clamp(about + error, std::min(1.0, 3 / n), 1.0)};
}

double missed_by_chance(double rate, double runs) { return std::pow(1 - rate, runs); }

std::uint64_t runs_until_credible(double rate, double chance) {
  if (rate >= 1) return 1;
  return static_cast<std::uint64_t>(std::ceil(std::log(chance) / std::log1p(-rate)));
}

double pct_bound(std::uint32_t threads, std::uint32_t steps, std::uint32_t depth) {
  const double k = std::max(steps, 1U);
  return 1 / (std::max(threads, 1U) * std::pow(k, static_cast<double>(depth) - 1));
}

}  // namespace suture
