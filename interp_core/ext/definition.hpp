// What an interpreter objects to in the definition that an entry point has returned.
#pragma once

#include <cstdint>
#include <string>

#include "interp_core/ext/entry_points.hpp"
#include "interp_core/ext/interp_ext.h"

namespace interp::elf {

inline std::string objection_to_slots(const interp_slot* slots, bool is_single_phase) {
  if (slots == nullptr) return "";
  if (is_single_phase && slots->kind != INTERP_SLOT_END)
    return "makes its module in the entry point, and has slots as well: it must choose";
  for (const interp_slot* s = slots; s->kind != INTERP_SLOT_END; ++s) {
    const std::string slot = "slot " + std::to_string(s - slots);
    if (s->kind > INTERP_SLOT_EXEC)
      return slot + " is of kind " + std::to_string(s->kind) +
             ", which this interpreter does not know";
    if (s->kind == INTERP_SLOT_CREATE && s != slots)
      return slot + " creates the module: only the first may";
  }
  return "";
}

// Empty where nothing is wrong with it as module `name` of that build; else words that follow the
// file's name. is_single_phase: the entry point has made the module. Of a definition of another
// version nothing but that is read.
inline std::string objection(const interp_module_def& definition, const std::string& name, build b,
                             bool is_single_phase) {
  if (definition.abi != INTERP_EXT_ABI)
    return "was compiled for version " + std::to_string(definition.abi) +
           " of interp_ext.h, and this interpreter has version " + std::to_string(INTERP_EXT_ABI) +
           ": compile it again";
  if (name != definition.name)
    return std::string("says that its module is ") + definition.name + ", not " + name;
  if (is_single_phase && b == build::without_gil)
    return "makes its module in the entry point (single-phase): without a GIL it must return the "
           "definition and leave the rest to slots (multi-phase)";
  return objection_to_slots(definition.slots, is_single_phase);
}

}  // namespace interp::elf
