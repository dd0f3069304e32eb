#include "model/explore/make_strategy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "model/explore/bounded.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/sampling/burst.hpp"
#include "model/explore/sampling/mixture.hpp"
#include "model/explore/sampling/pct.hpp"
#include "model/explore/sampling/pos.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "model/explore/sampling/surw.hpp"
#include "model/explore/sampling/urw.hpp"

namespace suture {

namespace {

std::vector<const strategy_kind*>& all_kinds() {
  static std::vector<const strategy_kind*> all{
      &exhaustive_kind, &random_walk_kind, &bounded_kind, &pct_kind,     &pos_kind,
      &urw_kind,        &surw_kind,        &burst_kind,   &mixture_kind,
  };
  return all;
}

}  // namespace

std::span<const strategy_kind* const> strategy_kinds() { return all_kinds(); }

void add_strategy_kind(const strategy_kind& kind) {
  for (const strategy_kind* k : all_kinds()) {
    if (k->name == kind.name) {
      throw std::invalid_argument(fmt::format("strategy '{}': there is one by that name", k->name));
    }
  }
  all_kinds().push_back(&kind);
}

std::string example_of(const strategy_kind& k) {
  return k.argument.empty() ? std::string(k.name) : fmt::format("{}:{}", k.name, k.argument);
}

std::string about_strategies() {
  std::string lines;
  for (const strategy_kind* k : strategy_kinds()) {
    lines += fmt::format("{}{}: {}\n", k->name, k->argument.empty() ? "" : ":N", k->summary);
  }
  return lines;
}

std::vector<std::string> strategy_names() {
  std::vector<std::string> names;
  for (const strategy_kind* k : strategy_kinds()) names.push_back(example_of(*k));
  return names;
}

const strategy_kind& strategy_kind_of(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(':'));
  const auto kinds = strategy_kinds();
  const auto k = std::find_if(kinds.begin(), kinds.end(),
                              [&](const strategy_kind* kind) { return kind->name == name; });
  if (k == kinds.end()) {
    throw std::invalid_argument(fmt::format("unknown strategy '{}': use one of {}", text,
                                            fmt::join(strategy_names(), ", ")));
  }
  const bool has_argument = name.size() != text.size();
  if (has_argument == (*k)->argument.empty()) {
    throw std::invalid_argument(fmt::format("strategy '{}': it {}, as in {}", text,
                                            has_argument ? "takes no argument" : "needs a number",
                                            example_of(**k)));
  }
  return **k;
}

std::unique_ptr<strategy> make_strategy(std::string_view text, memory_model& model,
                                        const strategy_options& options) {
  const strategy_kind& kind = strategy_kind_of(text);
  std::string_view argument = text.substr(kind.name.size());
  if (!argument.empty()) argument.remove_prefix(1);
  return kind.make(argument, model, options);
}

std::uint32_t number_behind(std::string_view strategy, std::string_view argument,
                            std::string_view of_what, std::uint32_t least, std::uint32_t most,
                            std::string_view example) {
  std::uint32_t number = 0;
  const char* const end = argument.data() + argument.size();
  const auto [stop, error] = std::from_chars(argument.data(), end, number);
  if (error != std::errc() || stop != end || number < least || number > most) {
    throw std::invalid_argument(
        fmt::format("strategy '{}:{}': the number of {} must be between {} and {}, as in {}",
                    strategy, argument, of_what, least, most, example));
  }
  return number;
}

}  // namespace suture
