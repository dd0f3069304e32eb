#include <fmt/format.h>

#include <limits>
#include <optional>
#include <stdexcept>

#include "cli/backends.hpp"
#include "cli/exit_status.hpp"
#include "cli/modules.hpp"
#include "library/session.hpp"
#include "report/search_state_json.hpp"

namespace cli {

namespace {

using suture::report::outcome;

suture::options options_of(const scenarios::variant& v, const check_options& o) {
  suture::options how;
  how.strategy = o.strategy;
  how.memory = o.memory;
  how.seed = o.seed;
  how.jobs = runs_alone(v) ? 1 : o.workers;
  how.shard = o.part.index;
  how.shards = o.part.count;
  how.blind = o.blind;
  how.max_seconds = o.budget.seconds;
  how.max_executions = o.budget.runs;
  // Who gives a time to a strategy that samples wants all of it used.
  if (o.budget_given && o.budget.runs == 0) {
    how.max_executions = std::numeric_limits<std::uint64_t>::max();
  }
  how.name = v.id;
  apply(v.around, o.around, how);
  return how;
}

// A search that was kept: "<mark of the code> <its state>".
std::optional<suture::search_state> state_in(const std::string& line, const scenarios::variant& v,
                                             const suture::options& how) {
  if (line.empty()) return std::nullopt;
  const std::size_t space = line.find(' ');
  const std::string code = suture::code_mark(body_on_engine(v), how);
  if (line.substr(0, space) != code) {
    throw wrong_use(
        fmt::format("--checkpoint: {} has changed since; give another file, or remove "
                    "it",
                    v.id));
  }
  try {
    return suture::report::search_state_from_line(line.substr(space + 1));
  } catch (const std::runtime_error& e) {
    throw wrong_use(
        fmt::format("--checkpoint: {}: {}; give another file, or remove it", v.id, e.what()));
  }
}

void take(outcome& to, const suture::result& r, const std::string& replay) {
  to.verdict = to_string(r.verdict);
  to.runs = r.executions + r.cut_off + r.abandoned + r.findings.size();
  to.blocked = r.blocked;
  to.seconds = r.seconds;
  to.guarantee = r.guarantee;
  to.text = r.explanation;
  to.meaning = r.meaning;
  to.made_by.cut = r.divided.depth;
  to.made_by.code = r.divided.code;
  to.made_by.refused = r.divided.refused;
  to.made_by.found_in = r.divided.found_in;
  to.covered = {.executions = r.executions,
                .blocked = r.blocked,
                .moot = r.moot,
                .cut_off = r.cut_off,
                .abandoned = r.abandoned,
                .failed = r.findings.size(),
                .operations = r.events,
                .longest_run = r.longest_run,
                .graphs = r.depth,
                .peak_bytes = r.peak_bytes,
                .plain_objects = r.plain_objects,
                .exhausted = r.exhausted};
  if (!r.findings.empty()) {
    to.finding = suture::report::found_of(r.findings.front(), replay);
  }
}

}  // namespace

outcome check_on_engine(const scenarios::variant& v, const check_options& o,
                        const report_runs& progress, const resumption& resumed) {
  const suture::options how = options_of(v, o);
  const auto from = state_in(resumed.from, v, how);
  suture::attendance attended;
  attended.progress = [&](const suture::statistics& counts) {
    progress(counts.runs());
    return true;
  };
  attended.from = from ? &*from : nullptr;
  if (resumed.keep) {
    attended.keep = [&](const std::string& code, const suture::search_state& state) {
      resumed.keep(fmt::format("{} {}", code, suture::report::to_line(state)));
    };
  }
  outcome result = blank(v, o);
  result.made_by.around = text_of(how);
  suture::presentation shown{result.expected, replay_command(v)};
  shown.page.unfold = "replay with --all shows them";
  take(result, suture::check(body_on_engine(v), how, shown, attended), replay_command(v));
  compare(result, o);
  return result;
}

}  // namespace cli
