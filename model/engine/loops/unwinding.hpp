// Registers of a caller by the unwinder: slow, but right however a function is laid out.
#pragma once

#include "model/engine/loops/standing.hpp"

namespace suture {

// The registers as in read_registers. Reads the tables that exceptions are unwound by.
bool unwind_registers(const std::byte* top, preserved_registers& into);

}  // namespace suture
