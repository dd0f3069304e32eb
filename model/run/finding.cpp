#include "model/run/finding.hpp"

#include <fmt/format.h>

namespace suture {

std::string finding::signature() const {
  std::string text = kind;
  for (const place& p : places) text += fmt::format("@{}", p.where.function);
  return text;
}

namespace {

std::string_view prefix(sync::nearness near) {
  switch (near) {
    case sync::nearness::after:
      return "after ";
    case sync::nearness::made:
      return "made at ";
    case sync::nearness::scope:
      return "scope of ";
    case sync::nearness::here:
      break;
  }
  return "";
}

}  // namespace

std::string to_string(const sync::site& where) {
  const std::string_view path = where.file;
  if (path.empty()) return "?";
  return fmt::format("{}{}:{}", prefix(where.near), path.substr(path.find_last_of('/') + 1),
                     where.line);
}

}  // namespace suture
