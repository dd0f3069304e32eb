#include "tests/whole/sighting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "model/engine/loops/chance_failures.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/sampling/random_walk.hpp"

namespace suture::whole {

namespace {

std::set<std::string> without(const std::set<std::string>& all, const std::set<std::string>& some) {
  std::set<std::string> left;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(),
                      std::inserter(left, left.end()));
  return left;
}

// The search lets a weak compare-exchange fail by chance once in a run, and then the next try; a
// random walk does not count. Such a run is one of another allowance.
bool within_allowance(const graph& g) {
  std::uint32_t failures = 0, again = 0;
  for (event_id id = 0; id < g.size(); ++id) {
    if (!g[id].is_read() || !g[id].has(event_flag::spurious)) continue;
    ++failures;
    const event& f = g[id];
    if (tries_again(g, f.thread, f.index, f.location, f.expected)) ++again;
  }
  return failures <= 1 || (failures == 2 && again == 1);
}

// Of two accesses that nothing orders, either may come first, and what the second meets gives the
// finding its name. A random walk does not switch between an operation on an atomic and the plain
// ones after it, so it may meet one order only; a search that follows a graph may meet the other.
std::string sort_of(const std::string& kind) {
  for (const std::string_view unordered :
       {finding_kind::race, finding_kind::use_after_free, finding_kind::double_free,
        finding_kind::retired_access, finding_kind::uninitialised_read}) {
    if (kind == unordered) return "unordered or late";
  }
  return kind;
}

}  // namespace

std::string to_text(const sighting& s) {
  return fmt::format("outcomes {}, findings {}, {} runs{}", s.outcomes, s.kinds, s.runs,
                     s.exhausted ? ", all" : "");
}

std::string missing(const sighting& some, const sighting& all) {
  const auto outcomes = without(all.outcomes, some.outcomes);
  const auto kinds = without(all.kinds, some.kinds);
  if (outcomes.empty() && kinds.empty()) return "";
  return fmt::format("outcomes {}, findings {}", outcomes, kinds);
}

bool holds_all(const sighting& some, const sighting& all) {
  return std::includes(some.outcomes.begin(), some.outcomes.end(), all.outcomes.begin(),
                       all.outcomes.end()) &&
         std::includes(some.kinds.begin(), some.kinds.end(), all.kinds.begin(), all.kinds.end());
}

observer_of_programs::observer_of_programs(std::string_view memory, unsigned arena)
    : memory_(memory), model_(make_memory_model(memory)), run_(*model_, arena) {
  checkers_.attach(run_);
}

void observer_of_programs::note(sighting& seen, const graph& g, run_end end,
                                const std::string& outcome) {
  ++seen.runs;
  seen.longest = std::max<std::uint64_t>(seen.longest, g.size());
  if (!within_allowance(g)) return;
  if (run_.found()) {
    // Behind a race between an atomic_ref and the var itself a graph may not be followed: whether
    // the var's writes are in it hangs on who came first. A check ends with the race.
    const std::string& kind = run_.found()->kind;
    if (kind == finding_kind::nondeterminism && !seen.clean()) return;
    seen.kinds.insert(sort_of(kind));
  } else if (end == run_end::complete) {
    seen.outcomes.insert(outcome);
  } else if (end == run_end::blocked) {
    seen.kinds.insert("blocked");
  } else if (end == run_end::bounded) {
    ++seen.cut_off;
    if (!outcome.empty()) seen.outcomes.insert(outcome);  // it was held back, and came to its end
  }
}

sighting observer_of_programs::search(const program& p, std::uint64_t most) {
  return search_bounded(p, "exhaustive", most);
}

sighting observer_of_programs::search_bounded(const program& p, std::string_view strategy,
                                              std::uint64_t most) {
  std::string outcome;
  const std::function<void()> body = body_of(p, &outcome);
  strategy_options plain;
  plain.blind = false;
  const auto s = make_strategy(strategy, *model_, plain);
  sighting seen;
  while (seen.runs < most) {
    graph* g = s->next_run();
    if (g == nullptr) {
      seen.exhausted = true;
      break;
    }
    const run_end end = run_.run(body, *g, *s, limits_of(p.around));
    s->end_run(run_, end);
    note(seen, *g, end, outcome);
  }
  return seen;
}

sighting observer_of_programs::search_blind(const program& p, std::uint64_t most) {
  std::string outcome;
  sighting seen;
  // Before the counts of a search are looked at, it may have begun anew; outcomes seen before that
  // are outcomes all the same.
  const auto body = body_of(p, &outcome);
  const std::function<void()> noting = [&] {
    body();
    seen.outcomes.insert(outcome);
  };
  const auto s = make_strategy("exhaustive", *model_, {});
  const exploration all = explore(run_, noting, *s, limits_of(p.around), budget{.runs = most});
  seen.runs = all.counts.runs();
  seen.cut_off = all.counts.bounded;
  seen.exhausted = all.exhausted;
  if (all.found) seen.kinds.insert(sort_of(all.found->kind));
  return seen;
}

void observer_of_programs::sample(const program& p, sighting& seen, std::uint64_t first,
                                  std::uint64_t most, const sighting* until) {
  std::string outcome;
  const std::function<void()> body = body_of(p, &outcome);
  random_walk walk(1, *model_, first);
  for (std::uint64_t made = 0; made < most; ++made) {
    if (until != nullptr && made % 64 == 0 && holds_all(seen, *until)) return;
    graph* g = walk.next_run();
    const run_end end = run_.run(body, *g, walk, limits_of(p.around));
    walk.end_run(run_, end);
    note(seen, *g, end, outcome);
  }
}

}  // namespace suture::whole
