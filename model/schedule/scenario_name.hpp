// A scenario's id in the alphabet of tokens: A–Z a–z 0–9 . _ - ~
//
//   str.utf8_cache/lock=object,publish=relaxed  ↔  str.utf8_cache~lock-object~publish-relaxed
//
// In an id of the usual form `/` and `,` become `~` (the first is the slash) and `=` becomes `-`.
// Any other name becomes `~` and the base64url of its bytes.
#pragma once

#include <string>
#include <string_view>

namespace suture {

std::string escape_scenario(std::string_view name);

// The inverse. Throws std::out_of_range where nothing would be written so.
std::string unescape_scenario(std::string_view text);

}  // namespace suture
