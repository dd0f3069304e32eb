#include <fmt/format.h>

#include <utility>

#include "checkers/standard.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr std::uint64_t random_runs = 2000;
constexpr std::uint64_t most_runs = 100'000;  // of a search that is broken

exploration explored(const engine_case& c, const char* memory, const char* strategy,
                     std::uint64_t runs) {
  const auto model = make_memory_model(memory);
  execution run(*model, 0);
  standard_checkers checkers;
  checkers.attach(run);
  limits l;
  if (c.adjust != nullptr) c.adjust(l);
  const auto s = make_strategy(strategy, *model, {});
  return explore(run, c.body, *s, l, budget{.runs = runs});
}

// "race"; "3 complete"; "3 complete, 1 blocked": counts that are not 0. Moot runs are no
// executions, and how many there are is the search's own affair.
std::string text_of(const exploration& e) {
  if (e.found) return e.found->kind;
  if (!e.exhausted) return "no end";
  std::string text = fmt::format("{} complete", e.counts.complete);
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count != 0) text += fmt::format(", {} {}", count, what);
  };
  add(e.counts.blocked, "blocked");
  add(e.counts.abandoned, "abandoned");
  add(e.counts.bounded, "bounded");
  return text;
}

std::string difference(const engine_case& c, const char* memory, const std::string& expected) {
  if (expected.empty()) return "";
  const std::string searched = text_of(explored(c, memory, "exhaustive", most_runs));
  if (searched != expected) {
    return fmt::format("{}, {}: {}, not {}", c.name, memory, searched, expected);
  }
  const bool clean = expected.find("complete") != std::string::npos;
  const exploration sampled = explored(c, memory, "random", random_runs);
  if (sampled.found.has_value() == clean) {
    return fmt::format("{}, {}, at random: {}, not {}", c.name, memory,
                       sampled.found ? sampled.found->kind : "no finding", expected);
  }
  return "";
}

}  // namespace

engine_cases all_cases() {
  engine_cases all;
  for (auto* family : {counting_cases, life_cases, lock_cases, loop_cases, memory_cases,
                       misuse_cases, order_cases, place_cases, primitive_cases, sleep_cases,
                       thread_cases, time_cases, tso_cases, value_cases}) {
    for (const engine_case& one : family()) all.push_back(one);
  }
  return all;
}

std::string difference(const engine_case& c) {
  for (const auto& [memory, expected] :
       {std::pair{"sc", c.sc}, std::pair{"tso", c.tso}, std::pair{"rc11", c.rc11}}) {
    if (std::string wrong = difference(c, memory, expected); !wrong.empty()) return wrong;
  }
  return "";
}

engine_answers all_answers() {
  engine_answers all;
  for (auto* family : {finding_answers, budget_answers, state_answers}) {
    for (const engine_answer& one : family()) all.push_back(one);
  }
  return all;
}

std::string difference(const engine_answer& a) {
  const std::string given = a.given();
  return given == a.right ? "" : fmt::format("{}: {}, not {}", a.name, given, a.right);
}

}  // namespace suture::testing
