// Operations of the module as runs that a token can name:
//
//   list.together/a=append,b=pop             two threads, what they give back fits some order
//   list.together/a1=append,a2=len,b1=…      more than one operation each
//   …,atomic=no                              whatever they give back
//   …,threads=1                              one after the other, in each order
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "model/native/module.hpp"

namespace cli {

// Stacks of foreign code hold what C programs put on them: more than our own scenarios.
inline constexpr std::size_t stack_bytes = std::size_t{1} << 20U;  // one MiB

// Does it name operations that the module has?
bool names_operations(const suture::native::module& m, const std::string& id);

// Of such a name. Makes the runs in one thread first.
std::function<void()> body_of_operations(const suture::native::module& m, const std::string& id);

}  // namespace cli
