#include "model/run/object_labels.hpp"

#include <fmt/format.h>

#include <string_view>

#include "model/sync/engine/mutation.hpp"

namespace suture {

void object_labels::clear() {
  at_.clear();
  given_.clear();
}

std::uint32_t object_labels::give(const void* object, const char* name) {
  const auto [place, first] = at_.try_emplace(object, none);
  if (!first && std::string_view(given_[place->second]) == name) return place->second;
  place->second = static_cast<std::uint32_t>(given_.size());
  given_.push_back(name);
  return place->second;
}

std::uint32_t object_labels::of(const void* object) const {
  const auto place = at_.find(object);
  return place == at_.end() ? none : place->second;
}

std::string object_labels::text(std::uint32_t label) const {
  const std::string_view name = given_[label];
  std::size_t before = 0;
  std::size_t all = 0;
  for (std::size_t i = 0; i < given_.size(); ++i) {
    if (name != given_[i]) continue;
    ++all;
    if (i < label) ++before;
  }
  return all == 1 || mutated("labels_are_told_apart") ? std::string(name)
                                                      : fmt::format("{}#{}", name, before + 1);
}

}  // namespace suture
