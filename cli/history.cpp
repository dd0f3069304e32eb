// suture history: is a history that something else recorded linearizable?
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "checkers/linearizability/history_command.hpp"
#include "cli/command.hpp"

namespace cli {

using suture::linearizability::history_command;
using suture::linearizability::history_request;

action add_history(CLI::App& app) {
  const auto request = std::make_shared<history_request>();
  CLI::App& history = *app.add_subcommand(
      "history",
      "Checks whether a recorded history of operations is linearizable. Each line is one:\n"
      "{\"process\":0,\"call\":12,\"return\":20,\"function\":\"set\",\"arguments\":[\"k\",1],"
      "\"result\":null}\n"
      "Exit status 0 if it is, 1 if not, 2 if it cannot be read, 3 if the search gave up.");
  history.add_option("FILE", request->file, "JSON lines; - reads them from stdin")->required();
  history.add_option("--model", request->model, "What the object is: register, list or dict");
  history.add_option("--allow", request->allow,
                     "Do not check operations documented not to be atomic: 'documented', or their "
                     "names with commas between");
  return [request] { return history_command(*request, std::cin, std::cout, std::cerr); };
}

}  // namespace cli
