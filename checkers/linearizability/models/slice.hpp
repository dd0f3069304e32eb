// Python's extended slice of a sequence of words.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "checkers/linearizability/value_table.hpp"

namespace suture::linearizability {

// s[start:stop:step]; `bounds` holds start, stop and maybe step, each the number of an integer or
// of None. Nothing where the step is 0, for which Python raises ValueError.
std::optional<std::vector<word>> sliced(std::span<const word> s, std::span<const word> bounds,
                                        const value_table& values);

}  // namespace suture::linearizability
