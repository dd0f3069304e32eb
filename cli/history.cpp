// suture history: is a history that something else recorded linearizable?
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>
#include <string_view>

#include "checkers/linearizability/history_command.hpp"
#include "cli/budget.hpp"
#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/input_file.hpp"

namespace cli {

using suture::linearizability::history_command;
using suture::linearizability::history_request;

namespace {

void set_budget(history_request& request, const std::string& text) {
  constexpr std::string_view unit = "steps";
  const std::string_view number =
      std::string_view(text).substr(0, text.size() - std::min(text.size(), unit.size()));
  if (text.ends_with(unit)) {
    const char* const end = number.data() + number.size();
    const auto read = std::from_chars(number.data(), end, request.steps);
    if (read.ec == std::errc() && read.ptr == end && request.steps > 0) return;
  } else if (!text.ends_with("runs") && !text.ends_with("run")) {
    request.seconds = parse_budget(text).seconds;
    return;
  }
  throw wrong_use(fmt::format(
      "--budget is '{}'; it must be a time or a number of steps, such as 30s or 100000steps",
      text));
}

}  // namespace

action add_history(CLI::App& app) {
  const auto request = std::make_shared<history_request>();
  CLI::App& history = *app.add_subcommand(
      "history",
      "Checks whether a recorded history of operations is linearizable. Each line is one:\n"
      "{\"process\":0,\"call\":12,\"return\":20,\"function\":\"set\",\"arguments\":[\"k\",1],"
      "\"result\":null}\n"
      "Exit status 0 if it is, 1 if not, 2 if it cannot be read, 3 if the search gave up.");
  history.add_option("FILE", request->file, "JSON lines; - reads them from stdin")->required();
  history.add_option("--model", request->model, "What the object is: register, list, dict or set");
  history.add_option("--allow", request->allow,
                     "Do not check operations documented not to be atomic: 'documented', or their "
                     "names with commas between");
  const auto budget = std::make_shared<std::string>();
  history.add_option("--budget", *budget,
                     "How much the search may do: 30s, 200ms, 2m, or a number of steps as in "
                     "100000steps; without one, to the end or until it has used 1 GiB");
  return [request, budget] {
    if (!budget->empty()) set_budget(*request, *budget);
    if (request->file != "-") require_readable("history", request->file);
    return history_command(*request, std::cin, std::cout, std::cerr);
  };
}

}  // namespace cli
