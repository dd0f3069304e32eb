// The subcommands. Each adds itself to the command line with its options; what it returns carries
// it out, once the line has been read, and gives the exit status. It may throw wrong_use,
// token_error or std::invalid_argument, whose messages then are for the user.
#pragma once

#include <CLI/App.hpp>
#include <functional>

namespace cli {

using action = std::function<int()>;

action add_list(CLI::App& app);
action add_check(CLI::App& app);
action add_replay(CLI::App& app);
action add_shrink(CLI::App& app);
action add_explain(CLI::App& app);
action add_graph(CLI::App& app);
action add_merge(CLI::App& app);
action add_estimate(CLI::App& app);
action add_compare(CLI::App& app);
action add_history(CLI::App& app);
action add_pairs(CLI::App& app);
action add_page(CLI::App& app);
action add_ext(CLI::App& app);

}  // namespace cli
