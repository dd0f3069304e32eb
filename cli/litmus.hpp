// suture litmus: litmus tests in herd7's C format, as docs/litmus.md describes.
#pragma once

#include "cli/command.hpp"
#include "litmus/command.hpp"

namespace cli {

using suture::litmus_command;  // the work itself: reads, explores, prints; gives the exit status
using suture::litmus_options;

action add_litmus(CLI::App& app);

}  // namespace cli
