// suture estimate: how many executions a variant has, before anybody checks it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/isolated.hpp"
#include "cli/modules.hpp"
#include "cli/run_options.hpp"
#include "cli/selection.hpp"
#include "library/session.hpp"
#include "model/explore/estimate.hpp"
#include "report/width.hpp"

namespace cli {

namespace {

using nlohmann::ordered_json;
using scenarios::variant;
using suture::estimate;

struct arguments {
  std::vector<std::string> patterns;
  std::string memory = "rc11";
  std::uint64_t seed = 1;
  unsigned probes = 1000;
  double seconds = 5;
  bool json = false;
  run_options around;
};

estimate estimate_of(const variant& v, const arguments& given) {
  suture::options how;
  apply(v.around, given.around, how);
  const suture::limits bounds = limits_of(how);
  suture::session one(given.memory, bounds);
  return suture::estimate_size(one.exploring(), body_on_engine(v), bounds, given.probes, given.seed,
                               {.seconds = given.seconds});
}

ordered_json to_json(const estimate& e) {
  // Without an interval there is only what is known for certain.
  return {{"executions", e.runs},
          {"low", e.low},
          {"high", e.trusted ? ordered_json(e.high) : ordered_json()},
          {"exact", e.exact},
          {"trusted", e.trusted},
          {"probes", e.probes},
          {"seconds_per_execution", e.seconds_per_run},
          {"seconds", e.seconds()}};
}

// "1,680" as long as that is readable, then "3.1e+12".
std::string count_of(double n) {
  if (n >= 1e7) return fmt::format("{:.2g}", n);
  std::string digits = fmt::format("{:.0f}", n);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string time_of(double seconds) {
  if (seconds < 1) return "< 1 s";
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 172'800) return fmt::format("{:.0f} h", seconds / 3600);
  if (seconds < 365.25 * 172'800) return fmt::format("{:.0f} days", seconds / 86'400);
  return fmt::format("{} years", count_of(seconds / (365.25 * 86'400)));
}

std::string row_of(const std::string& name, const ordered_json& e) {
  const bool exact = e.at("exact");
  const std::string runs = (exact ? "" : "~ ") + count_of(e.at("executions"));
  const std::string interval =
      exact             ? "counted"
      : e.at("trusted") ? fmt::format("{} to {}", count_of(e.at("low")), count_of(e.at("high")))
                        : fmt::format("more than {}", count_of(e.at("low")));
  return fmt::format("{}  {:>12}  {:<24}  {}\n", name, runs, interval, time_of(e.at("seconds")));
}

void print(const std::vector<const variant*>& variants, const std::vector<ordered_json>& results,
           const arguments& given) {
  if (given.json) {
    ordered_json all = ordered_json::array();
    for (std::size_t i = 0; i < variants.size(); ++i) {
      ordered_json one = {{"name", variants[i]->id}, {"memory", given.memory}};
      one.update(results[i]);
      all.push_back(std::move(one));
    }
    fmt::print("{}\n", all.dump(2));
    return;
  }
  using suture::report::padded;
  std::size_t width = 7;
  for (const variant* v : variants) width = std::max(width, v->id.size());
  fmt::print("{}  {:>12}  {:<24}  time\n", padded("variant", width), "executions", "90 % interval");
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const std::string name = padded(variants[i]->id, width);
    if (results[i].contains("failed")) {
      fmt::print("{}  {}\n", name, results[i].at("failed").get<std::string>());
    } else {
      fmt::print("{}", row_of(name, results[i]));
    }
  }
}

// Each in a process of its own, one at a time, so that the times mean something.
int run_estimate(const arguments& given) {
  if (!suture::make_memory_model(given.memory)) {
    throw wrong_use(fmt::format("--memory is '{}'; it must be one of {}", given.memory,
                                fmt::join(suture::memory_model_names(), ", ")));
  }
  if (given.probes == 0) throw wrong_use("--probes is 0; it must be at least 1");
  if (!std::isfinite(given.seconds) || given.seconds <= 0) {
    throw wrong_use("--seconds must be a positive number");
  }
  suture::options checked;
  apply({}, given.around, checked);
  suture::validate(checked);
  std::vector<const variant*> variants = select(given.patterns);
  std::erase_if(variants, [](const variant* v) { return !v->on(scenarios::backend::engine); });
  if (variants.empty()) throw wrong_use("none of these scenarios runs on the engine");
  std::vector<isolated_work> work;
  for (const variant* v : variants) {
    work.push_back(
        {[&given, v](const send_line& send) { send(to_json(estimate_of(*v, given)).dump()); },
         60 + 2 * given.seconds});
  }
  std::vector<ordered_json> results(variants.size());
  run_isolated(
      work, 1,
      {[](std::size_t) {},
       [&](std::size_t i, const std::string& line) { results[i] = ordered_json::parse(line); },
       [&](std::size_t i, const isolated_end& end) {
         if (results[i].is_null()) results[i] = {{"failed", end.words}};
       }});
  print(variants, results, given);
  const bool well =
      std::ranges::none_of(results, [](const auto& r) { return r.contains("failed"); });
  return well ? exit_status::as_expected : exit_status::internal_error;
}

}  // namespace

action add_estimate(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  CLI::App& c = *app.add_subcommand(
      "estimate",
      "How many executions an exhaustive search would run, and how long it would take. Where the\n"
      "probes disagree too much for an interval, only what was counted is given as a bound.");
  c.add_option("GLOB", given->patterns, "Names or patterns (* ? [abc]); all without one");
  c.add_option("--memory", given->memory, suture::about_memory_models())->capture_default_str();
  c.add_option("--probes", given->probes, "At most so many for each variant")
      ->capture_default_str();
  c.add_option("--seconds", given->seconds,
               "Most time to count the executions, and again to estimate them, for each variant")
      ->capture_default_str();
  c.add_option("--seed", given->seed, "Of the probes")->capture_default_str();
  c.add_flag("--json", given->json, "As JSON");
  add_run_options(c, given->around);
  return [given] { return run_estimate(*given); };
}

}  // namespace cli
