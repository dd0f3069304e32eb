#include "checkers/linearizability/precedence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace suture::linearizability {

void validate(const history& operations, const precedence& order) {
  validate(operations);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const word earlier : order[i]) {
      if (earlier >= operations.size() || earlier == i) {
        throw bad_history(i, fmt::format("operation {} is said to come before operation {}, and "
                                         "is not there",
                                         earlier, i));
      }
      const operation& before = operations[earlier];
      if (before.is_pending() || before.called >= operations[i].called) {
        throw bad_history(i, fmt::format("{} is said to come before {}, which was called before "
                                         "that one ended",
                                         call_text(before), call_text(operations[i])));
      }
    }
  }
}

// In order of calls, what comes before an operation is complete when its turn comes.
closure::closure(const history& operations, const precedence& order)
    : before_(operations.size(), std::vector<bool>(operations.size(), false)) {
  std::vector<std::size_t> by_call(operations.size());
  std::iota(by_call.begin(), by_call.end(), std::size_t{0});
  std::ranges::stable_sort(by_call, {}, [&](std::size_t i) { return operations[i].called; });
  std::unordered_map<std::uint32_t, std::size_t> last_of;
  const auto add = [&](std::size_t to, std::size_t earlier) {
    before_[to][earlier] = true;
    for (std::size_t i = 0; i < operations.size(); ++i) {
      if (before_[earlier][i]) before_[to][i] = true;
    }
  };
  for (const std::size_t i : by_call) {
    const auto [last, first] = last_of.try_emplace(operations[i].process, i);
    if (!first) add(i, last->second);
    last->second = i;
    if (i < order.size()) {
      for (const word earlier : order[i]) add(i, earlier);
    }
  }
}

precedence closure::all() const {
  precedence whole(before_.size());
  for (std::size_t i = 0; i < before_.size(); ++i) {
    for (std::size_t earlier = 0; earlier < before_.size(); ++earlier) {
      if (before_[i][earlier]) whole[i].push_back(static_cast<word>(earlier));
    }
  }
  return whole;
}

}  // namespace suture::linearizability
