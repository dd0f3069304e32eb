// Patterns for scenario names.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

// What is wrong with a pattern, and where; one line, fit to be shown as it is.
struct bad_glob : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

// A pattern a whole name must match: `*` any run of characters, dots and slashes included (so
// `lock.*` takes every variant of the family); `?` any one character; `[abc]`, `[a-z]` one of
// these; `[!abc]`, `[^abc]` one other than these; anything else itself.
class glob {
 public:
  // Throws bad_glob: an empty pattern, a `[` without its `]`, an empty set, a range written
  // backwards.
  explicit glob(std::string_view pattern);

  bool matches(std::string_view name) const;

  // True if the text has no special character: it is a name, and should match something.
  static bool is_literal(std::string_view pattern);

 private:
  struct token {
    enum { one, any, set, run } kind = one;
    std::string members = {};  // the character itself, or all those of the set
    bool negated = false;

    bool matches(char c) const;
  };
  static token parse_set(std::string_view pattern, std::size_t& at);

  std::vector<token> tokens_;
};

}  // namespace scenarios
