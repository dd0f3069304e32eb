// What formats of single findings say of each: a sentence, and what it is known by.
#pragma once

#include <string>

#include "report/outcome.hpp"

namespace suture::report {

// "str.utf8_cache/lock=none: found leak instead of verified: 7 bytes are never freed. Replay: …"
std::string sentence_of(const outcome& o);

// Sixteen hex digits of scenario, kind and the functions it stands in: the same for the same fault
// in another revision of the code, found by another order.
std::string fingerprint_of(const outcome& o);

}  // namespace suture::report
