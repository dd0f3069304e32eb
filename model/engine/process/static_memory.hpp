// Which addresses belong to objects of static storage duration.
#pragma once

namespace suture {

// Is the address in a writable segment of the program or of one of its libraries? Those loaded
// after the first call are not known. Thread-safe.
bool in_static_memory(const void* address);

}  // namespace suture
