#include "model/explore/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/rng.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

constexpr unsigned resamples = 400;

// The probes of one tree.
class prober {
 public:
  prober(execution& run, const std::function<void()>& body, const limits& l,
         const estimate_options& options)
      : run_(run), body_(body), limits_(l), search_(run.model(), options.blind) {
    search_.limit_spurious_failures(options.spurious_failures);
  }

  // One probe's estimate; nothing where the search turned out to be another one, that counts fewer
  // refcounts blind. Then what earlier probes said is of no use.
  std::optional<double> probe(rng& random) {
    search_.begin_again();
    double total = 0;
    double weight = 1;  // how many runs of its depth this one stands for
    for (graph* g = search_.next_run(); g != nullptr;) {
      const run_end end = run_.run(body_, *g, search_, limits_);
      search_.end_run(run_, end);
      if (search_.restart()) return std::nullopt;
      total += weight;
      std::uint64_t alternatives = 0;
      g = search_.descend(random, alternatives);
      weight *= static_cast<double>(alternatives);
    }
    return total;
  }

 private:
  execution& run_;
  const std::function<void()>& body_;
  const limits& limits_;
  exhaustive search_;
};

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979).
void bootstrap(const std::vector<double>& values, rng& random, estimate& e) {
  const auto count = static_cast<std::uint32_t>(values.size());
  std::vector<double> means;
  for (unsigned i = 0; i < resamples; ++i) {
    double sum = 0;
    for (std::uint32_t k = 0; k < count; ++k) sum += values[random.below(count)];
    means.push_back(sum / count);
  }
  std::sort(means.begin(), means.end());
  e.low = means[resamples / 20];
  e.high = means[resamples - 1 - resamples / 20];
}

}  // namespace

estimate estimate_size(execution& run, const std::function<void()>& body, const limits& l,
                       unsigned probes, std::uint64_t seed, const estimate_options& options) {
  estimate e;
  exhaustive whole(run.model(), options.blind);
  whole.limit_spurious_failures(options.spurious_failures);
  const budget some{std::max<std::uint64_t>(options.walk, 1), options.seconds, false};
  const statistics walked = [&] {
    const exploration made = explore(run, body, whole, l, some);
    e.exact = made.exhausted;
    return made.counts;
  }();
  const auto known = static_cast<double>(std::max<std::uint64_t>(walked.runs(), 1));
  e.seconds_per_run = walked.seconds / known;
  if (e.exact) {
    e.runs = e.low = e.high = known;
    return e;
  }
  const auto begin = steady::now();
  const auto late = [&] {
    return options.seconds > 0 &&
           std::chrono::duration<double>(steady::now() - begin).count() >= options.seconds;
  };
  prober prober(run, body, l, options);
  rng random(seed);
  std::vector<double> values;
  while (values.empty() || (values.size() < probes && !late())) {
    if (const auto value = prober.probe(random)) {
      values.push_back(*value);
    } else {
      values.clear();
    }
  }
  e.probes = static_cast<unsigned>(values.size());
  e.runs = mean_of(values);
  bootstrap(values, random, e);
  // So many there are for certain.
  e.runs = std::max(e.runs, known);
  e.low = std::max(e.low, known);
  e.high = std::max(e.high, e.runs);
  return e;
}

}  // namespace suture
