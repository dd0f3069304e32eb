#include "checkers/linearizability/value_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace suture::linearizability {
namespace {

constexpr std::size_t kept_by_trim = 1u << 14;

std::int64_t joined(word low, word high) {
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(high) << 32) | low);
}

}  // namespace

value_table::value_table() {
  number(value());
  number(value(0));
  number(value(1));
  for (const char* name : {"IndexError", "KeyError", "ValueError", "TypeError"}) {
    number(value::error(name));
  }
}

word value_table::number(const value& v) {
  switch (v.kind()) {
    case value::type::none:
      return insert(value::type::none, {}, &v);
    case value::type::boolean:
    case value::type::integer:
      return insert_integer(v.integer(), &v);
    case value::type::real:
      return insert_real(v);
    case value::type::text:
    case value::type::error:
      return insert_text(v.kind(), v.text(), &v);
    case value::type::list:
      return insert_list(v);
    case value::type::dict:
      return insert_dict(v);
  }
  return none;
}

word value_table::integer(std::int64_t n) { return insert_integer(n, nullptr); }

word value_table::text(std::string_view t) { return insert_text(value::type::text, t, nullptr); }

word value_table::list(std::span<const word> elements) {
  return insert(value::type::list, elements, nullptr);
}

word value_table::insert(value::type kind, std::span<const word> payload, const value* shown) {
  word small[4] = {static_cast<word>(kind)};
  sequence_table::entry made;
  if (payload.size() < std::size(small)) {
    std::copy(payload.begin(), payload.end(), small + 1);
    made = sequences_.insert({small, payload.size() + 1});
  } else {
    std::vector<word> sequence{small[0]};
    sequence.insert(sequence.end(), payload.begin(), payload.end());
    made = sequences_.insert(sequence);
  }
  if (made.fresh) {
    shown_.push_back(shown != nullptr ? *shown : spelled_out(made.number));
  }
  return made.number;
}

word value_table::insert_integer(std::int64_t n, const value* shown) {
  const auto bits = static_cast<std::uint64_t>(n);
  const word halves[] = {static_cast<word>(bits), static_cast<word>(bits >> 32)};
  return insert(value::type::integer, halves, shown);
}

word value_table::insert_real(const value& v) {
  const double d = v.real();
  constexpr double limit = 9223372036854775808.0;  // 2^63
  if (d >= -limit && d < limit && d == std::floor(d)) {
    return insert_integer(static_cast<std::int64_t>(d), &v);
  }
  const auto bits = std::bit_cast<std::uint64_t>(d);
  const word halves[] = {static_cast<word>(bits), static_cast<word>(bits >> 32)};
  return insert(value::type::real, halves, &v);
}

// The length first: the last word of the bytes is padded with zeros.
word value_table::insert_text(value::type kind, std::string_view t, const value* shown) {
  std::vector<word> payload(1 + (t.size() + sizeof(word) - 1) / sizeof(word));
  payload[0] = static_cast<word>(t.size());
  if (!t.empty()) {
    std::memcpy(payload.data() + 1, t.data(), t.size());
  }
  return insert(kind, payload, shown);
}

word value_table::insert_list(const value& v) {
  std::vector<word> parts;
  parts.reserve(v.elements().size());
  for (const value& element : v.elements()) {
    parts.push_back(number(element));
  }
  return insert(value::type::list, parts, &v);
}

word value_table::insert_dict(const value& v) {
  std::vector<std::pair<word, word>> items;
  for (std::size_t i = 0; i + 1 < v.elements().size(); i += 2) {
    const word key = number(v.elements()[i]);
    const word content = number(v.elements()[i + 1]);
    const auto same = std::ranges::find(items, key, &std::pair<word, word>::first);
    if (same == items.end()) {
      items.emplace_back(key, content);
    } else {
      same->second = content;
    }
  }
  std::ranges::sort(items);
  std::vector<word> parts;
  for (const auto& [key, content] : items) {
    parts.insert(parts.end(), {key, content});
  }
  return insert(value::type::dict, parts, &v);
}

std::optional<std::int64_t> value_table::as_integer(word n) const {
  if (kind(n) != value::type::integer) {
    return std::nullopt;
  }
  return joined(parts(n)[0], parts(n)[1]);
}

// Only integers, texts and lists are made by number rather than from a value.
value value_table::spelled_out(word n) const {
  const std::span<const word> payload = parts(n);
  if (kind(n) == value::type::integer) {
    return value(joined(payload[0], payload[1]));
  }
  if (kind(n) == value::type::text) {
    return value(std::string_view(reinterpret_cast<const char*>(payload.data() + 1), payload[0]));
  }
  std::vector<value> elements;
  for (const word part : payload) {
    elements.push_back(shown_[part]);
  }
  return value::list(std::move(elements));
}

std::optional<bool> value_table::less(word a, word b) const {
  const auto number = [this](word n) -> std::optional<long double> {
    if (const auto whole = as_integer(n)) {
      return static_cast<long double>(*whole);
    }
    return kind(n) == value::type::real ? std::optional<long double>(shown_[n].real())
                                        : std::nullopt;
  };
  const auto left = number(a);
  const auto right = number(b);
  if (left && right) {
    return *left < *right;
  }
  if (kind(a) != kind(b)) {
    return std::nullopt;
  }
  if (kind(a) == value::type::text) {
    return shown_[a].text() < shown_[b].text();
  }
  return kind(a) == value::type::list ? less_lists(a, b) : std::nullopt;
}

std::optional<bool> value_table::less_lists(word a, word b) const {
  const std::span<const word> left = parts(a);
  const std::span<const word> right = parts(b);
  const auto [x, y] = std::ranges::mismatch(left, right);
  if (x == left.end() || y == right.end()) {
    return left.size() < right.size();
  }
  return less(*x, *y);
}

void value_table::trim() {
  if (sequences_.size() > kept_by_trim) {
    *this = value_table();
  }
}

}  // namespace suture::linearizability
