#include "checkers/linearizability/value.hpp"

#include <fmt/format.h>

namespace suture::linearizability {

struct value::body {
  std::string text;
  std::vector<value> elements;
};

value::value(std::string text)
    : type_(type::text), body_(std::make_shared<body>(body{std::move(text), {}})) {}

value value::list(std::vector<value> elements) {
  value made;
  made.type_ = type::list;
  made.body_ = std::make_shared<body>(body{{}, std::move(elements)});
  return made;
}

value value::dict(std::vector<std::pair<value, value>> items) {
  std::vector<value> flat;
  flat.reserve(2 * items.size());
  for (auto& [key, content] : items) {
    flat.push_back(std::move(key));
    flat.push_back(std::move(content));
  }
  value made = list(std::move(flat));
  made.type_ = type::dict;
  return made;
}

value value::error(std::string name) {
  value made(std::move(name));
  made.type_ = type::error;
  return made;
}

bool value::is_number() const {
  return type_ == type::boolean || type_ == type::integer || type_ == type::real;
}

const std::string& value::text() const { return body_->text; }

const std::vector<value>& value::elements() const { return body_->elements; }

namespace {

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;  // bytes of a UTF-8 sequence pass as they are
    }
  }
  return out + "'";
}

// 2.0 keeps its point: it is a float, although equal to 2.
std::string shortest(double number) {
  std::string out = fmt::format("{}", number);
  return out.find_first_not_of("-0123456789") == std::string::npos ? out + ".0" : out;
}

std::string listed(const value& v) {
  std::string out = "[";
  for (const value& element : v.elements()) {
    out += (out.size() > 1 ? ", " : "") + to_string(element);
  }
  return out + "]";
}

std::string itemised(const value& v) {
  std::string out = "{";
  for (std::size_t i = 0; i + 1 < v.elements().size(); i += 2) {
    out += (i > 0 ? ", " : "") + to_string(v.elements()[i]) + ": " + to_string(v.elements()[i + 1]);
  }
  return out + "}";
}

}  // namespace

std::string to_string(const value& v) {
  switch (v.kind()) {
    case value::type::none:
      return "None";
    case value::type::boolean:
      return v.integer() != 0 ? "True" : "False";
    case value::type::integer:
      return std::to_string(v.integer());
    case value::type::real:
      return shortest(v.real());
    case value::type::text:
      return quoted(v.text());
    case value::type::list:
      return listed(v);
    case value::type::dict:
      return itemised(v);
    case value::type::error:
      return v.text();
  }
  return "?";
}

}  // namespace suture::linearizability
