#include "report/fold.hpp"

#include <string_view>

namespace suture::report {

namespace {

constexpr std::size_t longest_period = 32;
// Fewer rounds than this take less room than the line that would replace them, and say more.
constexpr std::size_t fewest_rounds = 5;

bool alike(const trace_step& a, const trace_step& b) {
  return a.thread == b.thread && a.where.line == b.where.line && a.action == b.action &&
         std::string_view(a.where.file) == b.where.file;
}

// How many rounds of `period` steps begin at `first`?
std::size_t rounds_at(const std::vector<trace_step>& steps, std::size_t first, std::size_t period) {
  std::size_t end = first + period;
  while (end < steps.size() && alike(steps[end], steps[end - period])) ++end;
  return (end - first) / period;
}

}  // namespace

std::vector<stretch> fold(const trace& t) {
  std::vector<stretch> result;
  std::size_t shown_from = 0;
  for (std::size_t at = 0; at < t.steps.size();) {
    std::size_t period = 0;
    std::size_t rounds = 0;
    for (std::size_t p = 1; p <= longest_period && period == 0; ++p) {
      rounds = rounds_at(t.steps, at, p);
      if (rounds >= fewest_rounds) period = p;
    }
    if (period == 0) {
      ++at;
      continue;
    }
    const std::size_t left_out = at + period;
    at += (rounds - 1) * period;
    result.push_back({shown_from, left_out, 0, 0});
    result.push_back({left_out, at, period, rounds - 2});
    shown_from = at;
    at += period;
  }
  if (shown_from < t.steps.size()) result.push_back({shown_from, t.steps.size(), 0, 0});
  return result;
}

}  // namespace suture::report
