// suture merge: the reports of the parts of a check as one.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "cli/backends.hpp"
#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/input_file.hpp"
#include "cli/merge.hpp"
#include "cli/output.hpp"
#include "cli/reports.hpp"
#include "cli/verdict_table.hpp"
#include "report/json.hpp"

namespace cli {

namespace {

using suture::report::outcome;

struct arguments {
  std::vector<std::string> files;
  report_options reports;
};

part_report read(const std::string& file) {
  const std::string text = text_of_file("merge", file);
  try {
    return {file, suture::report::from_json(text)};
  } catch (const std::runtime_error& e) {
    throw wrong_use(fmt::format("merge: {}: {}", file, e.what()));
  }
}

void print(const std::vector<outcome>& all, const check_options& how) {
  const verdict_table table(all);
  say(table.head());
  for (const outcome& o : all) say(table.row(o));
  say(conclusion(all, how));
}

int run_merge(const arguments& given) {
  std::vector<part_report> parts;
  for (const std::string& file : given.files) parts.push_back(read(file));
  if (parts.front().outcomes.empty()) {
    throw wrong_use(fmt::format("merge: {}: there is no result in it", given.files.front()));
  }
  std::vector<outcome> all = merge(parts);
  check_writable(given.reports);
  outlive_closed_pipes();
  check_options how;
  how.strategy = all.front().made_by.strategy;
  how.memory = all.front().made_by.memory;
  for (outcome& o : all) compare(o, how);
  if (!takes_stdout(given.reports)) print(all, how);
  if (!write_reports(given.reports, all)) return exit_status::not_written;
  const bool good = std::ranges::all_of(all, &outcome::as_expected);
  return good ? exit_status::as_expected : exit_status::differs;
}

}  // namespace

action add_merge(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  CLI::App& c = *app.add_subcommand(
      "merge", "Joins the results of all parts of a check that was divided with --shard.");
  c.add_option("FILE", given->files, "What 'suture check --shard I/N --json FILE' wrote, all N")
      ->required();
  add_report_options(c, given->reports);
  return [given] { return run_merge(*given); };
}

}  // namespace cli
