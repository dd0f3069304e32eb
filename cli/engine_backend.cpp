#include <limits>
#include <stdexcept>

#include "cli/backends.hpp"
#include "library/session.hpp"

namespace cli {

suture::report::outcome check_on_engine(const scenarios::variant& v, const check_options& o,
                                        const report_runs& progress) {
  suture::options how;
  how.strategy = o.strategy;
  how.memory = o.memory;
  how.seed = o.seed;
  how.max_seconds = o.budget.seconds;
  how.max_executions = o.budget.runs;
  // Who gives a time to a strategy that samples wants all of it used.
  if (o.budget_given && o.budget.runs == 0) {
    how.max_executions = std::numeric_limits<std::uint64_t>::max();
  }
  how.name = v.id;
  suture::report::outcome result = blank(v, o);
  const suture::result r =
      suture::check(v.on(scenarios::backend::engine), how, {result.expected, "suture replay {}"},
                    [&](const suture::statistics& counts) {
                      progress(counts.runs());
                      return true;
                    });
  result.verdict = to_string(r.verdict);
  result.runs = r.executions + r.cut_off + r.findings.size();
  result.blocked = r.blocked;
  result.seconds = r.seconds;
  result.guarantee = r.guarantee;
  result.text = r.explanation;
  if (!r.findings.empty()) {
    const suture::finding& f = r.findings.front();
    result.finding = {f.kind, f.message, f.token};
  }
  compare(result, o);
  return result;
}

}  // namespace cli
