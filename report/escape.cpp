#include "report/escape.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "report/utf8.hpp"
#include "report/width.hpp"

namespace suture::report {

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string per_cent(char c) { return fmt::format("%{:02X}", static_cast<std::uint8_t>(c)); }

}  // namespace

std::string printable(std::string_view text) {
  std::string all;
  for (;;) {
    const std::size_t end = text.find('\n');
    all += one_line(text.substr(0, end));
    if (end == std::string_view::npos) return all;
    all += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string to_xml(std::string_view text) {
  const std::string lines = printable(text);
  std::string_view rest = lines;
  std::string xml;
  while (!rest.empty()) {
    const std::string_view whole = rest;
    switch (const char32_t c = next_character(rest)) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      case 0xFFFE:
      case 0xFFFF:
        xml += "\uFFFD";  // no characters of XML
        break;
      default:
        xml += c == broken ? "\uFFFD" : whole.substr(0, whole.size() - rest.size());
    }
  }
  return xml;
}

std::string to_xml_attribute(std::string_view text) { return to_xml(one_line(text)); }

std::string to_markdown(std::string_view text) {
  constexpr std::string_view harmless = " .,:;/=-()'+%?$";
  std::string markdown;
  for (const char c : one_line(text)) {
    const bool plain = is_letter_or_digit(c) || static_cast<std::uint8_t>(c) >= 0x80 ||
                       harmless.find(c) != std::string_view::npos;
    markdown += plain ? std::string(1, c) : fmt::format("&#{};", static_cast<int>(c));
  }
  return markdown;
}

std::string to_github_message(std::string_view text) {
  std::string message;
  for (const char c : printable(text)) {
    message += c == '%' || c == '\n' ? per_cent(c) : std::string(1, c);
  }
  return message;
}

std::string to_github_property(std::string_view text) {
  std::string value;
  for (const char c : one_line(text)) {
    value += c == '%' || c == ':' || c == ',' ? per_cent(c) : std::string(1, c);
  }
  return value;
}

std::string to_uri(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const bool plain =
        is_letter_or_digit(c) || std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : per_cent(c);
  }
  return uri;
}

}  // namespace suture::report
