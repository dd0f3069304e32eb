// suture check: every variant in a process of its own, its verdict against the expected one.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include "cli/backends.hpp"
#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/progress.hpp"
#include "cli/selection.hpp"
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
  bool strategy_given = false;
  bool memory_given = false;
};

// Seconds without a sign of life after which a child is given up, besides its budget. The engine
// itself gives up a thread that computes without end after ten, and repeats such a run three times.
constexpr double patience = 90;

// Lines from a child: "runs N" now and then, "done <outcome>" at its end.
constexpr std::string_view runs_line = "runs ";
constexpr std::string_view done_line = "done ";

// Prints as outcomes come in, in the order of the variants.
class checking {
 public:
  checking(const check_options& how, std::vector<const variant*> variants)
      : how_(how), variants_(std::move(variants)), table_(variants_), progress_(variants_.size()) {
    outcomes_.resize(variants_.size());
  }

  std::vector<outcome> run() {
    std::vector<isolated_work> work;
    for (const variant* v : variants_) {
      work.push_back(
          {[this, v](const send_line& send) { child(*v, send); }, patience + how_.budget.seconds});
    }
    if (speaks()) fmt::print("{}", table_.head());
    run_isolated(work, how_.jobs,
                 {[this](std::size_t i) { progress_.begin(i, variants_[i]->id); },
                  [this](std::size_t i, const std::string& line) { hear(i, line); },
                  [this](std::size_t i, const isolated_end& end) { finish(i, end); }});
    std::vector<outcome> all;
    for (std::optional<outcome>& o : outcomes_) all.push_back(*std::move(o));
    return all;
  }

  // With JSON on stdout there is nothing else there.
  bool speaks() const { return how_.json != "-"; }

 private:
  void child(const variant& v, const send_line& send) const {
    const outcome o =
        check(v, how_, [&](std::uint64_t runs) { send(fmt::format("{}{}", runs_line, runs)); });
    send(std::string(done_line) + to_line(o));
  }

  void hear(std::size_t i, const std::string& line) {
    if (line.starts_with(runs_line)) {
      progress_.runs(i, std::stoull(line.substr(runs_line.size())));
    } else if (line.starts_with(done_line)) {
      heard_[i] = suture::report::from_line(line.substr(done_line.size()));
    }
  }

  void finish(std::size_t i, const isolated_end& end) {
    const auto told = heard_.find(i);
    outcomes_[i] = told != heard_.end() ? told->second : died(*variants_[i], how_, end);
    progress_.end(i);
    progress_.clear();
    if (told != heard_.end() && !end.output.empty()) fmt::print(stderr, "{}", end.output);
    for (; printed_ < outcomes_.size() && outcomes_[printed_]; ++printed_) {
      if (speaks()) fmt::print("{}", table_.row(*outcomes_[printed_]));
    }
    std::fflush(stdout);
  }

  const check_options& how_;
  std::vector<const variant*> variants_;
  verdict_table table_;
  progress_line progress_;
  std::map<std::size_t, outcome> heard_;
  std::vector<std::optional<outcome>> outcomes_;
  std::size_t printed_ = 0;
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
  if (o.jobs == 0) throw wrong_use("--jobs is 0; it must be at least 1");
  suture::options checked;
  checked.strategy = o.strategy;
  checked.memory = o.memory;
  suture::validate(checked);
  return o;
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

void write_json(const std::string& file, const std::vector<outcome>& all) {
  const std::string text = suture::report::to_json(all);
  if (file == "-") {
    fmt::print("{}", text);
    return;
  }
  std::ofstream out(file);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("cannot write {}", file));
}

int run_check(const arguments& given) {
  const check_options how = validated(given);
  const auto selected = select(how.patterns);
  const auto variants = with_body(selected, given, how.backend);
  if (!how.json.empty() && how.json != "-" && !std::ofstream(how.json, std::ios::app)) {
    throw wrong_use(fmt::format("--json: cannot write {}", how.json));
  }
  checking all(how, variants);
  const std::vector<outcome> outcomes = all.run();
  if (all.speaks()) {
    fmt::print("{}", conclusion(outcomes, how));
    if (variants.size() < selected.size()) {
      fmt::print("{} more do not run on the {} backend\n", selected.size() - variants.size(),
                 given.backend);
    }
  }
  if (!how.json.empty()) write_json(how.json, outcomes);
  const bool good = std::ranges::all_of(outcomes, &outcome::as_expected);
  return good ? exit_status::as_expected : exit_status::differs;
}

}  // namespace

action add_check(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  check_options& o = given->options;
  o.jobs = std::max(1U, std::thread::hardware_concurrency());
  CLI::App& c = *app.add_subcommand(
      "check", "Runs scenarios and compares each verdict with the expected one.");
  c.add_option("GLOB", o.patterns, "Names or patterns (* ? [abc]); all without one");
  const CLI::Option* strategy =
      c.add_option("--strategy", o.strategy,
                   "exhaustive, random, or portfolio: one, then the other")
          ->capture_default_str();
  const CLI::Option* memory =
      c.add_option("--memory", o.memory, "sc or rc11")->capture_default_str();
  c.add_option("--budget", given->budget, "For each variant: 30s, 2m, 20000runs [30s]");
  c.add_option("--jobs", o.jobs, "Variants to check at a time [number of processors]")
      ->check(CLI::NonNegativeNumber);
  c.add_option("--seed", o.seed, "Of what is random")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  c.add_option("--backend", given->backend,
               "engine; relacy, a second opinion; native, real threads")
      ->capture_default_str();
  c.add_option("--json", o.json, "Write the results to this file; - is stdout");
  return [given, strategy, memory] {
    given->strategy_given = strategy->count() > 0;
    given->memory_given = memory->count() > 0;
    return run_check(*given);
  };
}

}  // namespace cli
