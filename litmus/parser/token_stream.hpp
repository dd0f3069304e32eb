// The tokens of a file, one after the other, with what goes wrong said in one voice.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "litmus/parser/token.hpp"
#include "litmus/type.hpp"

namespace suture::litmus {

class token_stream {
 public:
  token_stream(std::vector<token> tokens, std::string file)
      : tokens_(std::move(tokens)), file_(std::move(file)) {}

  const token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool sees(std::string_view text, std::size_t ahead = 0) const { return peek(ahead).text == text; }
  bool sees(token_kind what, std::size_t ahead = 0) const { return peek(ahead).what == what; }
  std::uint32_t line() const { return peek().line; }

  token take();
  bool accept(std::string_view text);  // takes the token if it is this
  // Takes what must come next; `after` says where: "after the condition of 'if'".
  void expect(std::string_view text, std::string_view after);
  token expect_identifier(std::string_view what);
  value expect_number(std::string_view what);  // with an optional sign and without a suffix
  // The bits of the number that comes next, the letters behind its digits, and whether it is in
  // hexadecimal or octal.
  struct number {
    std::uint64_t bits = 0;
    std::string suffix;
    bool decimal = true;
  };
  number take_number();

  // Where the file is wrong, and where it is right but says what we do not run.
  [[noreturn]] void fail(std::uint32_t at_line, std::string_view message) const;
  [[noreturn]] void unsupported(const token& what, std::string_view supported) const;
  // Both, of the next token: "expected …, not 'x'".
  [[noreturn]] void unexpected(std::string_view expected) const;

  // Whatever may contain its like is read inside of one of these: a file can then not be so deep
  // that reading it takes more stack than there is.
  class nesting {
   public:
    explicit nesting(token_stream& in) : in_(in) {
      if (++in_.depth_ > most_levels) in_.too_deep();
    }
    ~nesting() { --in_.depth_; }
    nesting(const nesting&) = delete;
    nesting& operator=(const nesting&) = delete;

   private:
    token_stream& in_;
  };
  static constexpr unsigned most_levels = 256;

 private:
  [[noreturn]] void too_deep() const;

  std::vector<token> tokens_;
  std::string file_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
};

// "'x'", and the end of the file without quotes.
std::string quoted(const token& t);

}  // namespace suture::litmus
