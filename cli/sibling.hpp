// The program beside this one that has all backends.
#pragma once

#include <string>

#include "scenarios/scenario.hpp"

namespace cli {

// Goes on as `suture-backends`, with the same arguments, where this program has no scenario for
// that backend; returns where it has. Throws wrong_use where the other program is not there.
void become_one_with(scenarios::backend wanted, const std::string& name);

}  // namespace cli
