// suture compare: the variants of scenarios along one axis, beside each other.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>

#include "cli/checking.hpp"
#include "cli/command.hpp"
#include "cli/comparison.hpp"
#include "cli/exit_status.hpp"
#include "cli/input_file.hpp"
#include "cli/isolated.hpp"
#include "cli/modules.hpp"
#include "cli/output.hpp"
#include "cli/selection.hpp"
#include "library/session.hpp"

namespace cli {

namespace {

using scenarios::variant;

// Seconds without a sign of life after which the counting of a variant is given up.
constexpr double patience = 90;
// Enough for most searches of the catalogue, and the same on every machine.
constexpr std::uint64_t usual_runs = 20'000;

struct arguments {
  check_options options;
  std::string axis_text;
  std::string budget;
  std::uint64_t sample = 1000;
  std::string baseline;
  double tolerance = 10;
  std::string json_file;
  std::string markdown_file;
};

// Everything that can be wrong is found before anything runs.
check_options validated(const arguments& given) {
  check_options o = given.options;
  o.budget = given.budget.empty() ? check_budget{0, usual_runs} : parse_budget(given.budget);
  o.budget_given = true;
  o.quiet = true;
  if (o.jobs == 0) throw wrong_use("--jobs is 0; it must be at least 1");
  if (given.sample == 0) throw wrong_use("--sample is 0; it must be at least 1");
  if (!std::isfinite(given.tolerance) || given.tolerance < 0) {
    throw wrong_use("--tolerance must be a number of per cent, and not below 0");
  }
  if (given.json_file == "-" && given.markdown_file == "-") {
    throw wrong_use("--json and --markdown both go to stdout");
  }
  for (const auto& [option, file] :
       {std::pair("--json", &given.json_file), std::pair("--markdown", &given.markdown_file)}) {
    if (file->empty() || *file == "-") continue;
    if (const std::string fault = fault_of_opening(*file); !fault.empty()) {
      throw wrong_use(fmt::format("{}: cannot write {}: {}", option, *file, fault));
    }
  }
  suture::options checked;
  checked.strategy = o.strategy;
  checked.memory = o.memory;
  apply({}, o.around, checked);
  suture::validate(checked);
  return o;
}

std::string line_of(const lock_sample& s) {
  std::string line = fmt::format("{} {} {}", s.runs, s.complete, s.seed);
  for (const lock_sample::number& n : s.counts) line += fmt::format(" {} {}", n.total, n.most);
  return line;
}

lock_sample sample_in(const std::string& line) {
  lock_sample s;
  std::istringstream in(line);
  in >> s.runs >> s.complete >> s.seed;
  for (lock_sample::number& n : s.counts) in >> n.total >> n.most;
  return s;
}

// Each in a process of its own, as for its verdict.
std::vector<std::optional<lock_sample>> count_all(const arguments& given, const check_options& how,
                                                  const std::vector<const variant*>& variants) {
  std::vector<isolated_work> work;
  for (const variant* v : variants) {
    work.push_back({[&given, &how, v](const send_line& send) {
                      suture::options one;
                      one.memory = how.memory;
                      one.seed = how.seed;
                      apply(v->around, how.around, one);
                      const lock_sample s = count_locks(body_on_engine(*v), one, given.sample,
                                                        [&] { send("alive"); });
                      send("locks " + line_of(s));
                    },
                    patience});
  }
  std::vector<std::optional<lock_sample>> samples(variants.size());
  run_isolated(work, how.jobs,
               {[](std::size_t) {},
                [&](std::size_t i, const std::string& line) {
                  if (line.starts_with("locks ")) samples[i] = sample_in(line.substr(6));
                },
                [](std::size_t, const isolated_end&) {}});
  return samples;
}

comparison compare_all(const arguments& given, const check_options& how, const axis& by) {
  auto selected = select(how.patterns);
  std::erase_if(selected, [](const variant* v) { return !v->on(scenarios::backend::engine); });
  if (selected.empty()) throw wrong_use("none of these scenarios runs on the engine");
  const std::vector<compared_group> groups = group_by(by, selected);
  std::vector<const variant*> variants;
  for (const compared_group& g : groups) {
    variants.insert(variants.end(), g.variants.begin(), g.variants.end());
  }
  const auto outcomes = check_all(how, variants, nullptr);
  const auto samples = count_all(given, how, variants);
  comparison c{by, {}};
  std::size_t next = 0;
  for (const compared_group& g : groups) {
    compared_rows rows{g.name, {}};
    for (const std::string& value : g.values) {
      rows.rows.push_back({value, outcomes[next], samples[next], {}});
      ++next;
    }
    c.groups.push_back(std::move(rows));
  }
  return c;
}

bool as_expected(const comparison& c) {
  return std::ranges::all_of(c.groups, [](const compared_rows& g) {
    return std::ranges::all_of(g.rows, [](const auto& r) { return r.verdict.as_expected; });
  });
}

// False where it could not be written, which is said.
bool write(const std::string& option, const std::string& file, const std::string& text) {
  if (file.empty()) return true;
  if (file == "-") {
    say(text);
    return true;
  }
  const std::string fault = write_file(file, text);
  if (fault.empty()) return true;
  fmt::print(stderr, "suture: {}: cannot write {}: {}\n", option, file, fault);
  return false;
}

int run_compare(const arguments& given) {
  const axis by = parse_axis(given.axis_text);
  const check_options how = validated(given);
  const std::string before =
      given.baseline.empty() ? "" : text_of_file("--baseline", given.baseline);
  outlive_closed_pipes();
  comparison c = compare_all(given, how, by);
  if (!given.baseline.empty()) {
    set_against(c, given.baseline, before, given.tolerance, how.patterns);
  }
  c.sort();
  if (given.json_file != "-" && given.markdown_file != "-") say(to_text(c));
  const bool json_written = write("--json", given.json_file, to_json(c));
  const bool markdown_written = write("--markdown", given.markdown_file, to_markdown(c));
  if (!json_written || !markdown_written) return exit_status::not_written;
  const bool good = given.baseline.empty() ? as_expected(c) : c.regressions() == 0;
  return good ? exit_status::as_expected : exit_status::differs;
}

}  // namespace

action add_compare(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  check_options& o = given->options;
  o.jobs = processors();
  CLI::App& c = *app.add_subcommand(
      "compare",
      "The variants of scenarios along one axis beside each other, for the review of a change\n"
      "of locking: verdict, complete executions, and what a run does with locks: locks taken\n"
      "and given back; futex calls; the longest critical section, in operations and plain\n"
      "accesses; how often a thread had to wait for a lock. These are of a sample of random\n"
      "runs, the same on every machine: means, but for the longest section. Exit status 1 if\n"
      "anything is worse than in the baseline; without one, if a verdict is not the expected one.");
  c.add_option("GLOB", o.patterns, "Names or patterns (* ? [abc]); all without one");
  c.add_option("--axis", given->axis_text,
               "What is compared: lock=object,none; the axis alone for all its values")
      ->required();
  c.add_option("--baseline", given->baseline,
               "What it was before: the --json of a compare, or of a check, which has no counts")
      ->type_name("FILE");
  c.add_option("--tolerance", given->tolerance,
               "Per cent that a count may grow against the baseline")
      ->capture_default_str();
  c.add_option("--markdown", given->markdown_file, "The table for a pull request; - is stdout")
      ->type_name("FILE");
  c.add_option("--json", given->json_file, "Everything, and a later baseline; - is stdout")
      ->type_name("FILE");
  c.add_option("--sample", given->sample, "Random runs of each variant to count locks in")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  c.add_option("--strategy", o.strategy, "As of check")->capture_default_str();
  c.add_option("--memory", o.memory, suture::about_memory_models())->capture_default_str();
  c.add_option("--budget", given->budget, "As of check, for each variant [20000runs]");
  c.add_option("--jobs", o.jobs, "Variants at a time; changes nothing [number of processors]")
      ->check(CLI::NonNegativeNumber);
  c.add_option("--seed", o.seed, "Of what is random")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  add_run_options(c, o.around);
  return [given] { return run_compare(*given); };
}

}  // namespace cli
