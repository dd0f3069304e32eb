// Numbers of objects that are made outside of runs, without the objects.
#pragma once

#include <cstdint>

namespace suture::hooks {

// The first of so many numbers in a row, which no cell made outside of runs has or will have.
std::uint32_t take_outside_numbers(std::uint32_t how_many);

}  // namespace suture::hooks
