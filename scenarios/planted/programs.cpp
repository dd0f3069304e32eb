#include <algorithm>
#include <stdexcept>

#include "scenarios/planted/program.hpp"

namespace planted {

const std::vector<program>& programs() {
  static const std::vector<program> all = [] {
    std::vector<program> made;
    for (const auto add : {add_reorder, add_two_stages, add_buffers, add_drivers, add_accounts,
                           add_queues, add_signals, add_locks}) {
      add(made);
    }
    std::sort(made.begin(), made.end(),
              [](const program& a, const program& b) { return a.name < b.name; });
    return made;
  }();
  return all;
}

const program& program_named(std::string_view name) {
  for (const program& p : programs()) {
    if (p.name == name) return p;
  }
  throw std::invalid_argument("there is no planted program '" + std::string(name) + "'");
}

}  // namespace planted
