// From source to bytecode: a small part of Python, with its meaning.
//
// Functions at module level, if, while, integers, None, True, False, strings, lists, dicts, and
// their operators and some of their methods: enough for the benchmark of the Gilectomy talk, which
// runs as it stands. A program may be run by CPython as well, to see what it should print.
//
// Deviations: integers have 64 bits, and what is larger is an OverflowError; comparisons cannot be
// chained; two lists, or two dicts, are equal only if they are the same one.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interp_core/eval/code_builder.hpp"
#include "interp_core/eval/lexer.hpp"
#include "interp_core/eval/program.hpp"

namespace interp {

// What the statements and expressions below are written with: the tokens, one after the other.
class token_reader {
 public:
  explicit token_reader(std::string_view source) : tokens_(lexer(source).run()) {}

  const token& now() const { return tokens_[next_]; }
  const token& after(std::size_t n) const {
    return tokens_[std::min(next_ + n, tokens_.size() - 1)];
  }
  token take() { return tokens_[next_ + 1 < tokens_.size() ? next_++ : next_]; }
  bool at(std::string_view text) const {
    return (now().is == token::type::sign || now().is == token::type::name) && now().text == text;
  }
  bool accept(std::string_view text) {
    const bool found = at(text);
    if (found) take();
    return found;
  }
  bool accept(token::type is) {
    const bool found = now().is == is;
    if (found) take();
    return found;
  }
  void expect(std::string_view text, const char* where) {
    if (!accept(text)) fail("expected '" + std::string(text) + "' " + where);
  }
  token expect_name(const char* what) {
    if (now().is != token::type::name || is_keyword(now().text))
      fail(std::string("expected the name of ") + what);
    return take();
  }
  [[noreturn]] void fail(const std::string& reason) const {
    throw malformed_program(now().line, reason + ", found " + describe(now()));
  }

  static bool is_keyword(std::string_view word) {
    for (const std::string_view k :
         {"def", "if", "elif", "else", "while", "return", "global", "pass", "break", "continue",
          "del", "and", "or", "not", "in", "is", "True", "False", "None"})
      if (word == k) return true;
    return false;
  }

 private:
  static std::string describe(const token& t) {
    switch (t.is) {
      case token::type::newline:
        return "the end of the line";
      case token::type::indent:
        return "an indented block";
      case token::type::dedent:
        return "the end of the block";
      case token::type::end:
        return "the end of the program";
      default:
        return "'" + std::string(t.text) + "'";
    }
  }

  std::vector<token> tokens_;
  std::size_t next_ = 0;
};

}  // namespace interp

#include "interp_core/eval/compile_expression.hpp"
#include "interp_core/eval/compile_statement.hpp"
