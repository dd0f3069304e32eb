#include "tests/support/all_runs.hpp"

#include <stdexcept>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "tests/support/oracle_execution.hpp"
#include "tests/support/program_body.hpp"

namespace suture::testing {

namespace {

void record(runs_seen& seen, const graph& g, const program_body& body, refcounts shown,
            run_end end) {
  const std::string text = to_text(to_oracle_execution(g, body.code(), shown, body.plain()));
  oracle::outcome left{body.registers(), final_memory(g, body.code(), body.plain())};
  if (end == run_end::complete) {
    ++seen.complete[text];
    seen.outcomes.insert(std::move(left));
  } else {
    ++seen.blocked[text];
    seen.blocked_outcomes.insert(std::move(left));
  }
}

void compare_texts(const char* kind, const std::map<std::string, unsigned>& seen,
                   const std::set<std::string>& all, std::string& result) {
  for (const auto& [text, times] : seen) {
    if (!all.contains(text)) result += std::string("not allowed, ") + kind + ": " + text + "\n";
    if (times > 1) {
      result += std::to_string(times) + " times, " + kind + ": " + text + "\n";
    }
  }
  for (const std::string& text : all) {
    if (!seen.contains(text)) result += std::string("missing, ") + kind + ": " + text + "\n";
  }
}

}  // namespace

program_runner::program_runner(std::string_view model)
    : model_(make_memory_model(model)), execution_(std::make_unique<execution>(*model_, 0)) {}

runs_seen program_runner::run(const oracle::program& p, strategy& s, std::uint64_t most,
                              refcounts shown) {
  program_body body(p);
  const std::function<void()> code = body.body();
  runs_seen seen;
  while (seen.runs < most) {
    graph* g = s.next_run();
    if (g == nullptr) {
      seen.exhausted = true;
      break;
    }
    ++seen.runs;
    const run_end end = execution_->run(code, *g, s, limits{});
    s.end_run(*execution_, end);
    if (s.restart()) {
      seen = {};
      continue;
    }
    if (end == run_end::moot) {
      ++seen.moot;
    } else if (end == run_end::complete || end == run_end::blocked) {
      try {
        record(seen, *g, body, shown, end);
      } catch (const std::logic_error& e) {
        seen.trouble = e.what();
      }
    } else {
      seen.trouble = execution_->found() ? execution_->found()->message : "a run was cut off";
    }
    if (!seen.trouble.empty()) break;
  }
  return seen;
}

runs_seen program_runner::search(const oracle::program& p, std::uint64_t most) {
  exhaustive strategy(*model_, false);
  return run(p, strategy, most);
}

std::string difference(const runs_seen& seen, const oracle::outcome_set& all) {
  std::string result;
  if (!seen.trouble.empty()) result += "trouble: " + seen.trouble + "\n";
  if (!seen.exhausted) result += "stopped after " + std::to_string(seen.runs) + " runs\n";
  compare_texts("complete", seen.complete, all.complete, result);
  compare_texts("blocked", seen.blocked, all.blocked, result);
  if (result.empty() && seen.outcomes != all.outcomes) {
    result += "the registers or the memory of complete runs differ\n";
  }
  if (result.empty() && seen.blocked_outcomes != all.blocked_outcomes) {
    result += "the registers or the memory of blocked runs differ\n";
  }
  return result;
}

}  // namespace suture::testing
