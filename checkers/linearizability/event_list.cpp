#include "checkers/linearizability/event_list.hpp"

#include <algorithm>

namespace suture::linearizability {

event_list::event_list(const problem& p, std::span<const word> part) {
  const auto count = static_cast<word>(part.size());
  std::vector<word> returns;  // operations that returned, by time of return
  for (word op = 0; op < count; ++op) {
    if (p.must_take_effect(part[op])) {
      returns.push_back(op);
    }
  }
  const auto until = [&](word op) { return p.intervals[part[op]].until; };
  std::ranges::stable_sort(returns, {}, until);

  const std::size_t events = count + returns.size() + 2;
  return_of_.assign(events, no_call);
  operation_.resize(events);
  call_of_.resize(count);
  word event = 1;
  word called = 0;
  const auto add_calls = [&](std::int64_t time) {
    for (; called < count && p.intervals[part[called]].from <= time; ++called) {
      operation_[event] = called;
      return_of_[event] = none;
      call_of_[called] = event++;
    }
  };
  for (const word op : returns) {
    add_calls(until(op));
    operation_[event] = op;
    return_of_[call_of_[op]] = event++;
  }
  add_calls(pending);
  next_.resize(events);
  previous_.resize(events);
  for (word n = 0; n < events; ++n) {
    next_[n] = n + 1;
    previous_[n] = n - 1;
  }
}

}  // namespace suture::linearizability
