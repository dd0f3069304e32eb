#include "litmus/parser/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace suture::litmus {

std::uint32_t location_names::number_of(const std::string& name) {
  const auto [place, is_new] =
      numbers_.emplace(name, static_cast<std::uint32_t>(locations_.size()));
  if (is_new) {
    locations_.emplace_back().name = name;
    typed_.push_back(0);
    taken_.push_back(false);
  }
  return place->second;
}

std::optional<std::uint32_t> location_names::find(const std::string& name) const {
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

void location_names::declare(std::uint32_t number, const type& of, const token_stream& in,
                             std::uint32_t line) {
  location& l = locations_[number];
  if (of.is_atomic()) l.atomic = true;
  if (typed_[number] != 0) {
    if (size_of(of) != size_of(l.of)) {
      in.fail(line, fmt::format("'{}' holds '{}' here and '{}' in line {}, which differ in size",
                                l.name, to_text(of), to_text(l.of), typed_[number]));
    }
    return;
  }
  typed_[number] = line;
  l.of = of;
}

void location_names::set_initial(std::uint32_t number, std::vector<value> initial, bool array) {
  locations_[number].initial = std::move(initial);
  locations_[number].array = array;
}

void location_names::note_pointer(std::uint32_t number) {
  if (typed_[number] == 0) locations_[number].of = pointer_to(int_type);
}

void location_names::settle() {
  std::uint32_t cells = 0;
  for (std::size_t number = 0; number < locations_.size(); ++number) {
    location& l = locations_[number];
    if (computed_atomic_ && taken_[number]) l.atomic = true;
    for (value& v : l.initial) v = convert(v, l.of);
    l.first_cell = cells;
    cells += static_cast<std::uint32_t>(l.initial.size());
  }
}

std::optional<std::uint32_t> thread_names::parameter(const std::string& name) const {
  const auto found = parameters_.find(name);
  if (found == parameters_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint32_t> thread_names::local(const std::string& name) const {
  const auto found = std::find(code_.locals.begin(), code_.locals.end(), name);
  if (found == code_.locals.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - code_.locals.begin());
}

std::uint32_t thread_names::declare_local(const std::string& name, const type& of) {
  if (const auto known = local(name)) {
    code_.types[*known] = of;
    code_.initial[*known] = convert(code_.initial[*known], of);
    return *known;
  }
  code_.locals.push_back(name);
  code_.types.push_back(of);
  code_.initial.push_back(0);
  return static_cast<std::uint32_t>(code_.locals.size() - 1);
}

}  // namespace suture::litmus
