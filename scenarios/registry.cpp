#include "scenarios/registry.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "scenarios/glob.hpp"
#include "scenarios/nearest.hpp"

namespace scenarios {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// Lower case letters, digits and underscores, at least one.
bool is_value(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
  });
}

// The same, starting with a letter.
bool is_name(std::string_view text) { return is_value(text) && is_letter(text.front()); }

// Splits off the text before the first `separator`, or all of it.
std::string_view cut(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view head = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return head;
}

bool is_axis(std::string_view text) {
  const std::size_t equals = text.find('=');
  return equals != std::string_view::npos && is_name(text.substr(0, equals)) &&
         is_value(text.substr(equals + 1));
}

bool is_id(std::string_view text) {
  const bool has_axes = text.find('/') != std::string_view::npos;
  std::string_view name = cut(text, '/');
  const std::string_view family = cut(name, '.');
  if (!is_name(family) || !is_name(name)) return false;
  if (!has_axes) return true;
  if (text.empty() || text.back() == ',') return false;
  while (!text.empty())
    if (!is_axis(cut(text, ','))) return false;
  return true;
}

void require(bool holds, const variant& v, const char* why) {
  if (!holds) throw std::invalid_argument("scenario '" + v.id + "': " + why);
}

bool same_description(const variant& a, const variant& b) {
  return a.summary == b.summary && a.provenance == b.provenance && a.expected == b.expected &&
         std::ranges::equal(a.otherwise, b.otherwise) && a.threads == b.threads &&
         a.around == b.around;
}

}  // namespace

void registry::add(variant described, backend where, body run) {
  require(is_id(described.id), described, "an id reads family.situation/axis=value,axis=value");
  require(is_verdict(described.expected), described, "the expected verdict is not one");
  for (const other_verdict& other : described.otherwise) {
    require(is_verdict(other.expected), described, "a verdict expected otherwise is not one");
    require(other.expected != described.expected, described, "expected otherwise, yet the same");
  }
  require(!described.summary.empty(), described, "there is no summary");
  require(!described.provenance.empty(), described, "there is no provenance");
  require(run != nullptr, described, "there is no body");

  auto known = std::ranges::find(variants_, described.id, &variant::id);
  if (known == variants_.end()) {
    described.bodies = {};
    known = variants_.insert(known, std::move(described));
  } else {
    require(same_description(*known, described), described, "described in two ways");
  }
  body& slot = known->bodies[static_cast<std::size_t>(where)];
  require(slot == nullptr, *known, "added twice for one backend");
  if (where != backend::native || known->expected == "verified") slot = run;
}

const variant* registry::find(std::string_view id) const {
  const auto found = std::ranges::find(variants_, id, &variant::id);
  return found == variants_.end() ? nullptr : &*found;
}

std::vector<const variant*> registry::select(std::string_view pattern) const {
  const glob wanted(pattern);
  std::vector<const variant*> selected;
  for (const variant& v : variants_)
    if (wanted.matches(v.id) || wanted.matches(v.situation())) selected.push_back(&v);
  return selected;
}

std::vector<std::string> registry::suggestions(std::string_view unknown, std::size_t limit) const {
  std::vector<std::string> names;
  auto offer = [&](std::string_view name) {
    if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
  };
  for (const variant& v : variants_) {
    offer(v.situation());
    offer(v.id);
  }
  return nearest(unknown, names, limit);
}

}  // namespace scenarios
