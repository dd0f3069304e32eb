#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "library/session.hpp"
#include "model/explore/make_strategy.hpp"

namespace suture {

namespace {

// Arenas for the workers of a check, with room for other checks beside it.
constexpr unsigned most_jobs = 32;
// Each walks the part of the search above the cut, a thousand items for every shard.
constexpr std::uint32_t most_shards = 10'000;

constexpr std::size_t least_stack = std::size_t{16} << 10U;
constexpr std::size_t most_stack = std::size_t{1} << 30U;

void require(bool holds, std::string_view option, std::string_view value, std::string_view right) {
  if (holds) return;
  throw std::invalid_argument(fmt::format("{} is {}; it must be {}", option, value, right));
}

void require_one_of(std::string_view option, const std::string& value,
                    const std::vector<std::string>& known) {
  require(std::find(known.begin(), known.end(), value) != known.end(), option,
          fmt::format("'{}'", value), fmt::format("one of {}", fmt::join(known, ", ")));
}

// What stands behind a colon is the strategy's own to judge.
void require_strategy(const std::string& text) {
  if (text == "portfolio") return;
  if (text.find(':') == std::string::npos) {
    std::vector<std::string> known = strategy_names();
    known.emplace_back("portfolio");
    require_one_of("strategy", text, known);
  }
  const auto model = memory_models().front().make();
  make_strategy(text, *model, {});
}

// "exhaustive, random or portfolio": those that have the trait.
std::string strategies_with(bool strategy_traits::*trait) {
  std::string names;
  for (const strategy_kind* k : strategy_kinds()) {
    if (k->traits.*trait) names += fmt::format("{}{}", names.empty() ? "" : ", ", k->name);
  }
  return names + " or portfolio";
}

}  // namespace

strategy_traits traits_of(std::string_view strategy) {
  if (strategy == "portfolio") return {.divisible = true, .resumable = true};
  return strategy_kind_of(strategy).traits;
}

void validate(const options& how) {
  require_strategy(how.strategy);
  const strategy_traits traits = traits_of(how.strategy);
  require_one_of("memory", how.memory, memory_model_names());
  require_one_of("reuse", how.reuse, {"none", "lifo"});
  require(std::isfinite(how.max_seconds) && how.max_seconds >= 0, "max_seconds",
          fmt::format("{}", how.max_seconds), "0 (no limit) or a positive number of seconds");
  require(how.jobs >= 1 && how.jobs <= most_jobs, "jobs", std::to_string(how.jobs),
          fmt::format("between 1 and {}", most_jobs));
  require(how.shards >= 1 && how.shards <= most_shards, "shards", std::to_string(how.shards),
          fmt::format("between 1 and {}", most_shards));
  require(how.shard >= 1 && how.shard <= how.shards, "shard", std::to_string(how.shard),
          fmt::format("between 1 and {}, the number of shards", how.shards));
  require(how.shards == 1 || traits.divisible, "strategy", fmt::format("'{}'", how.strategy),
          strategies_with(&strategy_traits::divisible) + " where the check is divided into shards");
  require(how.checkpoint.empty() || traits.resumable, "strategy", fmt::format("'{}'", how.strategy),
          strategies_with(&strategy_traits::resumable) + " where there is a checkpoint");
  require(how.max_events >= 1, "max_events", "0", "at least 1");
  require(how.stack_bytes >= least_stack && how.stack_bytes <= most_stack, "stack_bytes",
          std::to_string(how.stack_bytes),
          fmt::format("between {} and {} (16 KiB and 1 GiB)", least_stack, most_stack));
}

}  // namespace suture
