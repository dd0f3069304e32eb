// What each of the two builds of entry_points.cpp says about itself.
#pragma once

#include <cstddef>

namespace build_test {

struct sizes {
  bool has_gil;
  std::size_t list, dict, small_int, tuple, str;  // in bytes
};

sizes sizes_with_gil();
sizes sizes_without_gil();

}  // namespace build_test
