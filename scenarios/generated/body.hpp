// From a generated case to a body that can be explored.
#pragma once

#include <functional>

#include "scenarios/generated/case.hpp"

namespace scenarios::generated {

// Carries the case out once: makes the container, does the prefix, starts the threads, joins them,
// looks at what is left, counts references, releases everything. Every operation is marked, so that
// it is checked for atomicity. For the engine.
std::function<void()> body_of(const test_case& c);

}  // namespace scenarios::generated
