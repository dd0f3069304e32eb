// Base64 with the alphabet for URLs and file names, unpadded (RFC 4648, section 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace suture {

std::string to_base64url(std::string_view bytes);

// Nothing where `text` is no such encoding: a foreign character, an impossible length, or bits left
// over that are not zero. So every text has at most one meaning, and every meaning one text.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace suture
