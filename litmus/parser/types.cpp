#include "litmus/parser/types.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace suture::litmus {

namespace {

constexpr std::string_view supported =
    "char, short, int, long, long long, signed and unsigned, bool, the integers of <stdint.h> and "
    "<stddef.h>, their atomic_ and _Atomic forms, and pointers to them";

constexpr std::array<std::string_view, 9> qualifiers = {"const",    "volatile", "restrict",
                                                        "register", "static",   "extern",
                                                        "auto",     "inline",   "__restrict"};

// The words that a base type is made of; in C they may come in any order.
constexpr std::array<std::string_view, 6> words = {"signed", "unsigned", "char",
                                                   "short",  "int",      "long"};

struct named_integer {
  std::string_view name;
  std::uint8_t bits;
  bool is_signed;
};

// The types of <stdint.h> and others without their `_t`; with `atomic_` before and, as a rule, `_t`
// behind they are also types of <stdatomic.h>.
constexpr std::array<named_integer, 24> named = {{
    {"int8", 8, true},           {"int16", 16, true},         {"int32", 32, true},
    {"int64", 64, true},         {"uint8", 8, false},         {"uint16", 16, false},
    {"uint32", 32, false},       {"uint64", 64, false},       {"intptr", 64, true},
    {"uintptr", 64, false},      {"size", 64, false},         {"ssize", 64, true},
    {"ptrdiff", 64, true},       {"intmax", 64, true},        {"uintmax", 64, false},
    {"int_least8", 8, true},     {"int_least16", 16, true},   {"int_least32", 32, true},
    {"int_least64", 64, true},   {"uint_least8", 8, false},   {"uint_least16", 16, false},
    {"uint_least32", 32, false}, {"uint_least64", 64, false}, {"char8", 8, false},
}};

constexpr std::array<named_integer, 12> atomic_named = {{
    {"atomic_bool", 1, false},
    {"atomic_char", 8, true},
    {"atomic_schar", 8, true},
    {"atomic_uchar", 8, false},
    {"atomic_short", 16, true},
    {"atomic_ushort", 16, false},
    {"atomic_int", 32, true},
    {"atomic_uint", 32, false},
    {"atomic_long", 64, true},
    {"atomic_ulong", 64, false},
    {"atomic_llong", 64, true},
    {"atomic_ullong", 64, false},
}};

// Met where a type may stand, and not run.
constexpr std::array<std::string_view, 9> other_types = {
    "float", "double", "struct", "union", "enum", "mtx_t", "atomic_flag", "mutex", "wchar_t"};

template <std::size_t n>
bool is_one_of(const token& t, const std::array<std::string_view, n>& list) {
  return std::find(list.begin(), list.end(), t.text) != list.end();
}

template <std::size_t n>
std::optional<type> find(std::string_view name, const std::array<named_integer, n>& list) {
  for (const named_integer& known : list) {
    if (known.name == name) return type{known.bits, known.is_signed, 0, 0};
  }
  return std::nullopt;
}

std::optional<type> standard_integer(std::string_view name) {
  if (name == "bool" || name == "_Bool") return type{1, false, 0, 0};
  if (!name.ends_with("_t")) return std::nullopt;
  name.remove_suffix(2);
  return find(name, named);
}

std::optional<type> atomic_integer(std::string_view name) {
  std::optional<type> found = find(name, atomic_named);
  constexpr std::string_view prefix = "atomic_";
  if (!found && name.starts_with(prefix)) found = standard_integer(name.substr(prefix.size()));
  if (found) found->atomic_levels = 1;
  return found;
}

bool is_atomic_word(const token& t) { return t.text == "_Atomic" || t.text == "atomic"; }

void skip_qualifiers(token_stream& in) {
  while (is_one_of(in.peek(), qualifiers)) in.take();
}

// One or more words in a row, as in `unsigned long int`.
type from_words(token_stream& in) {
  type result;
  while (is_one_of(in.peek(), words) || is_one_of(in.peek(), qualifiers)) {
    const std::string_view word = in.peek().text;
    if (word == "unsigned") result.is_signed = false;
    if (word == "char") result.bits = 8;
    if (word == "short") result.bits = 16;
    if (word == "long") result.bits = 64;
    in.take();
  }
  return result;
}

declared_type parse_base(token_stream& in) {
  const token& next = in.peek();
  if (next.text == "void") {
    in.take();
    return {long_type, true};
  }
  if (const auto found = standard_integer(next.text)) {
    in.take();
    return {*found};
  }
  if (const auto found = atomic_integer(next.text)) {
    in.take();
    return {*found};
  }
  if (!is_one_of(next, words)) in.unsupported(next, supported);
  return {from_words(in)};
}

void parse_pointers(token_stream& in, type& to) {
  while (in.accept("*")) {
    if (++to.pointers > 8) in.fail(in.line(), "unsupported: a pointer of more than 8 levels");
    while (is_atomic_word(in.peek()) || is_one_of(in.peek(), qualifiers)) {
      if (is_atomic_word(in.take())) {
        to.atomic_levels = static_cast<std::uint16_t>(to.atomic_levels | (1U << to.pointers));
      }
    }
  }
}

void make_atomic(type& t) {
  t.atomic_levels = static_cast<std::uint16_t>(t.atomic_levels | (1U << t.pointers));
}

// `_Atomic int` or `_Atomic(int)`; the word itself has been taken.
declared_type parse_atomic(token_stream& in) {
  const bool enclosed = in.accept("(");
  skip_qualifiers(in);
  declared_type result = parse_base(in);
  if (enclosed) {
    skip_qualifiers(in);
    parse_pointers(in, result.of);
    in.expect(")", "after the type in '_Atomic('");
  }
  make_atomic(result.of);
  return result;
}

}  // namespace

bool sees_type(const token_stream& in) {
  const token& next = in.peek();
  return is_one_of(next, qualifiers) || is_one_of(next, words) || is_one_of(next, other_types) ||
         is_atomic_word(next) || next.text == "void" || standard_integer(next.text) ||
         atomic_integer(next.text);
}

declared_type parse_type(token_stream& in) {
  declared_type result;
  skip_qualifiers(in);
  if (is_atomic_word(in.peek())) {
    in.take();
    result = parse_atomic(in);
  } else {
    result = parse_base(in);
    skip_qualifiers(in);
    if (is_atomic_word(in.peek())) {
      in.take();
      make_atomic(result.of);
    }
  }
  skip_qualifiers(in);
  parse_pointers(in, result.of);
  return result;
}

}  // namespace suture::litmus
