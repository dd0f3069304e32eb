// Litmus files as tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace suture::litmus {

enum class token_kind : std::uint8_t { identifier, number, symbol, end };

struct token {
  token_kind what = token_kind::end;
  std::string text;  // of the end, "the end of the file"
  std::uint32_t line = 0;
};

// What stands before the initial values, and where these begin.
struct header {
  std::string name;
  std::string doc;
  std::size_t end = 0;     // offset of the `{`
  std::uint32_t line = 1;  // its line
};

// The first line, `C name`; then, up to the `{`, a quoted text, comments and lines of metadata
// ("Cycle=Rfe Fre", …), all optional and of no effect. Throws input_error.
header read_header(std::string_view text, std::string_view file);

// The tokens from `begin` on, the end last. Comments are C's everywhere, and (* … *) everywhere but
// in the threads' bodies, where that is a dereference. Throws input_error at what is no token.
std::vector<token> tokenize(std::string_view text, const header& begin, std::string_view file);

}  // namespace suture::litmus
