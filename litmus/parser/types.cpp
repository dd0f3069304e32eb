#include "litmus/parser/types.hpp"

#include <algorithm>
#include <array>

namespace suture::litmus {

namespace {

constexpr std::string_view supported =
    "int, long, int32_t, int64_t, their atomic_ and _Atomic forms and pointers to them (all hold "
    "64-bit signed values here)";

template <std::size_t n>
bool is_one_of(const token& t, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), t.text) != words.end();
}

constexpr std::array<std::string_view, 3> qualifiers = {"const", "volatile", "restrict"};
constexpr std::array<std::string_view, 5> base_types = {"int", "long", "signed", "int32_t",
                                                        "int64_t"};
constexpr std::array<std::string_view, 5> atomic_types = {
    "atomic_int", "atomic_long", "atomic_llong", "atomic_int32_t", "atomic_int64_t"};
constexpr std::array<std::string_view, 24> other_types = {
    "unsigned",    "char",        "short",       "float",           "double",        "bool",
    "_Bool",       "void",        "struct",      "union",           "enum",          "uint8_t",
    "uint16_t",    "uint32_t",    "uint64_t",    "intptr_t",        "uintptr_t",     "size_t",
    "atomic_uint", "atomic_bool", "atomic_flag", "atomic_intptr_t", "atomic_size_t", "mtx_t"};

void skip_qualifiers(token_stream& in) {
  while (is_one_of(in.peek(), qualifiers)) in.take();
}

// One or more base types in a row, as in `long int`.
void parse_base(token_stream& in) {
  if (!is_one_of(in.peek(), base_types)) in.unsupported(in.peek(), supported);
  while (is_one_of(in.peek(), base_types) || is_one_of(in.peek(), qualifiers)) in.take();
}

// `_Atomic int` or `_Atomic(int)`; the word itself has been taken.
void parse_atomic(token_stream& in) {
  const bool enclosed = in.accept("(");
  skip_qualifiers(in);
  parse_base(in);
  if (enclosed) in.expect(")", "after the type in '_Atomic('");
}

}  // namespace

bool sees_type(const token_stream& in) {
  const token& next = in.peek();
  return is_one_of(next, qualifiers) || is_one_of(next, base_types) ||
         is_one_of(next, atomic_types) || is_one_of(next, other_types) || next.text == "_Atomic" ||
         next.text == "atomic";
}

type parse_type(token_stream& in) {
  type result;
  skip_qualifiers(in);
  if (is_one_of(in.peek(), atomic_types)) {
    in.take();
    result.atomic = true;
  } else if (in.accept("_Atomic") || in.accept("atomic")) {
    parse_atomic(in);
    result.atomic = true;
  } else {
    parse_base(in);
    if (in.accept("_Atomic")) result.atomic = true;
  }
  skip_qualifiers(in);
  while (in.accept("*")) {
    ++result.pointers;
    skip_qualifiers(in);
  }
  return result;
}

}  // namespace suture::litmus
