#include "litmus/proposition.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace suture::litmus {

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

void collect(const proposition& p, std::vector<observable>& into) {
  if (p.what == proposition_kind::equal) {
    into.push_back(p.left);
    if (p.other) into.push_back(*p.other);
  }
  for (const proposition& part : p.parts) collect(part, into);
}

}  // namespace suture::litmus
