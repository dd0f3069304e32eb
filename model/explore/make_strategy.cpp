#include "model/explore/make_strategy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/random_walk.hpp"

namespace suture {

const std::vector<std::string>& strategy_names() {
  static const std::vector<std::string> names{"exhaustive", "random"};
  return names;
}

std::unique_ptr<strategy> make_strategy(std::string_view text, memory_model& model,
                                        const strategy_options& options) {
  if (text == "random") return std::make_unique<random_walk>(options.seed, model);
  if (text == "exhaustive") return std::make_unique<exhaustive>(model);
  throw std::invalid_argument(fmt::format("unknown strategy '{}': use one of {}", text,
                                          fmt::join(strategy_names(), ", ")));
}

}  // namespace suture
