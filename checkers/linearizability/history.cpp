#include "checkers/linearizability/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace suture::linearizability {
namespace {

// The operations of one process must follow each other; `of` holds their indices.
void validate_process(const history& operations, std::vector<std::size_t>& of) {
  const auto earlier = [&](std::size_t a, std::size_t b) {
    return operations[a].called < operations[b].called;
  };
  if (!std::is_sorted(of.begin(), of.end(), earlier)) {
    std::stable_sort(of.begin(), of.end(), earlier);
  }
  for (std::size_t i = 1; i < of.size(); ++i) {
    const operation& before = operations[of[i - 1]];
    const operation& after = operations[of[i]];
    if (before.is_pending()) {
      throw bad_history(of[i], fmt::format("process {} calls {} at {}, but its {} called at {} is "
                                           "still pending",
                                           after.process, call_text(after), after.called,
                                           call_text(before), before.called));
    }
    if (after.called <= before.returned) {
      throw bad_history(of[i], fmt::format("process {} calls {} at {}, but its {} returned at {} "
                                           "only: a process does one thing at a time",
                                           after.process, call_text(after), after.called,
                                           call_text(before), before.returned));
    }
  }
}

}  // namespace

void validate(const history& operations) {
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> processes;
  std::vector<std::uint32_t> order;  // of first appearance, so that messages come in one order
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const operation& op = operations[i];
    if (op.returned < op.called) {
      throw bad_history(i, fmt::format("{} returned at {}, before it was called at {}",
                                       call_text(op), op.returned, op.called));
    }
    std::vector<std::size_t>& of = processes[op.process];
    if (of.empty()) {
      order.push_back(op.process);
    }
    of.push_back(i);
  }
  for (const std::uint32_t process : order) {
    validate_process(operations, processes[process]);
  }
}

std::string call_text(const operation& op) {
  std::string out = op.function + "(";
  for (std::size_t i = 0; i < op.arguments.size(); ++i) {
    out += (i > 0 ? ", " : "") + to_string(op.arguments[i]);
  }
  return out + ")";
}

std::string to_string(const operation& op) {
  if (op.is_pending()) {
    return call_text(op) + " pending";
  }
  const bool raised = op.result.kind() == value::type::error;
  return call_text(op) + (raised ? " raises " : " → ") + to_string(op.result);
}

}  // namespace suture::linearizability
