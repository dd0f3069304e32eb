#include "model/explore/make_strategy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <stdexcept>

#include "model/explore/bounded.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/random_walk.hpp"

namespace suture {

namespace {

// The number behind the colon of "bounded:2".
std::uint32_t preemptions_of(std::string_view text) {
  if (text == "∞") return bounded::unlimited;
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number > bounded::most_preemptions) {
    throw std::invalid_argument(
        fmt::format("strategy 'bounded:{}': the number of preemptions must be between 0 and {}, as "
                    "in bounded:2, or ∞",
                    text, bounded::most_preemptions));
  }
  return number;
}

}  // namespace

const std::vector<std::string>& strategy_names() {
  static const std::vector<std::string> names{"exhaustive", "random", "bounded:2"};
  return names;
}

std::unique_ptr<strategy> make_strategy(std::string_view text, memory_model& model,
                                        const strategy_options& options) {
  if (text == "random") {
    return std::make_unique<random_walk>(options.seed, model, options.first_sample,
                                         options.sample_step);
  }
  if (text == "exhaustive") {
    auto search = std::make_unique<exhaustive>(model, options.blind);
    search->limit_spurious_failures(options.spurious_failures);
    return search;
  }
  constexpr std::string_view prefix = "bounded:";
  if (text == "bounded") {
    throw std::invalid_argument("strategy 'bounded' needs the number of preemptions: bounded:2");
  }
  if (text.starts_with(prefix)) {
    return std::make_unique<bounded>(preemptions_of(text.substr(prefix.size())), model);
  }
  throw std::invalid_argument(
      fmt::format("unknown strategy '{}': use one of {}", text, fmt::join(strategy_names(), ", ")));
}

}  // namespace suture
