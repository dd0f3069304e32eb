// suture pairs: which operations of a module may be called at the same time.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <utility>

#include "cli/budget.hpp"
#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/input_file.hpp"
#include "cli/modules.hpp"
#include "cli/output.hpp"
#include "cli/output_file.hpp"
#include "cli/pairs/combinations.hpp"
#include "cli/pairs/matrix.hpp"
#include "cli/pairs/running.hpp"
#include "cli/pairs/subject.hpp"
#include "library/session.hpp"
#include "scenarios/glob.hpp"
#include "scenarios/nearest.hpp"

namespace cli {

namespace {

constexpr std::size_t most_combinations = 10'000;
constexpr unsigned most_threads_of_core = 3;  // of a generated case

struct arguments {
  std::string of;
  std::vector<std::string> patterns;
  unsigned threads = 2, length = 1;
  check_options how;
  std::string budget = "10s";
  std::string markdown, json, html, baseline;
};

// Where the matrix goes besides, by option; "-" is standard output.
std::array<std::pair<const char*, const std::string*>, 3> files_of(const arguments& given) {
  return {{{"--json", &given.json}, {"--markdown", &given.markdown}, {"--html", &given.html}}};
}

// The option by which something other than the text goes to standard output; null without one.
const char* only_output(const arguments& given) {
  const char* only = nullptr;
  for (const auto& [option, file] : files_of(given)) {
    if (*file != "-") continue;
    if (only != nullptr) {
      throw wrong_use(fmt::format("{} and {} both go to standard output", only, option));
    }
    only = option;
  }
  return only;
}

bool names_core(const std::string& word) { return word.starts_with("generated."); }

std::unique_ptr<pairs_subject> subject_of(arguments& given) {
  if (!names_core(given.of)) return subject_of_module(given.of);
  given.how.budget_given = true;  // the default included
  return subject_of_core(given.of);
}

void validate(arguments& given) {
  if (!names_module(given.of) && !names_core(given.of)) {
    throw wrong_use(
        fmt::format("'{}' is no module: give the path of one, as in ./libfoo.so; or "
                    "generated.list, generated.dict",
                    given.of));
  }
  if (names_core(given.of) && given.threads > most_threads_of_core) {
    throw wrong_use(fmt::format("--threads is {}; {} runs {} at most", given.threads, given.of,
                                most_threads_of_core));
  }
  given.how.budget = parse_budget(given.budget);
  given.how.quiet = true;
  if (given.how.jobs == 0) throw wrong_use("--jobs is 0; it must be at least 1");
  only_output(given);
  suture::options checked;
  checked.strategy = given.how.strategy;
  checked.memory = given.how.memory;
  suture::validate(checked);
}

std::vector<pairs_operation> chosen_operations(const arguments& given,
                                               const std::vector<pairs_operation>& all) {
  std::set<std::size_t> chosen;
  for (const std::string& pattern : given.patterns) {
    const scenarios::glob wanted(pattern);
    const std::size_t before = chosen.size();
    bool matches = false;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < all.size(); ++i) {
      names.push_back(fmt::format("{}.{}", all[i].family, all[i].name));
      if (!wanted.matches(names.back())) continue;
      matches = true;
      chosen.insert(i);
    }
    if (matches || chosen.size() > before) continue;
    const auto near = scenarios::nearest(pattern, names, 1);
    throw wrong_use(fmt::format("no operation of {} matches '{}'{}", given.of, pattern,
                                near.empty() ? "" : "; did you mean " + near.front() + "?"));
  }
  std::vector<pairs_operation> some;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (given.patterns.empty() || chosen.contains(i)) some.push_back(all[i]);
  }
  return some;
}

// Read before anything runs.
pairs_matrix earlier(const arguments& given) {
  if (given.baseline.empty()) return {};
  pairs_matrix m;
  try {
    m = pairs_from_json(text_of_file("--baseline", given.baseline));
  } catch (const wrong_use&) {
    throw;
  } catch (const std::runtime_error& e) {
    throw wrong_use(fmt::format("--baseline: {}: {}", given.baseline, e.what()));
  }
  if (m.threads != given.threads || m.length != given.length || m.memory != given.how.memory) {
    throw wrong_use(fmt::format(
        "--baseline: {} was made with --threads {} --length {} --memory {}; give the same",
        given.baseline, m.threads, m.length, m.memory));
  }
  return m;
}

void tell(const arguments& given, const pairs_matrix& m, const std::vector<pairs_change>& changed) {
  if (only_output(given) == nullptr) say(given.baseline.empty() ? to_text(m) : to_text(changed));
  if (!given.json.empty()) write_output("--json", given.json, to_json(m));
  if (!given.markdown.empty()) write_output("--markdown", given.markdown, to_markdown(m));
  if (!given.html.empty()) write_output("--html", given.html, to_html(m, changed));
}

int run_pairs(arguments given) {
  validate(given);
  const pairs_matrix before = earlier(given);
  for (const auto& [option, file] : files_of(given)) {
    const std::string fault = file->empty() || *file == "-" ? "" : fault_of_opening(*file);
    if (!fault.empty()) throw wrong_use(fmt::format("{}: {}: {}", option, *file, fault));
  }
  const auto subject = subject_of(given);
  const auto operations = chosen_operations(given, subject->operations());
  if (count_combinations(operations, given.threads, given.length, most_combinations) >
      most_combinations) {
    throw wrong_use(
        fmt::format("these are more than {} combinations: choose fewer operations, as in '{}.{}'",
                    most_combinations, operations.front().family, operations.front().name));
  }
  outlive_closed_pipes();
  pairs_matrix m{given.threads, given.length, given.how.strategy, given.how.memory,
                 combinations(operations, given.threads, given.length)};
  check_cells(given.how, *subject, m.cells);
  auto changed = given.baseline.empty() ? std::vector<pairs_change>() : changes(before, m);
  // Who chooses operations knows that the others are not there.
  if (!given.patterns.empty()) {
    std::erase_if(changed, [](const pairs_change& c) { return c.now == nullptr; });
  }
  tell(given, m, changed);
  const bool bad = given.baseline.empty() ? std::ranges::any_of(m.cells, is_finding)
                                          : std::ranges::any_of(changed, &pairs_change::worse);
  return bad ? exit_status::differs : exit_status::as_expected;
}

}  // namespace

action add_pairs(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  check_options& how = given->how;
  how.jobs = processors();
  CLI::App& c = *app.add_subcommand(
      "pairs",
      "Runs each pair of a module's operations at the same time and prints what comes of it,\n"
      "as a matrix. Exit status 1 where something is found; with --baseline, where something\n"
      "is that was not.");
  c.add_option(
       "MODULE", given->of,
       "A shared object with operations: ./libfoo.so. Or generated.list, generated.dict: the\n"
       "interpreter core's, where generated.list/without=append leaves a lock out")
      ->required();
  c.add_option("GLOB", given->patterns,
               "Names or patterns (* ? [abc]) of operations; all without one");
  c.add_option("--threads", given->threads, "Operations at the same time")
      ->check(CLI::Range(2, 4))
      ->capture_default_str();
  c.add_option("--length", given->length, "Operations of each thread, one after the other")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
  c.add_option("--budget", given->budget, "For each combination: 30s, 2m, 20000runs")
      ->capture_default_str();
  c.add_option("--strategy", how.strategy, "As of 'suture check'")->capture_default_str();
  c.add_option("--memory", how.memory, suture::about_memory_models())->capture_default_str();
  c.add_option("--seed", how.seed, "Of what is random")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  c.add_option("--jobs", how.jobs, "Combinations at a time [number of processors]")
      ->check(CLI::NonNegativeNumber);
  c.add_option("--markdown", given->markdown, "Writes the matrix as Markdown; - is stdout")
      ->type_name("FILE");
  c.add_option("--html", given->html,
               "Writes a page for a browser, which marks what --baseline says; - is stdout")
      ->type_name("FILE");
  c.add_option("--json", given->json, "Writes it as JSON, with tokens; - is stdout")
      ->type_name("FILE");
  c.add_option("--baseline", given->baseline,
               "An earlier --json: prints only what has changed since")
      ->type_name("FILE");
  return [given] { return run_pairs(*given); };
}

}  // namespace cli
