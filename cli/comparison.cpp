#include "cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/json.hpp"

namespace cli {

using json = nlohmann::ordered_json;
using suture::report::outcome;

namespace {

bool counts_equal(const compared_row& a, const compared_row& b) {
  if (!a.locks || !b.locks) return a.locks.has_value() == b.locks.has_value();
  return std::ranges::all_of(all_lock_counts,
                             [&](lock_count c) { return a.locks->shown(c) == b.locks->shown(c); });
}

json to_object(const lock_sample& s) {
  json j = {{"runs", s.runs}, {"complete", s.complete}, {"seed", s.seed}};
  for (const lock_count c : all_lock_counts) {
    j[json_name_of(c)] = {{"total", s.of(c).total}, {"most", s.of(c).most}};
  }
  return j;
}

}  // namespace

bool compared_rows::is_worse() const {
  return std::ranges::any_of(rows, [](const compared_row& r) { return !r.worse.empty(); });
}

difference compared_rows::differ() const {
  const compared_row& first = rows.front();
  if (rows.size() == 1) return difference::alone;
  for (const compared_row& r : rows) {
    if (verdict_of(r.verdict) != verdict_of(first.verdict)) return difference::verdicts;
  }
  const bool equal =
      std::ranges::all_of(rows, [&](const compared_row& r) { return counts_equal(r, first); });
  return equal ? difference::none : difference::counts;
}

std::size_t comparison::regressions() const {
  std::size_t n = gone.size();
  for (const compared_rows& g : groups) {
    n += static_cast<std::size_t>(
        std::ranges::count_if(g.rows, [](const compared_row& r) { return !r.worse.empty(); }));
  }
  return n;
}

void comparison::sort() {
  std::ranges::stable_sort(groups, {}, [](const compared_rows& g) {
    return std::pair(!g.is_worse(), static_cast<int>(g.differ()));
  });
}

std::string to_json(const comparison& c) {
  std::vector<outcome> all;
  for (const compared_rows& g : c.groups) {
    for (const compared_row& r : g.rows) all.push_back(r.verdict);
  }
  json whole = json::parse(suture::report::to_json(all));
  std::size_t i = 0;
  for (const compared_rows& g : c.groups) {
    for (const compared_row& r : g.rows) {
      json& one = whole["results"][i++];
      one["locks"] = r.locks ? to_object(*r.locks) : json();
      if (!c.baseline.empty()) one["worse"] = r.worse;
    }
  }
  whole["axis"] = c.by.name;
  if (!c.baseline.empty()) whole["gone"] = c.gone;
  return whole.dump(2) + '\n';
}

}  // namespace cli
