// C's operators on the values of litmus tests.
#pragma once

#include <string_view>

#include "litmus/expression.hpp"

namespace suture::litmus {

value apply(const node& n, value a);

// What the operators of two sides, which always evaluate both, give. Where C does not define it,
// sets `undefined` to what is done: "divides by zero".
value apply(const node& n, value a, value b, std::string_view& undefined);

}  // namespace suture::litmus
