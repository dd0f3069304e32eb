#include "litmus/test.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "litmus/address.hpp"

namespace suture::litmus {

namespace {

// What stands around a part of a proposition, for whether it needs parentheses there.
enum class around : std::uint8_t { nothing, conjunction, disjunction, implication };

class writer {
 public:
  explicit writer(const test& t) : test_(t) {}

  std::string text(const proposition& p, around outside) const {
    switch (p.what) {
      case proposition_kind::equal:
        return fmt::format("{}={}", to_text(p.left), right_side(p));
      case proposition_kind::negation:
        return fmt::format("not ({})", text(p.parts[0], around::nothing));
      case proposition_kind::conjunction:
        if (p.parts.empty()) return "true";
        return enclosed(joined(p, " /\\ ", around::conjunction), outside == around::implication);
      case proposition_kind::disjunction:
        if (p.parts.empty()) return "false";
        return enclosed(joined(p, " \\/ ", around::disjunction),
                        outside == around::implication || outside == around::conjunction);
      case proposition_kind::implication:
        return enclosed(joined(p, " => ", around::implication),
                        outside == around::conjunction || outside == around::disjunction);
    }
    return "";
  }

 private:
  std::string right_side(const proposition& p) const {
    if (p.other) return to_text(*p.other);
    if (is_address(p.constant, test_.locations.size())) {
      return to_text(test_, p.constant, pointer_to(int_type));
    }
    return std::to_string(p.constant);
  }
  static std::string enclosed(std::string text, bool needed) {
    return needed ? "(" + text + ")" : text;
  }
  std::string joined(const proposition& p, std::string_view connective, around inside) const {
    std::vector<std::string> parts;
    for (const proposition& part : p.parts) parts.push_back(text(part, inside));
    return fmt::format("{}", fmt::join(parts, connective));
  }

  const test& test_;
};

}  // namespace

std::size_t test::cells() const {
  return locations.empty() ? 0 : locations.back().first_cell + locations.back().initial.size();
}

type test::type_of(const observable& o) const {
  if (!o.is_location) return threads[o.thread].types[o.number];
  for (const location& l : locations) {
    if (o.number < l.first_cell + l.initial.size()) return l.of;
  }
  return {};
}

std::string to_text(const test& t, value v, const type& of) {
  if (is_address(v, t.locations.size()) && (of.is_pointer() || of.bits == 64)) {
    const place at = place_at(v);
    const location& l = t.locations[at.location];
    const std::uint32_t index = at.offset / size_of(l.of);
    return index == 0 ? l.name : fmt::format("{}[{}]", l.name, index);
  }
  if (!of.is_signed && !of.is_pointer()) return std::to_string(static_cast<std::uint64_t>(v));
  return std::to_string(v);
}

std::string to_text(const test& t, const proposition& p) {
  return writer(t).text(p, around::nothing);
}

}  // namespace suture::litmus
