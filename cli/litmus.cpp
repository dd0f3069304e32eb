#include "cli/litmus.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/budget.hpp"
#include "cli/input_file.hpp"
#include "model/graph/memory_model.hpp"

namespace cli {

namespace {

struct arguments {
  std::vector<std::string> files;
  std::string memory = "rc11";
  std::string budget;
  std::uint32_t unroll = litmus_options{}.unroll;
  bool no_counts = false;
};

litmus_options options_of(const arguments& given) {
  litmus_options result;
  result.memory = given.memory;
  result.unroll = given.unroll;
  result.counts = !given.no_counts;
  if (!given.budget.empty()) {
    const check_budget allowed = parse_budget(given.budget);
    result.seconds = allowed.seconds;
    result.runs = allowed.runs;
  }
  return result;
}

}  // namespace

action add_litmus(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  CLI::App& litmus = *app.add_subcommand(
      "litmus",
      "Explores litmus tests in herd7's C format and prints their outcomes as herd7 does.\n"
      "Exit status 0 if every test is Ok, 1 if one is not, 2 if one cannot be read.");
  litmus.add_option("FILE", given->files, "Litmus tests: 'C name', { … }, P0 (…) { … }, exists …")
      ->required();
  litmus.add_option("--memory", given->memory, suture::about_memory_models())
      ->check(CLI::IsMember(suture::memory_model_names()))
      ->capture_default_str();
  litmus.add_option("--budget", given->budget,
                    "How long a test may run: 30s, 200ms, 20000runs; without one, to the end");
  litmus
      .add_option(
          "--unroll", given->unroll,
          "How many rounds a loop may go; one that repeats its state goes no further anyway")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  litmus.add_flag("--no-counts", given->no_counts,
                  "Print states without the number of executions, exactly as herd7 does");
  return [given] {
    for (const std::string& file : given->files) require_readable("litmus", file);
    return litmus_command(given->files, options_of(*given), std::cout, std::cerr);
  };
}

}  // namespace cli
