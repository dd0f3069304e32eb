// suture check: every variant in a process of its own, its verdict against the expected one.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "cli/checking.hpp"
#include "cli/checkpoint.hpp"
#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/generated.hpp"
#include "cli/output.hpp"
#include "cli/reports.hpp"
#include "cli/selection.hpp"
#include "cli/sibling.hpp"
#include "cli/since.hpp"
#include "cli/verdict_table.hpp"
#include "library/session.hpp"

namespace cli {

namespace {

using scenarios::variant;
using suture::report::outcome;

// The options as text, as they come from the command line.
struct arguments {
  check_options options;
  std::string budget;
  std::string backend = "engine";
  std::string part;
  std::string since;
  std::string failure_rate;
  bool no_blind = false;
  bool strategy_given = false;
  bool memory_given = false;
};

scenarios::backend backend_of(const std::string& name) {
  if (name == "engine") return scenarios::backend::engine;
  if (name == "relacy") return scenarios::backend::relacy;
  if (name == "native") return scenarios::backend::native;
  throw wrong_use(fmt::format("--backend is '{}'; it must be engine, relacy or native", name));
}

// Everything that can be wrong is found before anything runs.
check_options validated(const arguments& given) {
  check_options o = given.options;
  o.backend = backend_of(given.backend);
  if (!given.budget.empty()) {
    o.budget = parse_budget(given.budget);
    o.budget_given = true;
  }
  if (o.backend != scenarios::backend::engine && (given.strategy_given || given.memory_given)) {
    throw wrong_use(
        fmt::format("--strategy and --memory are for the engine; the {} backend has its "
                    "own",
                    given.backend));
  }
  o.blind = !given.no_blind;
  if (given.since.empty() != given.failure_rate.empty()) {
    throw wrong_use(
        "--since and --failure-rate go together: how often a run failed before the fix cannot be "
        "measured after it; what was found in run 37 gives 1/37");
  }
  if (!given.since.empty()) {
    if (given.memory_given || o.backend != scenarios::backend::engine) {
      throw wrong_use("--since checks on the engine, under the memory model of the token");
    }
    check_since(o, given.since, parse_rate(given.failure_rate));
  }
  if (!given.part.empty()) o.part = parse_shard(given.part);
  if (o.backend != scenarios::backend::engine &&
      (o.part.count > 1 || !o.blind || !o.checkpoint.empty() || !text_of(o.around).empty())) {
    throw wrong_use(
        "--shard, --no-blind, --checkpoint and what may happen in a run are for the engine");
  }
  if (!o.checkpoint.empty() && !suture::traits_of(o.strategy).resumable) {
    throw wrong_use(
        fmt::format("--checkpoint is for the exhaustive search; with --strategy {} there "
                    "is nothing to go on from",
                    o.strategy));
  }
  if (o.jobs == 0) throw wrong_use("--jobs is 0; it must be at least 1");
  suture::options checked;
  checked.strategy = o.strategy;
  checked.memory = o.memory;
  checked.shard = o.part.index;
  checked.shards = o.part.count;
  apply({}, o.around, checked);
  suture::validate(checked);
  return o;
}

// Processors that are left over when there are fewer variants search within them.
void share_processors(check_options& o, std::size_t variants) {
  constexpr unsigned most_workers = 32;  // that a check takes
  const auto count = static_cast<unsigned>(std::min<std::size_t>(variants, o.jobs));
  o.workers = std::clamp(o.jobs / count, 1U, most_workers);
  o.jobs = count;
}

std::vector<const variant*> with_body(const std::vector<const variant*>& all,
                                      const arguments& given, scenarios::backend backend) {
  std::vector<const variant*> able;
  std::copy_if(all.begin(), all.end(), std::back_inserter(able),
               [&](const variant* v) { return v->on(backend) != nullptr; });
  if (able.empty()) {
    throw wrong_use(fmt::format("none of these scenarios runs on the {} backend", given.backend));
  }
  return able;
}

int run_check(const arguments& given) {
  check_options how = validated(given);
  become_one_with(how.backend, given.backend);
  const auto drawn = take_generated(how);
  const bool nothing_else = !drawn.empty() && how.patterns.empty();
  const auto selected = nothing_else ? drawn : select(how.patterns);
  auto variants = nothing_else ? drawn : with_body(selected, given, how.backend);
  const std::size_t left_out = selected.size() - variants.size();
  if (!nothing_else) variants.insert(variants.end(), drawn.begin(), drawn.end());
  share_processors(how, variants.size());
  check_writable(how.reports);
  outlive_closed_pipes();
  std::optional<checkpoint> kept;
  if (!how.checkpoint.empty()) kept.emplace(how, variants);
  const std::vector<outcome> outcomes = check_all(how, variants, kept ? &*kept : nullptr);
  if (speaks(how)) {
    say(conclusion(outcomes, how) + drawn_text(outcomes));
    if (left_out > 0) {
      say(fmt::format("{} more do not run on the {} backend\n", left_out, given.backend));
    }
  }
  bool credible = true;
  if (!given.since.empty()) {
    const std::string words = since_text(outcomes, parse_rate(given.failure_rate), credible);
    if (speaks(how)) say(words);
  }
  if (!write_reports(how.reports, outcomes)) return exit_status::not_written;
  const bool good = std::ranges::all_of(outcomes, &outcome::as_expected);
  return good && credible ? exit_status::as_expected : exit_status::differs;
}

}  // namespace

action add_check(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  check_options& o = given->options;
  o.jobs = processors();
  CLI::App& c = *app.add_subcommand(
      "check", "Runs scenarios and compares each verdict with the expected one.");
  c.add_option("GLOB", o.patterns,
               "Names or patterns (* ? [abc]); all without one. 'generated.*' draws cases");
  const CLI::Option* strategy =
      c.add_option("--strategy", o.strategy,
                   suture::about_strategies() + "portfolio: what an estimate says can be done")
          ->capture_default_str();
  const CLI::Option* memory =
      c.add_option("--memory", o.memory, suture::about_memory_models())->capture_default_str();
  c.add_option("--budget", given->budget, "For each variant: 30s, 2m, 20000runs [30s]");
  c.add_option("--jobs", o.jobs,
               "Processors to use: for several variants at a time, and those left over within\n"
               "each. Changes nothing in the results [number of processors]")
      ->check(CLI::NonNegativeNumber);
  c.add_option("--shard", given->part,
               "Make one part of each search, as in 2/5, for 'suture merge' to join; env: as the\n"
               "environment of a CI job or test runner says");
  c.add_option("--checkpoint", o.checkpoint,
               "Keep in this file how far the searches are, and go on from it if it is there")
      ->type_name("FILE");
  c.add_option(
       "--since", given->since,
       "After a fix: the token of the finding. Samples its scenario as often as makes the\n"
       "fix credible, which is where such a bug would be missed with at most 5 %; status 1\n"
       "where --budget stops it before")
      ->type_name("TOKEN");
  c.add_option("--failure-rate", given->failure_rate,
               "With --since: how often a run failed before: 1/37, 0.002, 2.5%, under the same\n"
               "strategy")
      ->type_name("P");
  c.add_flag("--no-blind", given->no_blind,
             "Take each order of refcount changes nobody looks at for an execution of its own");
  c.add_option("--seed", o.seed, "Of what is random")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  c.add_option("--cases", o.cases, "How many of 'generated.*' to draw, of each container")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  c.add_flag("--coverage", o.coverage,
             "Say for each variant what its runs covered, and what they cost");
  c.add_option("--backend", given->backend,
               "engine: explored; relacy: a second opinion; native: real threads")
      ->capture_default_str();
  add_report_options(c, o.reports);
  add_run_options(c, o.around);
  return [given, strategy, memory] {
    given->strategy_given = strategy->count() > 0;
    given->memory_given = memory->count() > 0;
    return run_check(*given);
  };
}

}  // namespace cli
