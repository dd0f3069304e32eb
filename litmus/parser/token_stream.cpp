#include "litmus/parser/token_stream.hpp"

#include <fmt/format.h>

#include <charconv>

#include "litmus/input_error.hpp"

namespace suture::litmus {

token token_stream::take() {
  token result = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return result;
}

bool token_stream::accept(std::string_view text) {
  if (!sees(text) || sees(token_kind::end)) return false;
  take();
  return true;
}

void token_stream::expect(std::string_view text, std::string_view after) {
  if (!accept(text)) unexpected(fmt::format("'{}' {}", text, after));
}

token token_stream::expect_identifier(std::string_view what) {
  if (!sees(token_kind::identifier)) unexpected(what);
  return take();
}

token_stream::number token_stream::take_number() {
  const token word = take();
  const std::string_view text = word.text;
  number result;
  int base = 10;
  std::size_t begin = 0;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    begin = 2;
  } else if (text.size() > 1 && text[0] == '0' && text.find_first_of("89") == text.npos) {
    base = 8;
  }
  const auto [stop, error] =
      std::from_chars(text.data() + begin, text.data() + text.size(), result.bits, base);
  result.suffix = std::string(stop, text.data() + text.size());
  result.decimal = base == 10;
  if (error != std::errc{} || result.suffix.find_first_not_of("uUlL") != std::string::npos) {
    unsupported(word, "decimal, hexadecimal and octal integers of up to 64 bits");
  }
  return result;
}

value token_stream::expect_number(std::string_view what) {
  const bool negative = accept("-");
  if (!sees(token_kind::number)) unexpected(what);
  const std::uint64_t bits = take_number().bits;
  return static_cast<value>(negative ? 0 - bits : bits);
}

void token_stream::too_deep() const {
  fail(line(), fmt::format("nested too deeply: supported are {} levels of parentheses, calls, "
                           "operators, blocks and branches inside of each other",
                           most_levels));
}

void token_stream::fail(std::uint32_t at_line, std::string_view message) const {
  throw input_error(file_, at_line, message);
}

void token_stream::unsupported(const token& what, std::string_view supported) const {
  fail(what.line, fmt::format("unsupported {}: supported are {}", quoted(what), supported));
}

void token_stream::unexpected(std::string_view expected) const {
  fail(line(), fmt::format("expected {}, not {}", expected, quoted(peek())));
}

std::string quoted(const token& t) {
  return t.what == token_kind::end ? t.text : fmt::format("'{}'", t.text);
}

}  // namespace suture::litmus
