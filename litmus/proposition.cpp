#include "litmus/proposition.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

namespace suture::litmus {

namespace {

// How tightly the connectives bind in herd7's grammar, loosest first; `=>` binds tighter than `/\`.
int tightness(const proposition& p) {
  switch (p.what) {
    case proposition_kind::disjunction:
      return p.parts.empty() ? 3 : 0;
    case proposition_kind::conjunction:
      return p.parts.empty() ? 3 : 1;
    case proposition_kind::implication:
      return 2;
    case proposition_kind::equal:
    case proposition_kind::negation:
      return 3;
  }
  return 3;
}

std::string text_within(const proposition& p, int surrounding) {
  const int own = tightness(p);
  return own < surrounding ? fmt::format("({})", to_text(p)) : to_text(p);
}

std::string joined(const proposition& p, std::string_view connective, int within) {
  std::vector<std::string> parts;
  for (const proposition& part : p.parts) parts.push_back(text_within(part, within));
  return fmt::format("{}", fmt::join(parts, connective));
}

}  // namespace

std::strong_ordering observable::operator<=>(const observable& other) const {
  if (is_location != other.is_location) return is_location <=> other.is_location;
  if (thread != other.thread) return thread <=> other.thread;
  return name.compare(other.name) <=> 0;
}

bool holds(const proposition& p, const final_values& values) {
  const auto part_holds = [&](const proposition& part) { return holds(part, values); };
  switch (p.what) {
    case proposition_kind::equal:
      return values[p.left] == (p.other ? values[*p.other] : p.constant);
    case proposition_kind::negation:
      return !part_holds(p.parts[0]);
    case proposition_kind::conjunction:
      return std::all_of(p.parts.begin(), p.parts.end(), part_holds);
    case proposition_kind::disjunction:
      return std::any_of(p.parts.begin(), p.parts.end(), part_holds);
    case proposition_kind::implication:
      return !part_holds(p.parts[0]) || part_holds(p.parts[1]);
  }
  return false;
}

std::string to_text(const observable& o) {
  return o.is_location ? o.name : fmt::format("{}:{}", o.thread, o.name);
}

std::string to_text(const proposition& p) {
  switch (p.what) {
    case proposition_kind::equal:
      return fmt::format("{}={}", to_text(p.left),
                         p.other ? to_text(*p.other) : std::to_string(p.constant));
    case proposition_kind::negation:
      return fmt::format("not ({})", to_text(p.parts[0]));
    case proposition_kind::conjunction:
      return p.parts.empty() ? "true" : joined(p, " /\\ ", 2);
    case proposition_kind::disjunction:
      return p.parts.empty() ? "false" : joined(p, " \\/ ", 1);
    case proposition_kind::implication:
      return joined(p, " => ", 3);
  }
  return "";
}

void collect(const proposition& p, std::vector<observable>& into) {
  if (p.what == proposition_kind::equal) {
    into.push_back(p.left);
    if (p.other) into.push_back(*p.other);
  }
  for (const proposition& part : p.parts) collect(part, into);
}

}  // namespace suture::litmus
