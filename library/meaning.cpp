#include "library/meaning.hpp"

#include <algorithm>
#include <charconv>

#include "model/explore/partial_orders.hpp"
#include "model/explore/unseen.hpp"

namespace suture {

namespace {

constexpr std::uint64_t most_runs = 2'000;
constexpr std::uint64_t most_events = 1'000'000;

// N of "pct:N"; 0 of any other.
std::uint32_t pct_depth_of(std::string_view strategy) {
  constexpr std::string_view name = "pct:";
  std::uint32_t depth = 0;
  if (strategy.starts_with(name)) {
    const std::string_view number = strategy.substr(name.size());
    std::from_chars(number.data(), number.data() + number.size(), depth);
  }
  return depth;
}

}  // namespace

pass_meaning meaning_of(session& of, const std::function<void()>& body, const options& how,
                        std::string_view strategy, std::uint64_t made) {
  pass_meaning m;
  const strategy_options drawn = strategy_options_of(how);
  budget b{1, how.max_seconds, true};
  of.explore(body, strategy, drawn, b, {});  // learns, which is not to be looked at
  partial_orders seen;
  b.runs = std::min(made, most_runs);
  b.events = most_events;
  execution& run = of.exploring();
  run.observe(seen);
  const exploration again = of.explore(body, strategy, drawn, b, {});
  run.forget(seen);
  if (again.why == stop_reason::seconds || again.found || seen.runs() == 0) return m;
  m.runs = seen.runs();
  m.orders = seen.different();
  m.once = seen.seen(1);
  m.twice = seen.seen(2);
  const unseen_mass rest = unseen_after(m.runs, m.once, m.twice);
  m.unseen = rest.about;
  m.unseen_low = rest.low;
  m.unseen_high = rest.high;
  m.pct_depth = pct_depth_of(strategy);
  if (m.pct_depth == 0) return m;
  m.pct_threads = seen.most_threads();
  m.pct_steps = seen.most_events();
  m.pct_missed = missed_by_chance(pct_bound(m.pct_threads, m.pct_steps, m.pct_depth),
                                  static_cast<double>(made));
  return m;
}

}  // namespace suture
