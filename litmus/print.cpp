#include "litmus/print.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <ostream>

#include "model/printable.hpp"

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

// Which of herd7's words says how often; where the program has no meaning, no number does.
std::string_view observation_of(const test& t, const observations& seen) {
  if (verdict_of(t, seen) == verdict::undefined) return "Undef";
  if (seen.positive == 0) return "Never";
  return seen.negative == 0 ? "Always" : "Sometimes";
}

void print_states(std::ostream& out, const test& t, const observations& seen, bool counts) {
  fmt::print(out, "States {}\n", seen.states.size());
  for (const auto& [values, executions] : seen.states) {
    std::string line;
    auto next = values.begin();
    for (const observable& o : t.shown) {
      const type of = t.type_of(o);
      line += fmt::format("{}{}=", line.empty() ? "" : " ", to_text(o));
      if (o.cells == 0) {
        line += to_text(t, *next++, of) + ";";
        continue;
      }
      std::vector<std::string> elements;
      for (std::uint32_t c = 0; c < o.cells; ++c) elements.push_back(to_text(t, *next++, of));
      line += fmt::format("{{{}}};", fmt::join(elements, ","));
    }
    if (counts) line += fmt::format("{}# {}", line.empty() ? "" : "  ", executions);
    fmt::print(out, "{}\n", line);
  }
}

// What herd7 has no line for.
void print_executions(std::ostream& out, const observations& seen) {
  std::string line = fmt::format("Executions {}", seen.counts.complete - seen.same);
  if (seen.filtered != 0) line += fmt::format(", {} filtered out", seen.filtered);
  if (seen.counts.failed != 0) {
    line += fmt::format(", {} with {}", seen.counts.failed,
                        seen.race ? "a data race" : "undefined behaviour");
  }
  if (seen.counts.blocked != 0) line += fmt::format(", {} blocked", seen.counts.blocked);
  if (seen.counts.moot != 0) line += fmt::format(", {} moot", seen.counts.moot);
  if (seen.repeated != 0) line += fmt::format(", {} in a loop that repeats itself", seen.repeated);
  if (seen.unrolled_too_far) {
    line += ", not all: a loop was left after --unroll rounds";
  } else if (!seen.exhausted) {
    line += ", not all: a bound was reached";
  }
  fmt::print(out, "{}\n", line);
  if (seen.race) fmt::print(out, "Race {}\n", printable(*seen.race));
  if (seen.undefined) fmt::print(out, "Undefined {}\n", printable(*seen.undefined));
}

}  // namespace

void print(std::ostream& out, const test& t, const observations& seen,
           const print_options& options) {
  const std::string name = printable(t.name);
  fmt::print(out, "Test {} {}\n", name, kind_of(t.asks));
  print_states(out, t, seen, options.counts);
  fmt::print(out, "{}{}\n", seen.unrolled_too_far ? "Loop " : "", word_of(verdict_of(t, seen)));
  // herd7's witnesses of a test that forbids something are the executions that do not show it.
  const bool forbids = t.asks == quantifier::not_exists;
  fmt::print(out, "Witnesses\nPositive: {} Negative: {}\n", forbids ? seen.negative : seen.positive,
             forbids ? seen.positive : seen.negative);
  if (seen.race) fmt::print(out, "Flag data-race\n");
  if (seen.undefined) fmt::print(out, "Flag undefined-behaviour\n");
  fmt::print(out, "Condition {} ({})\n", word_of(t.asks), to_text(t, t.condition));
  fmt::print(out, "Observation {} {} {} {}\n", name, observation_of(t, seen), seen.positive,
             seen.negative);
  print_executions(out, seen);
  fmt::print(out, "\n");
}

}  // namespace suture::litmus
