// All scenarios there are.
#pragma once

#include "scenarios/registry.hpp"

namespace scenarios {

// Every family, with a body for each backend this build has. Built at the first call, which may
// come from any thread.
const registry& catalog();

}  // namespace scenarios
