#include "cli/backends.hpp"

#include <fmt/format.h>

#include "cli/generated.hpp"

namespace cli {

using suture::report::outcome;

outcome blank(const scenarios::variant& v, const check_options& o) {
  outcome result;
  result.scenario = v.situation();
  result.variant = v.axes();
  result.expected = v.expected_under(o.memory);
  result.verdict = "inconclusive";
  result.made_by.strategy = o.strategy;
  result.made_by.memory = o.memory;
  result.made_by.seed = o.seed;
  result.made_by.blind = o.blind;
  result.made_by.shard = o.part.index;
  result.made_by.shards = o.part.count;
  return result;
}

void compare(outcome& o, const check_options& how) {
  // What is not in one part of a search may be in another.
  if (!o.finding && how.part.count > 1 && o.verdict != "inconclusive") {
    o.as_expected = true;
    return;
  }
  if (o.expected == "verified") {
    // A sample cannot verify; only who asked for a search of everything is told that it did not.
    o.as_expected =
        o.verdict == "verified" || (o.verdict == "passed" && how.strategy != "exhaustive");
    return;
  }
  o.as_expected = o.finding && o.finding->kind == o.expected;
}

outcome check(const scenarios::variant& v, const check_options& o, const report_runs& progress,
              const resumption& resumed) {
  if (v.family() == "generated") return check_generated(v, o, progress);
  switch (o.backend) {
    case scenarios::backend::relacy:
      return check_on_relacy(v, o, progress);
    case scenarios::backend::native:
      return check_natively(v, o, progress);
    case scenarios::backend::engine:
      break;
  }
  return check_on_engine(v, o, progress, resumed);
}

outcome died(const scenarios::variant& v, const check_options& o, const isolated_end& end) {
  outcome result = blank(v, o);
  result.verdict = "found";
  result.finding.emplace();
  result.finding->kind = end.killed ? "timeout" : "crash";
  result.finding->message =
      end.killed ? "the process that ran it gave no sign of life any more and was killed"
                 : fmt::format("the process that ran it ended early: {}", end.words);
  result.guarantee = "found as a process of its own";
  result.text = fmt::format("{}\n  {}\n", v.id, result.finding->message);
  if (!end.output.empty()) result.text += fmt::format("  it printed:\n{}\n", end.output);
  compare(result, o);
  return result;
}

}  // namespace cli
