// Text from a file as it may be sent to a terminal.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace suture {

// Control characters, which a terminal would obey, are shown as "\x1b".
inline std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace suture
