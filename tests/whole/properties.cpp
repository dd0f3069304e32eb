#include "tests/whole/properties.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "library/suture.hpp"

namespace suture::whole {

namespace {

constexpr std::uint64_t most_searched = 3000;  // runs; programs with more are left out
constexpr std::uint64_t few_runs = 100;        // at random, for every program
constexpr std::uint64_t small = 40;            // runs of a search whose every sight is expected
constexpr std::uint64_t most_events = 26;      // in each of them
constexpr std::uint64_t many_runs = 10'000;    // of random ones then,
constexpr std::uint64_t most_runs = 200'000;   // before it is said that they disagree
constexpr long most_yields = 3;                // of a thread, for a walk to see all

// A walk passes a thread that yields over, so it hardly ever lets one yield over and over while the
// others have a step left; the search does.
bool yields_often(const program& p) {
  return std::any_of(p.threads.begin(), p.threads.end(), [](const std::vector<step>& thread) {
    return std::count_if(thread.begin(), thread.end(),
                         [](const step& s) { return s.what().text == "yield()"; }) > most_yields;
  });
}

}  // namespace

// A finding ends its run, so the search does not see what would have come after it: it promises to
// find something wrong where something is, and all outcomes where nothing is.
void random_and_exhaustive_agree(observer_of_programs& watched, const program& p) {
  const sighting all = watched.search(p, most_searched);
  sighting some;
  watched.sample(p, some, 0, few_runs);
  const bool whole = all.exhausted && all.cut_off == 0;
  if (whole && all.clean()) {
    const std::string unseen = missing(all, some);
    if (!unseen.empty()) {
      RC_FAIL(fmt::format("random sees what the search does not: {}\nsearch: {}", unseen,
                          to_text(all)));
    }
  }
  RC_CLASSIFY(!whole, "not searched to its end");
  RC_CLASSIFY(!all.clean(), "with findings");
  // A walk that picks a thread at random at each step hardly ever lets one do thirty things before
  // the other has done two.
  if (!whole || all.runs > small || all.longest > most_events || yields_often(p)) return;
  watched.sample(p, some, few_runs, many_runs, &all);
  if (!holds_all(some, all)) watched.sample(p, some, many_runs + few_runs, most_runs, &all);
  // Where each walk ends with a race, what comes behind that is for the search alone to see.
  if (some.outcomes.empty() && some.kinds == std::set<std::string>{"unordered or late"}) return;
  const std::string unseen = missing(some, all);
  if (!unseen.empty()) {
    RC_FAIL(fmt::format("the search sees what {} random runs do not: {}\nrandom: {}", some.runs,
                        unseen, to_text(some)));
  }
  RC_TAG("both ways");
}

void blind_is_plain(observer_of_programs& watched, const program& p) {
  const sighting plain = watched.search(p, most_searched);
  const sighting blind = watched.search_blind(p, most_searched);
  if (!plain.exhausted) return;
  if (plain.clean() != blind.clean()) {
    RC_FAIL(fmt::format("one by one: {}\nblind: {}", to_text(plain), to_text(blind)));
  }
  if (!plain.clean()) return;
  RC_CLASSIFY(blind.runs < plain.runs, "fewer runs");
  // Under rc11 too much may be seen where decrements acquire (docs/memory-model.md).
  std::string different = missing(blind, plain);
  if (watched.memory() != "rc11") different += missing(plain, blind);
  if (!different.empty()) {
    RC_FAIL(
        fmt::format("{}\none by one: {}\nblind: {}", different, to_text(plain), to_text(blind)));
  }
}

void unbounded_is_exhaustive(observer_of_programs& watched, const program& p) {
  const sighting all = watched.search(p, most_searched);
  const sighting bounded = watched.search_bounded(p, "bounded:∞", 10 * most_searched);
  if (!all.exhausted || all.cut_off != 0) return;
  RC_CLASSIFY(bounded.exhausted, "to the end");
  const bool differ =
      bounded.exhausted ? all.clean() != bounded.clean() : all.clean() && !bounded.clean();
  const std::string unseen = all.clean() ? missing(all, bounded) : "";
  const std::string too_much =
      all.clean() && bounded.exhausted && bounded.cut_off == 0 ? missing(bounded, all) : "";
  if (differ || !unseen.empty() || !too_much.empty()) {
    RC_FAIL(fmt::format("only bounded: {}\nonly exhaustive: {}\nexhaustive: {}\nbounded: {}",
                        unseen, too_much, to_text(all), to_text(bounded)));
  }
}

void replays_show_the_same(std::string_view memory, const program& p) {
  std::string outcome;
  const std::function<void()> body = body_of(p, &outcome);
  for (const char* strategy : {"random", "exhaustive", "bounded:1"}) {
    options how;
    how.memory = memory;
    how.strategy = strategy;
    how.max_executions = few_runs;
    how.allocation_failures = p.around.allocation_failures;
    how.spurious_wakeups = p.around.spurious_wakeups;
    how.reuse = p.around.memory_comes_again ? "lifo" : "none";
    how.writers_first = p.around.writers_first;
    const result first = check(body, how);
    if (first.findings.empty()) continue;
    const finding& found = first.findings.front();
    if (found.kind == "nondeterminism") RC_FAIL(first.to_string());
    const result again = replay(body, found.token);
    if (again.findings.empty() || again.findings.front().kind != found.kind ||
        again.findings.front().message != found.message || !again.divergence.empty()) {
      RC_FAIL(fmt::format("{}\nreplayed: {}", first.to_string(), again.to_string()));
    }
    RC_TAG("found");
  }
}

void stronger_is_weaker(observer_of_programs& stronger, observer_of_programs& weaker,
                        const program& p) {
  const sighting weak = weaker.search(p, most_searched);
  const sighting strong = stronger.search(p, most_searched);
  if (!weak.exhausted || weak.cut_off != 0 || !weak.clean()) return;
  const std::string unseen = missing(weak, strong);
  if (!unseen.empty()) {
    RC_FAIL(fmt::format("only under {}: {}\n{}: {}", stronger.memory(), unseen, weaker.memory(),
                        to_text(weak)));
  }
}

}  // namespace suture::whole
