#include <algorithm>

#include "litmus/input_error.hpp"
#include "litmus/parser/token.hpp"

namespace suture::litmus {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// The name out of "C name".
std::string name_of(std::string_view line, std::string_view file) {
  const std::string_view whole = trimmed(line);
  const std::size_t space = whole.find_first_of(blanks);
  const std::string_view language = whole.substr(0, space);
  if (language != "C") {
    throw input_error(file, 1,
                      fmt::format("unsupported '{}': supported are tests in C, whose first line is "
                                  "'C name'",
                                  language));
  }
  const std::string_view name = space == std::string_view::npos ? "" : trimmed(whole.substr(space));
  if (name.empty()) throw input_error(file, 1, "the test has no name: write 'C name'");
  return std::string(name);
}

// Walks over the lines between the name and the initial values.
class metadata {
 public:
  metadata(std::string_view text, std::size_t begin, std::string_view file, header& found)
      : text_(text), file_(file), found_(found), at_(begin) {}

  void skip() {
    while (at_ < text_.size() && text_[at_] != '{') {
      if (text_[at_] == '"') {
        quoted();
      } else if (text_.substr(at_, 2) == "(*") {
        pass("*)", "comment");
      } else if (text_.substr(at_, 2) == "/*") {
        pass("*/", "comment");
      } else {
        ++at_;
      }
    }
    found_.line = line();
    if (at_ >= text_.size()) {
      throw input_error(file_, found_.line,
                        "no initial values: after the name comes '{ x=0; … }', or '{}'");
    }
    found_.end = at_;
  }

 private:
  void quoted() {
    const std::size_t begin = at_ + 1;
    pass("\"", "text");
    if (found_.doc.empty()) found_.doc = text_.substr(begin, at_ - begin - 1);
  }

  // Goes behind the next `closing`.
  void pass(std::string_view closing, std::string_view what) {
    const std::size_t end = text_.find(closing, at_ + (closing.size() == 1 ? 1 : 2));
    if (end == std::string_view::npos) {
      throw input_error(file_, line(), fmt::format("this {} does not end", what));
    }
    at_ = end + closing.size();
  }

  std::uint32_t line() const {
    const std::string_view before = text_.substr(0, at_);
    return static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  }

  std::string_view text_;
  std::string_view file_;
  header& found_;
  std::size_t at_;
};

}  // namespace

header read_header(std::string_view text, std::string_view file) {
  header found;
  const std::size_t first = std::min(text.find('\n'), text.size());
  found.name = name_of(text.substr(0, first), file);
  metadata(text, first, file, found).skip();
  return found;
}

}  // namespace suture::litmus
