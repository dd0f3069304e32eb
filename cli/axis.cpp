#include "cli/axis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "cli/exit_status.hpp"

namespace cli {

namespace {

using scenarios::variant;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// "lock=object" as ("lock", "object").
std::pair<std::string, std::string> setting_of(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos) return {text, {}};
  return {text.substr(0, sign), text.substr(sign + 1)};
}

void require_known(const axis& a, const std::vector<const variant*>& variants) {
  std::set<std::string> names, values;
  for (const variant* v : variants) {
    for (const std::string& one : split(v->axes())) {
      const auto [name, value] = setting_of(one);
      if (!name.empty()) names.insert(name);
      if (name == a.name) values.insert(value);
    }
  }
  if (!names.contains(a.name)) {
    throw wrong_use(fmt::format("--axis: none of these scenarios has an axis '{}'; {}", a.name,
                                names.empty()
                                    ? std::string("they have none at all")
                                    : fmt::format("there are {}", fmt::join(names, ", "))));
  }
  for (const std::string& value : a.values) {
    if (!values.contains(value)) {
      throw wrong_use(fmt::format("--axis: none of these scenarios has {}={}; there are {}", a.name,
                                  value, fmt::join(values, ", ")));
    }
  }
}

// By the order asked for; as they came, where none was.
void sort_values(const axis& a, compared_group& g) {
  if (a.values.empty()) return;
  compared_group sorted{g.name, {}, {}};
  for (const std::string& value : a.values) {
    for (std::size_t i = 0; i < g.values.size(); ++i) {
      if (g.values[i] != value) continue;
      sorted.variants.push_back(g.variants[i]);
      sorted.values.push_back(value);
    }
  }
  g = std::move(sorted);
}

}  // namespace

axis parse_axis(const std::string& text) {
  const auto [name, values] = setting_of(text);
  axis a{name, {}};
  if (text.find('=') != std::string::npos) a.values = split(values);
  const bool empty = name.empty() || std::ranges::any_of(a.values, &std::string::empty);
  if (empty || name.find(',') != std::string::npos || values.find('=') != std::string::npos) {
    throw wrong_use(
        fmt::format("--axis is '{}'; it must be an axis and values of it, as in lock=object,none, "
                    "or an axis alone for all its values",
                    text));
  }
  std::set<std::string> seen;
  for (const std::string& value : a.values) {
    if (!seen.insert(value).second) {
      throw wrong_use(fmt::format("--axis is '{}'; {} is there twice", text, value));
    }
  }
  return a;
}

std::string value_on(const std::string& axis_name, std::string_view axes) {
  for (const std::string& one : split(axes)) {
    const auto [name, value] = setting_of(one);
    if (name == axis_name) return value;
  }
  return {};
}

std::string name_without(const std::string& axis_name, std::string_view situation,
                         std::string_view axes) {
  std::vector<std::string> others;
  for (const std::string& one : split(axes)) {
    if (!one.empty() && setting_of(one).first != axis_name) others.push_back(one);
  }
  if (others.empty()) return std::string(situation);
  return fmt::format("{}/{}", situation, fmt::join(others, ","));
}

std::vector<compared_group> group_by(const axis& a, const std::vector<const variant*>& variants) {
  require_known(a, variants);
  std::vector<compared_group> groups;
  for (const variant* v : variants) {
    const std::string value = value_on(a.name, v->axes());
    if (value.empty()) continue;
    if (!a.values.empty() && std::ranges::find(a.values, value) == a.values.end()) continue;
    const std::string name = name_without(a.name, v->situation(), v->axes());
    auto group = std::ranges::find(groups, name, &compared_group::name);
    if (group == groups.end()) group = groups.insert(groups.end(), compared_group{name, {}, {}});
    group->variants.push_back(v);
    group->values.push_back(value);
  }
  for (compared_group& g : groups) sort_values(a, g);
  return groups;
}

}  // namespace cli
