#include "litmus/parser/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace suture::litmus {

std::uint32_t location_names::number_of(const std::string& name) {
  const auto [place, is_new] =
      numbers_.emplace(name, static_cast<std::uint32_t>(locations_.size()));
  if (is_new) locations_.push_back({name, false, 0});
  return place->second;
}

std::optional<std::uint32_t> location_names::find(const std::string& name) const {
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

void location_names::note_plain_access(std::uint32_t location, std::uint32_t line) {
  plain_accesses_.push_back({location, line});
}

// C takes `*x` of an atomic for a seq_cst access, herd7 for a non-atomic one; whoever wrote it
// meant one of the two.
void location_names::check_accesses(const token_stream& in) const {
  for (const plain_access& access : plain_accesses_) {
    const location& where = locations_[access.location];
    if (!where.atomic) continue;
    in.fail(access.line,
            fmt::format("unsupported plain access to the atomic '{0}', which C and herd7 take "
                        "differently: supported are the atomic calls, as in "
                        "atomic_load_explicit({0}, memory_order_relaxed)",
                        where.name));
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

std::uint32_t thread_names::declare_local(const std::string& name) {
  if (const auto known = local(name)) return *known;
  code_.locals.push_back(name);
  code_.initial.push_back(0);
  return static_cast<std::uint32_t>(code_.locals.size() - 1);
}

}  // namespace suture::litmus
