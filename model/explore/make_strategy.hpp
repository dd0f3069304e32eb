// Strategies by name, as they are written on the command line and in options.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/explore/strategy_kind.hpp"

namespace suture {

// Suture's own, then those that were added, in the order of adding.
std::span<const strategy_kind* const> strategy_kinds();
// One more, which must live as long as the process does. Throws std::invalid_argument where its
// name is taken. Not while others ask.
void add_strategy_kind(const strategy_kind& kind);

// The kind that "name" or "name:argument" asks for. Throws std::invalid_argument that says what
// was wrong with `text` and what would be right; so does make_strategy.
const strategy_kind& strategy_kind_of(std::string_view text);

std::unique_ptr<strategy> make_strategy(std::string_view text, memory_model& model,
                                        const strategy_options& options);

// "random", "pct:3": how one of the kind may be asked for.
std::string example_of(const strategy_kind& k);

// A line for each, for help: its name, and what it does.
std::string about_strategies();

// "exhaustive", "bounded:2", "pct:3", …: for messages and completion.
std::vector<std::string> strategy_names();

// The number behind the colon of "pct:3", as `example` shows it. Throws std::invalid_argument,
// which says what it is the number of and which are right, where it is none or none of those.
std::uint32_t number_behind(std::string_view strategy, std::string_view argument,
                            std::string_view of_what, std::uint32_t least, std::uint32_t most,
                            std::string_view example);

}  // namespace suture
