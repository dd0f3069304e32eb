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

value token_stream::expect_number(std::string_view what) {
  const bool negative = accept("-");
  if (!sees(token_kind::number)) unexpected(what);
  const token number = take();
  const bool hex = number.text.starts_with("0x") || number.text.starts_with("0X");
  const char* const begin = number.text.data() + (hex ? 2 : 0);
  const char* const end = number.text.data() + number.text.size();
  std::uint64_t bits = 0;
  const auto [stop, error] = std::from_chars(begin, end, bits, hex ? 16 : 10);
  if (error != std::errc{} || stop != end) {
    unsupported(number, "decimal and hexadecimal integers of up to 64 bits, without a suffix");
  }
  return static_cast<value>(negative ? 0 - bits : bits);
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
