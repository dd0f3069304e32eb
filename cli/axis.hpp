// --axis lock=object,biased: which variants of a scenario are set beside each other.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace cli {

struct axis {
  std::string name;                 // "lock"
  std::vector<std::string> values;  // in the order asked for; empty: all that there are
};

// "lock", "lock=object,biased". Throws wrong_use for anything else.
axis parse_axis(const std::string& text);

// Variants that differ in the axis alone.
struct compared_group {
  std::string name;  // of the scenario and its other axes: "str.utf8_cache/publish=relaxed"
  std::vector<const scenarios::variant*> variants;
  std::vector<std::string> values;  // of each
};

// The value that a variant has on the axis, or empty; and its name without that.
std::string value_on(const std::string& axis_name, std::string_view axes);
std::string name_without(const std::string& axis_name, std::string_view situation,
                         std::string_view axes);

// In the order of the variants, and within a group in that of the values asked for. Throws
// wrong_use where none of the variants has the axis, or one of the values, naming those that there
// are.
std::vector<compared_group> group_by(const axis& a,
                                     const std::vector<const scenarios::variant*>& variants);

}  // namespace cli
