#include <array>
#include <cctype>

#include "litmus/input_error.hpp"
#include "litmus/parser/token.hpp"

namespace suture::litmus {

namespace {

// Longest first: the first that matches is taken.
constexpr std::array<std::string_view, 48> symbols = {
    "<<=", ">>=", "/\\", "\\/", "==", "!=", "<=", ">=", "&&", "||", "=>", "++",
    "--",  "->",  "<<",  ">>",  "<>", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=",  "{",   "}",   "(",   ")",  "[",  "]",  ";",  ",",  ":",  "=",  "<",
    ">",   "+",   "-",   "*",   "/",  "&",  "|",  "^",  "~",  "!",  "%",  "?"};

bool begins_word(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool in_word(char c) { return begins_word(c) || is_digit(c); }

class tokenizer {
 public:
  tokenizer(std::string_view text, const header& begin, std::string_view file)
      : text_(text), file_(file), at_(begin.end), line_(begin.line) {}

  std::vector<token> all() {
    while (skip_blank()) tokens_.push_back(one());
    tokens_.push_back({token_kind::end, "the end of the file", line_});
    return std::move(tokens_);
  }

 private:
  bool sees(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  // The first braces hold the initial values, all further ones are bodies.
  bool in_body() const { return depth_ > 0 && groups_ > 1; }

  // Goes to the next token; false where there is none.
  bool skip_blank() {
    while (at_ < text_.size()) {
      if (text_[at_] == '\n') {
        ++line_;
        ++at_;
      } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else if (sees("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (sees("/*")) {
        pass("*/");
      } else if (!in_body() && sees("(*")) {
        pass("*)");
      } else {
        return true;
      }
    }
    return false;
  }

  void pass(std::string_view closing) {
    const std::size_t end = text_.find(closing, at_ + 2);
    if (end == std::string_view::npos) {
      throw input_error(file_, line_, "this comment does not end");
    }
    for (; at_ < end + closing.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
    }
  }

  token one() {
    if (in_word(text_[at_])) return word();
    for (const std::string_view symbol : symbols) {
      if (!sees(symbol)) continue;
      note_brace(symbol);
      at_ += symbol.size();
      return {token_kind::symbol, std::string(symbol), line_};
    }
    throw input_error(file_, line_, fmt::format("unexpected character '{}'", text_.substr(at_, 1)));
  }

  // 0x1f is a word that begins with a digit; so is 1u, which the parser refuses.
  token word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && in_word(text_[at_])) ++at_;
    const std::string_view text = text_.substr(begin, at_ - begin);
    const token_kind what = is_digit(text[0]) ? token_kind::number : token_kind::identifier;
    return {what, std::string(text), line_};
  }

  void note_brace(std::string_view symbol) {
    if (symbol == "{" && depth_++ == 0) ++groups_;
    if (symbol == "}" && depth_ > 0) --depth_;
  }

  std::string_view text_;
  std::string_view file_;
  std::size_t at_;
  std::uint32_t line_;
  unsigned depth_ = 0;
  unsigned groups_ = 0;
  std::vector<token> tokens_;
};

}  // namespace

std::vector<token> tokenize(std::string_view text, const header& begin, std::string_view file) {
  return tokenizer(text, begin, file).all();
}

}  // namespace suture::litmus
