// From text to tokens, with indentation as tokens of its own.
//
// Source: the Python language reference, "Lexical analysis", as far as the evaluator's language
// goes: no tabs, no continuation by backslash, no escapes in strings.
#pragma once

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace interp {

// A program that is none: what is wrong with it and where.
struct malformed_program : std::runtime_error {
  malformed_program(std::uint32_t at, const std::string& reason_)
      : std::runtime_error("line " + std::to_string(at) + ": " + reason_),
        line(at),
        reason(reason_) {}
  std::uint32_t line;
  std::string reason;
};

struct token {
  enum class type : std::uint8_t { name, number, text, sign, newline, indent, dedent, end };
  type is;
  std::string_view text;  // of the source; a text's without its quotes
  std::uint32_t line;
};

// Throws malformed_program. The tokens refer to the source, which must outlive them.
class lexer {
 public:
  explicit lexer(std::string_view source) : rest_(source) {}

  std::vector<token> run() {
    while (!rest_.empty()) read_line();
    if (depth_ != 0) throw malformed_program(line_, "a bracket is not closed");
    add_newline();
    for (; indents_.size() > 1; indents_.pop_back()) add(token::type::dedent, {});
    add(token::type::end, {});
    return tokens_;
  }

 private:
  void add(token::type is, std::string_view text) { tokens_.push_back({is, text, line_}); }
  void add_newline() {
    if (!tokens_.empty() && tokens_.back().is != token::type::newline &&
        tokens_.back().is != token::type::dedent)
      add(token::type::newline, {});
  }

  void read_line() {
    ++line_;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
    text.remove_prefix(indent);
    if (text.empty() || text.front() == '#') return;
    if (text.front() == '\t')
      throw malformed_program(line_, "indentation is by spaces, not by tabs");
    if (depth_ == 0) change_indent(indent);
    while (!text.empty()) read_token(text);
    if (depth_ == 0) add_newline();
  }

  void change_indent(std::size_t indent) {
    if (indent > indents_.back()) {
      indents_.push_back(indent);
      add(token::type::indent, {});
    }
    for (; indent < indents_.back(); indents_.pop_back()) add(token::type::dedent, {});
    if (indent != indents_.back())
      throw malformed_program(line_, "the indentation is that of no block around");
  }

  static bool is_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  }

  std::string_view take(std::string_view& text, std::size_t n) {
    const std::string_view taken = text.substr(0, n);
    text.remove_prefix(n);
    return taken;
  }

  void read_token(std::string_view& text) {
    const char c = text.front();
    if (c == ' ') return text.remove_prefix(1);
    if (c == '#') return text.remove_prefix(text.size());
    if (is_name(c)) {
      std::size_t n = 1;
      while (n < text.size() && is_name(text[n])) ++n;
      const bool is_number = std::isdigit(static_cast<unsigned char>(c)) != 0;
      return add(is_number ? token::type::number : token::type::name, take(text, n));
    }
    if (c == '"' || c == '\'') return read_text(text, c);
    read_sign(text);
  }

  void read_text(std::string_view& text, char quote) {
    const std::size_t end = text.find(quote, 1);
    if (end == std::string_view::npos) throw malformed_program(line_, "a string is not closed");
    if (text.substr(0, end).find('\\') != std::string_view::npos)
      throw malformed_program(line_, "there are no escapes in strings");
    add(token::type::text, text.substr(1, end - 1));
    text.remove_prefix(end + 1);
  }

  void read_sign(std::string_view& text) {
    for (const std::string_view two : {"==", "!=", "<=", ">=", "//", "+=", "-=", "*="})
      if (text.starts_with(two)) return add(token::type::sign, take(text, 2));
    const char c = text.front();
    if (std::string_view("()[]{}<>=+-*%:,.;").find(c) == std::string_view::npos)
      throw malformed_program(line_, std::string("'") + c + "' is not part of the language");
    if (c == '(' || c == '[' || c == '{') ++depth_;
    if (c == ')' || c == ']' || c == '}') {
      if (depth_ == 0) throw malformed_program(line_, "a bracket is closed that is not open");
      --depth_;
    }
    add(token::type::sign, take(text, 1));
  }

  std::string_view rest_;
  std::uint32_t line_ = 0;
  std::size_t depth_ = 0;  // of open brackets
  std::vector<std::size_t> indents_{0};
  std::vector<token> tokens_;
};

}  // namespace interp
