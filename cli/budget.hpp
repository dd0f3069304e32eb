// --budget: how long one variant may be checked.
#pragma once

#include <cstdint>
#include <string>

namespace cli {

struct check_budget {
  double seconds = 0;      // 0: no limit
  std::uint64_t runs = 0;  // 0: no limit
};

// "30s", "1.5s", "200ms", "2m", "20000runs". Throws wrong_use for anything else.
check_budget parse_budget(const std::string& text);

}  // namespace cli
