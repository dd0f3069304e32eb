// Which entry points a library has, and so which builds load it: seen from outside.
//
// Source: the Gilectomy talk, checklist 11: the build without a GIL looks for another entry point
// than the one with, and one can tell by examining the library which of them it supports.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "interp_core/ext/elf_symbols.hpp"

namespace interp::elf {

enum class build { with_gil, without_gil };

inline constexpr std::string_view legacy_prefix = "interp_ext_init_";
inline constexpr std::string_view nogil_prefix = "interp_ext_nogil_init_";

// The entry point of module `name` that an interpreter of that build starts with.
inline std::string entry_point(build b, const std::string& name) {
  return std::string(b == build::with_gil ? legacy_prefix : nogil_prefix) + name;
}

// One module of a library: NAME in interp_ext_init_NAME.
struct module_entries {
  std::string name;
  bool has_legacy = false, has_nogil = false;

  bool serves(build b) const { return b == build::with_gil ? has_legacy : has_nogil; }
};

// The modules in a library's bytes, by name; none where it has no entry point. A symbol of such a
// name that is no function is none. Throws bad_file.
inline std::vector<module_entries> entry_points(std::string_view bytes) {
  const shared_library library(bytes);
  std::map<std::string, module_entries> found;
  const auto look_for = [&](std::string_view prefix, bool module_entries::*which) {
    library.exported(prefix, [&](std::string_view symbol, bool is_function) {
      const std::string name(symbol.substr(prefix.size()));
      if (is_function && !name.empty()) found[name].*which = true;
    });
  };
  look_for(legacy_prefix, &module_entries::has_legacy);
  look_for(nogil_prefix, &module_entries::has_nogil);
  std::vector<module_entries> all;
  for (auto& [name, entries] : found) {
    entries.name = name;
    all.push_back(entries);
  }
  return all;
}

}  // namespace interp::elf
