// One test, run on the engine and enumerated from the definition.
#pragma once

#include <string_view>

#include "litmus/test.hpp"

namespace suture::litmus {

enum class comparison { same, same_race, beyond_the_oracle };

// Fails the calling GoogleTest case unless both find the same states, each reached by the same
// number of executions, or both find a data race (then there is nothing more to compare).
// `memory` is the name of a memory model.
comparison compare_with_definition(const test& t, std::string_view memory);

}  // namespace suture::litmus
