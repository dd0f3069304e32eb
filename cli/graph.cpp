// suture graph: the execution graph of a token's run.
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/output_file.hpp"
#include "cli/token_run.hpp"
#include "report/dot.hpp"

namespace cli {

namespace {

int graph(const std::vector<std::string>& words, const std::string& file) {
  const token_run run = run_of(words);
  const suture::result r = suture::replay(run.body, run.what, {run.expected, run.again});
  if (!r.divergence.empty()) {
    fmt::print(stderr, "{}", r.explanation);
    return exit_status::differs;
  }
  suture::session one(run.what.memory, suture::limits_of(run.what));
  std::string dot;
  one.repeat(run.body, run.what.decisions, suture::pulse::never, 0,
             [&](suture::execution& e, const suture::repetition& all) {
               dot = suture::report::to_dot(e, all.how);
             });
  write_output("--out", file, dot);
  return exit_status::as_expected;
}

}  // namespace

action add_graph(CLI::App& app) {
  CLI::App& drawing = *app.add_subcommand(
      "graph",
      "The execution graph of a token's run in Graphviz's DOT language: program order,\n"
      "reads-from, modification order, from-read and synchronises-with. Draw it with\n"
      "'dot -Tsvg'. Exit status 0, or 1 if the scenario has changed since.");
  const token_words words = add_token(drawing);
  const auto file = std::make_shared<std::string>("-");
  drawing.add_option("--out", *file, "Writes it to FILE; - is stdout, which is usual")
      ->type_name("FILE");
  return [words, file] { return graph(*words, *file); };
}

}  // namespace cli
