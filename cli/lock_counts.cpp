#include "cli/lock_counts.hpp"

#include <algorithm>
#include <vector>

#include "cli/lock_observer.hpp"
#include "library/session.hpp"

namespace cli {

namespace {

// How many runs go by between two signs of life.
constexpr std::uint64_t tell_every = 64;

}  // namespace

std::string_view words_of(lock_count c) {
  switch (c) {
    case lock_count::operations:
      return "lock operations";
    case lock_count::futex_calls:
      return "futex calls";
    case lock_count::longest_section:
      return "longest section";
    case lock_count::contention:
      return "contention";
  }
  return "";
}

std::string json_name_of(lock_count c) {
  std::string name(words_of(c));
  std::ranges::replace(name, ' ', '_');
  return name;
}

double lock_sample::shown(lock_count c) const {
  const number& n = of(c);
  if (c == lock_count::longest_section) return static_cast<double>(n.most);
  return static_cast<double>(n.total) / static_cast<double>(std::max<std::uint64_t>(complete, 1));
}

lock_sample count_locks(const std::function<void()>& body, const suture::options& how,
                        std::uint64_t runs, const std::function<void()>& alive) {
  const suture::limits bounds = suture::limits_of(how);
  suture::session one(how.memory, bounds);
  suture::execution& run = one.exploring();
  const auto walk = suture::make_strategy("random", one.model(), {.seed = how.seed});
  lock_observer counting;
  counting.attach(run);
  lock_sample sample;
  sample.seed = how.seed;
  for (; sample.runs < runs; ++sample.runs) {
    if (alive && sample.runs % tell_every == 0) alive();
    const suture::run_end end = run.run(body, *walk->next_run(), *walk, bounds);
    walk->end_run(run, end);
    if (end != suture::run_end::complete) continue;
    ++sample.complete;
    for (const lock_count c : all_lock_counts) {
      sample.of(c).total += counting.of(c);
      sample.of(c).most = std::max(sample.of(c).most, counting.of(c));
    }
  }
  counting.detach(run);
  return sample;
}

}  // namespace cli
