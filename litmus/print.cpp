#include "litmus/print.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <ostream>

namespace suture::litmus {

namespace {

std::string_view kind_of(quantifier q) {
  switch (q) {
    case quantifier::exists:
      return "Allowed";
    case quantifier::not_exists:
      return "Forbidden";
    case quantifier::forall:
      return "Required";
  }
  return "";
}

std::string_view word_of(quantifier q) {
  switch (q) {
    case quantifier::exists:
      return "exists";
    case quantifier::not_exists:
      return "~exists";
    case quantifier::forall:
      return "forall";
  }
  return "";
}

std::string_view word_of(verdict v) {
  switch (v) {
    case verdict::ok:
      return "Ok";
    case verdict::no:
      return "No";
    case verdict::undefined:
      return "Undef";
    case verdict::unknown:
      return "??";
  }
  return "";
}

std::string_view observation_of(const observations& seen) {
  if (seen.positive == 0) return "Never";
  return seen.negative == 0 ? "Always" : "Sometimes";
}

void print_states(std::ostream& out, const test& t, const observations& seen, bool counts) {
  fmt::print(out, "States {}\n", seen.states.size());
  for (const auto& [values, executions] : seen.states) {
    std::string line;
    for (std::size_t i = 0; i < values.size(); ++i) {
      line += fmt::format("{}{}={};", i == 0 ? "" : " ", to_text(t.shown[i]), values[i]);
    }
    if (counts) line += fmt::format("{}# {}", line.empty() ? "" : "  ", executions);
    fmt::print(out, "{}\n", line);
  }
}

// What herd7 has no line for.
void print_executions(std::ostream& out, const observations& seen) {
  std::string line = fmt::format("Executions {}", seen.counts.complete);
  if (seen.filtered != 0) line += fmt::format(", {} filtered out", seen.filtered);
  if (seen.counts.failed != 0) line += fmt::format(", {} with a data race", seen.counts.failed);
  if (seen.counts.blocked != 0) line += fmt::format(", {} blocked", seen.counts.blocked);
  if (seen.counts.moot != 0) line += fmt::format(", {} moot", seen.counts.moot);
  if (!seen.exhausted) line += ", not all: a bound was reached";
  fmt::print(out, "{}\n", line);
  if (seen.race) fmt::print(out, "Race {}\n", *seen.race);
}

}  // namespace

void print(std::ostream& out, const test& t, const observations& seen,
           const print_options& options) {
  fmt::print(out, "Test {} {}\n", t.name, kind_of(t.asks));
  print_states(out, t, seen, options.counts);
  fmt::print(out, "{}\n", word_of(verdict_of(t, seen)));
  // herd7's witnesses of a test that forbids something are the executions that do not show it.
  const bool forbids = t.asks == quantifier::not_exists;
  fmt::print(out, "Witnesses\nPositive: {} Negative: {}\n", forbids ? seen.negative : seen.positive,
             forbids ? seen.positive : seen.negative);
  if (seen.race) fmt::print(out, "Flag data-race\n");
  fmt::print(out, "Condition {} ({})\n", word_of(t.asks), to_text(t.condition));
  fmt::print(out, "Observation {} {} {} {}\n", t.name, observation_of(seen), seen.positive,
             seen.negative);
  print_executions(out, seen);
  fmt::print(out, "\n");
}

}  // namespace suture::litmus
