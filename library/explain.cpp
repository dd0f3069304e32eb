#include "library/explain.hpp"

#include <fmt/format.h>

#include "model/engine/process/engine_work.hpp"
#include "model/explore/explaining/question_log.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/shrinking/attempt.hpp"
#include "report/critical_words.hpp"

namespace suture {

namespace {

// A stuck thread or a run without end would be waited for again and again.
bool is_quick(const finding& f) {
  return f.kind != finding_kind::timeout && f.kind != finding_kind::nondeterminism;
}

std::string no_pair_words(const std::vector<prefix_estimate>& chances) {
  return chances.front().can_pass()
             ? "  no critical pair: the run fails whichever way round any two of its events are, "
               "and "
               "passes only where more is changed\n"
             : "  no critical pair: whatever the order, every run that was tried fails\n";
}

}  // namespace

explained explain(const std::function<void()>& body, const token& t, const presentation& shown,
                  const run_look& look) {
  explained result{shrink(body, t, shown), {}, {}, {}};
  if (result.simple.shown.verdict != verdict::found) return result;
  const engine_work own;
  const limits l = limits_of(t);
  const token& now = result.simple.what;
  const finding& f = result.simple.shown.findings.front();
  session one(now.memory, l);
  std::vector<oddity> odd;
  std::vector<event_id> asked_at;
  if (is_quick(f)) {
    execution& run = one.exploring();
    class replay again(now.decisions);
    question_log asked(again);
    run.run(body, *again.next_run(), asked, l);
    asked_at = asked.asked_at();
    class replay planned(now.decisions);
    const plan p = attempt_of(run, body, l, planned, *planned.next_run()).carried_out;
    odd = p.odd;
    result.pair = find_critical_pair(run, body, l, p);
    result.chances =
        estimate_prefixes(run, body, l, now.decisions, static_cast<std::uint32_t>(asked_at.size()));
  }
  report::explanation& told = result.told;
  told.name = now.scenario;
  told.expected = shown.expected;
  told.verdict = "FOUND " + f.kind;
  told.what = f;
  told.page = shown.page;
  const std::uint32_t switches = result.simple.how.after.switches;
  told.summary = fmt::format("simplest run found, of {} switch{}; memory model {}", switches,
                             switches == 1 ? "" : "es", now.memory);
  told.replay = fmt::format(fmt::runtime(shown.again), f.token);
  one.repeat(body, now.decisions, pulse::never, 0, [&](execution& run, const repetition& r) {
    told.how = r.how;
    told.remarks = r.remarks;
    told.remarks += report::stale_words(run, r.how, odd);
    if (result.pair) {
      told.remarks += report::critical_words(run, r.how, *result.pair);
    } else if (is_quick(f)) {
      told.remarks += no_pair_words(result.chances);
    }
    told.remarks += report::chance_words(r.how, result.chances, asked_at);
    if (look) look(run, r);
  });
  result.simple.shown.explanation = report::to_text(told);
  return result;
}

}  // namespace suture
