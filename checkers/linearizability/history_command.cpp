#include "checkers/linearizability/history_command.hpp"

#include <fmt/format.h>

#include <set>
#include <sstream>

#include "checkers/linearizability/checker.hpp"
#include "checkers/linearizability/explain.hpp"
#include "checkers/linearizability/json_lines.hpp"
#include "model/printable.hpp"
#include "model/read_regular_file.hpp"

namespace suture::linearizability {
namespace {

enum status { linearizable = 0, not_linearizable = 1, unreadable = 2, undecided = 3 };

// Why a request cannot be carried out, ready to be printed.
struct refusal : std::runtime_error {
  using runtime_error::runtime_error;
};

std::shared_ptr<const model> model_for(const std::string& name) {
  if (auto found = model_named(name)) {
    return found;
  }
  const std::string known = fmt::format("{}", fmt::join(model_names(), ", "));
  if (name.empty()) {
    throw refusal("which model? There are " + known);
  }
  const std::string_view meant = nearest(name, model_names());
  throw refusal(meant.empty() ? fmt::format("no model '{}'; there are {}", name, known)
                              : fmt::format("no model '{}'; did you mean '{}'?", name, meant));
}

std::string title(const history_request& request) {
  return request.file == "-" ? "standard input" : request.file;
}

std::string content_of(const std::string& file) {
  try {
    return read_regular_file(file);
  } catch (const std::runtime_error& problem) {
    throw refusal(fmt::format("{}: {}", file, problem.what()));
  }
}

lines_read read(const history_request& request, std::istream& in) {
  lines_read all;
  try {
    if (request.file == "-") {
      all = read_json_lines(in);
    } else {
      std::istringstream content(content_of(request.file));
      all = read_json_lines(content);
    }
  } catch (const bad_line& problem) {
    throw refusal(fmt::format("{}:{}: {}", title(request), problem.line, problem.what()));
  }
  if (all.operations.empty()) {
    throw refusal(title(request) + ": there is no operation in it");
  }
  return all;
}

options options_for(const history_request& request) {
  options chosen;
  chosen.bounds.memory = request.memory;
  chosen.bounds.steps = request.steps;
  chosen.bounds.seconds = request.seconds;
  try {
    chosen.allowances = allowances_named(request.allow, request.model);
  } catch (const std::invalid_argument& problem) {
    throw refusal(problem.what());
  }
  return chosen;
}

std::string counted(std::size_t n, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", n, n == 1 ? singular : plural);
}

std::string summary(const history& operations, const history_request& request) {
  std::set<std::uint32_t> processes;
  std::size_t running = 0;
  for (const operation& op : operations) {
    processes.insert(op.process);
    running += op.is_pending() ? 1u : 0u;
  }
  return fmt::format("{}{} by {}, model {}", counted(operations.size(), "operation", "operations"),
                     running == 0 ? "" : fmt::format(" ({} pending)", running),
                     counted(processes.size(), "process", "processes"), request.model);
}

void print_excuses(const outcome& result, const lines_read& all, std::ostream& out) {
  constexpr std::size_t most = 10;
  for (std::size_t i = 0; i < result.excuses.size() && i < most; ++i) {
    const excuse& e = result.excuses[i];
    out << printable(fmt::format("  not checked: line {}, {}; {} is not atomic ({})\n",
                                 all.lines[e.operation], to_string(all.operations[e.operation]),
                                 e.rule->name(), e.rule->source));
  }
  if (result.excuses.size() > most) {
    out << fmt::format("  not checked: {} more\n", result.excuses.size() - most);
  }
}

std::string_view word_for(verdict v) {
  return v == verdict::holds ? "yes" : v == verdict::fails ? "no" : "undecided";
}

void print_failure(const outcome& result, const lines_read& all, std::ostream& out) {
  if (result.why->key) {
    out << printable(
        fmt::format("  the operations on key {} show it:\n", to_string(*result.why->key)));
  }
  out << "\n"
      << printable(explain(*result.why, all.operations,
                           [&](word i) { return fmt::format("line {}", all.lines[i]); }));
}

// The weaker verdicts are an extra, so they get a smaller share of the memory, and of the time.
void print_weaker(const history_request& request, const lines_read& all, std::ostream& out) {
  options modest = options_for(request);
  modest.bounds.memory = request.memory / 16;
  checker judge(model_for(request.model), modest);
  out << fmt::format("\n  sequentially consistent: {}\n  quiescently consistent: {}\n",
                     word_for(judge.sequentially_consistent(all.operations)),
                     word_for(judge.quiescently_consistent(all.operations)));
}

int checked(const history_request& request, std::istream& in, std::ostream& out) {
  checker judge(model_for(request.model), options_for(request));
  const lines_read all = read(request, in);
  outcome result;
  try {
    result = judge.linearizable(all.operations);
  } catch (const bad_history& problem) {
    throw refusal(
        fmt::format("{}:{}: {}", title(request), all.lines[problem.which], problem.what()));
  }
  const char* const verdicts[] = {"linearizable", "not linearizable", "undecided"};
  out << verdicts[static_cast<std::size_t>(result.decision)] << ": "
      << summary(all.operations, request);
  out << (result.parts > 1 ? fmt::format(", {} keys checked apart\n", result.parts) : "\n");
  print_excuses(result, all, out);
  if (result.decision == verdict::undecided) {
    const std::string bound = result.out_of_effort
                                  ? "its budget"
                                  : fmt::format("its bound of {} MiB", request.memory >> 20);
    out << fmt::format("  the search reached {} after {} configurations\n", bound,
                       result.configurations);
    if (result.parts > 1) {
      out << fmt::format("  of the {} keys {} were decided: they show no violation\n", result.parts,
                         result.parts - result.undecided);
    }
    return undecided;
  }
  if (result.decision == verdict::holds) {
    return linearizable;
  }
  print_failure(result, all, out);
  print_weaker(request, all, out);
  return not_linearizable;
}

}  // namespace

int history_command(const history_request& request, std::istream& in, std::ostream& out,
                    std::ostream& err) {
  try {
    return checked(request, in, out);
  } catch (const refusal& problem) {
    err << "suture history: " << printable(problem.what()) << "\n";
    return unreadable;
  }
}

}  // namespace suture::linearizability
