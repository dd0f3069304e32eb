// What is worse than in an earlier check or comparison.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/comparison.hpp"
#include "cli/exit_status.hpp"
#include "report/json.hpp"
#include "scenarios/glob.hpp"

namespace cli {

namespace {

using json = nlohmann::json;
using suture::report::outcome;

struct earlier {
  outcome verdict;
  std::optional<lock_sample> locks;
};

std::optional<lock_sample> locks_in(const json& result) {
  const auto at = result.find("locks");
  if (at == result.end() || at->is_null()) return std::nullopt;
  lock_sample s;
  at->at("runs").get_to(s.runs);
  at->at("complete").get_to(s.complete);
  at->at("seed").get_to(s.seed);
  for (const lock_count c : all_lock_counts) {
    const json& n = at->at(json_name_of(c));
    s.of(c) = {n.at("total"), n.at("most")};
  }
  return s;
}

std::vector<earlier> read(const std::string& file, const std::string& text) {
  try {
    const std::vector<outcome> outcomes = suture::report::from_json(text);
    const json whole = json::parse(text);
    std::vector<earlier> all;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      all.push_back({outcomes[i], locks_in(whole.at("results").at(i))});
    }
    return all;
  } catch (const json::exception& e) {
    throw wrong_use(fmt::format("--baseline: {}: no results of a comparison: {}", file, e.what()));
  } catch (const std::runtime_error& e) {
    throw wrong_use(fmt::format("--baseline: {}: {}", file, e.what()));
  }
}

// How much a verdict without a finding is worth.
int worth(const outcome& o) {
  if (o.verdict == "verified") return 3;
  if (o.verdict == "passed" || o.verdict == "bounded" || o.verdict == "part") return 2;
  return 1;
}

// A bug that is expected and found stays found. Without one, a proof is better than a sample.
bool worse(const outcome& before, const outcome& now) {
  if (before.as_expected != now.as_expected) return before.as_expected;
  if (now.finding || before.finding) {
    return !before.finding ||
           (now.finding && !now.as_expected && now.finding->kind != before.finding->kind);
  }
  return worth(now) < worth(before);
}

bool of_one_sample(const lock_sample& a, const lock_sample& b) {
  return a.runs == b.runs && a.seed == b.seed;
}

void compare_counts(compared_row& now, const lock_sample& before, double tolerance) {
  if (before.complete == 0 || now.locks->complete == 0) return;
  for (const lock_count c : all_lock_counts) {
    const double old_one = before.shown(c);
    const double new_one = now.locks->shown(c);
    if (new_one <= old_one * (1 + tolerance / 100)) continue;
    now.worse.push_back(fmt::format("{} {:.5g} before, {:.5g} now", words_of(c), old_one, new_one));
  }
}

// Does the row of a baseline belong to what is compared?
bool is_asked_for(const outcome& o, const comparison& c, const std::vector<std::string>& patterns) {
  const std::string value = value_on(c.by.name, o.variant);
  if (value.empty()) return false;
  if (!c.by.values.empty() && std::ranges::find(c.by.values, value) == c.by.values.end()) {
    return false;
  }
  return patterns.empty() || std::ranges::any_of(patterns, [&](const std::string& p) {
           return scenarios::glob(p).matches(name_of(o));
         });
}

compared_row* row_of(comparison& c, const std::string& name) {
  for (compared_rows& g : c.groups) {
    for (compared_row& r : g.rows) {
      if (name_of(r.verdict) == name) return &r;
    }
  }
  return nullptr;
}

}  // namespace

void set_against(comparison& c, const std::string& file, const std::string& text, double tolerance,
                 const std::vector<std::string>& patterns) {
  c.baseline = file;
  std::size_t uncounted = 0, known = 0;
  for (const earlier& before : read(file, text)) {
    const std::string name = name_of(before.verdict);
    compared_row* now = row_of(c, name);
    if (now == nullptr) {
      if (is_asked_for(before.verdict, c, patterns)) c.gone.push_back(name);
      continue;
    }
    ++known;
    if (before.verdict.made_by.memory != now->verdict.made_by.memory) {
      throw wrong_use(
          fmt::format("--baseline: {}: {} was checked under memory model {}, and is "
                      "under {} now; give --memory {}",
                      file, name, before.verdict.made_by.memory, now->verdict.made_by.memory,
                      before.verdict.made_by.memory));
    }
    if (worse(before.verdict, now->verdict)) {
      now->worse.push_back(
          fmt::format("{} before, {} now", verdict_of(before.verdict), verdict_of(now->verdict)));
    }
    if (before.locks && now->locks && of_one_sample(*before.locks, *now->locks)) {
      compare_counts(*now, *before.locks, tolerance);
    } else {
      ++uncounted;
    }
  }
  if (known == 0) {
    throw wrong_use(fmt::format("--baseline: {}: it has none of the variants compared", file));
  }
  if (uncounted > 0) {
    c.remarks.push_back(
        fmt::format("The baseline has no counts of the same runs for {} of {} variants: their "
                    "verdicts alone are compared.",
                    uncounted, known));
  }
}

}  // namespace cli
