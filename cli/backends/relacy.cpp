#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include "cli/backends.hpp"
#include "model/sync/relacy/run.hpp"

namespace cli {

namespace {

using suture::relacy::scheduler;

struct stage {
  scheduler by;
  std::string_view name;
};
constexpr stage stages[] = {
    {scheduler::random, "random"}, {scheduler::bounded, "bounded"}, {scheduler::full, "full"}};

// Where no number of runs is asked for. The two searches are cut off: a tree that Relacy does not
// finish with so many runs it does not finish.
constexpr std::uint64_t usual_runs = 20'000;

}  // namespace

suture::report::outcome check_on_relacy(const scenarios::variant& v, const check_options& o,
                                        const report_runs& progress) {
  suture::report::outcome result = blank(v, o);
  result.verdict = "passed";
  const auto begin = std::chrono::steady_clock::now();
  for (const stage& s : stages) {
    suture::relacy::run_options how;
    how.scheduler = s.by;
    how.seed = o.seed == 1 ? 0 : o.seed;
    how.iterations = o.budget.runs != 0 ? o.budget.runs : usual_runs;
    how.seconds = o.budget.seconds / 3;
    const auto r = suture::relacy::run(v.on(scenarios::backend::relacy), v.threads, how);
    result.runs += r.iterations;
    progress(result.runs);
    result.guarantee += fmt::format("{}{} {}{}", result.guarantee.empty() ? "Relacy: " : ", ",
                                    s.name, r.iterations, r.complete ? " (all)" : "");
    if (s.by == scheduler::full && r.complete) result.verdict = "verified";
    if (!r.failed) continue;
    result.verdict = "found";
    result.finding = suture::report::outcome::found{r.kind, r.message, ""};
    result.text = fmt::format("{}  FOUND {} by Relacy, {} scheduler, run {}\n  {}\n", v.id,
                              result.finding->kind, s.name, r.iterations, r.message);
    break;
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  compare(result, o);
  return result;
}

}  // namespace cli
