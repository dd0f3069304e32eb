#include "report/fold.hpp"

#include <string_view>

namespace suture::report {

namespace {

constexpr std::size_t longest_period = 32;
// Fewer rounds than this take less room than the line that would replace them, and say more.
constexpr std::size_t fewest_rounds = 5;
constexpr std::size_t fewest_of_setup = 3;

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

// The steps of the set-up, those that are needed by themselves.
void fold_setup(const trace& t, std::vector<stretch>& result) {
  for (std::size_t at = 0; at < t.setup;) {
    std::size_t end = at + 1;
    while (end < t.setup && t.steps[end].needed == t.steps[at].needed) ++end;
    result.push_back({at, end, 0, 0, !t.steps[at].needed});
    at = end;
  }
}

}  // namespace

std::vector<stretch> fold(const trace& t, bool set_up) {
  std::vector<stretch> result;
  std::size_t shown_from = 0;
  if (set_up && t.setup >= fewest_of_setup) {
    fold_setup(t, result);
    shown_from = t.setup;
  }
  for (std::size_t at = shown_from; at < t.steps.size();) {
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
    if (shown_from < left_out) result.push_back({shown_from, left_out, 0, 0});
    result.push_back({left_out, at, period, rounds - 2});
    shown_from = at;
    at += period;
  }
  if (shown_from < t.steps.size()) result.push_back({shown_from, t.steps.size(), 0, 0});
  return result;
}

}  // namespace suture::report
