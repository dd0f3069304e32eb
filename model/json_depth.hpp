// How deep a JSON text nests, without parsing it: whoever parses untrusted text looks first, since
// what is nested without end takes stack without end, in a parser or in what handles its values.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace suture {

// The place (from 0) of the first bracket or brace that opens more than `most` levels; nothing if
// there is none. Linear, and right for any text that is JSON; of what is none it says something.
inline std::optional<std::size_t> nests_deeper_than(std::string_view json, std::size_t most) {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (in_text) {
      if (c == '\\') ++at;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > most) return at;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return std::nullopt;
}

}  // namespace suture
