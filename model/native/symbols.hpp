// Addresses of a loaded module as places in its source, and its static data by name.
//
// Read from the debugging information of the module and the libraries it came with, when the first
// address is asked for: tens of milliseconds, then half a microsecond for each new address. With
// libbacktrace (a part of GCC); where that was not there at build time, by dladdr, which knows the
// functions that are exported and no lines.
#pragma once

#include <cstdint>
#include <string>

#include "model/sync/site.hpp"

namespace suture::native {

// The place of the call that returns to `pc`. Of calls that were inlined into each other the
// innermost that stands in a file of the user's: what the standard library's headers do for it is
// no place to show. The strings live as long as the process.
sync::site place_of(std::uintptr_t pc);

// "counter", "table+16"; empty where no object with a name is there.
std::string name_of_data(std::uintptr_t address);

// Names files relative to this folder where they lie in it. Before the first question.
void read_symbols_of(const std::string& module_path);

}  // namespace suture::native
