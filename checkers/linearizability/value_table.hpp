// Values as numbers: values that Python calls equal (1 == 1.0 == True, dicts whatever their order)
// have one number, so that models and searches work on words alone.
//
// Not for use by several threads.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "checkers/linearizability/sequence_table.hpp"
#include "checkers/linearizability/value.hpp"

namespace suture::linearizability {

class value_table {
 public:
  // Numbers that are the same in every table.
  static constexpr word none = 0;
  static constexpr word falsehood = 1;
  static constexpr word truth = 2;
  static constexpr word index_error = 3;
  static constexpr word key_error = 4;
  static constexpr word value_error = 5;
  static constexpr word type_error = 6;

  value_table();

  word number(const value& v);
  word integer(std::int64_t n);
  word text(std::string_view t);
  word list(std::span<const word> elements);

  // What a number stands for; booleans and whole floats are integers here.
  value::type kind(word n) const { return static_cast<value::type>(sequences_.at(n)[0]); }
  bool is_error(word n) const { return kind(n) == value::type::error; }
  std::optional<std::int64_t> as_integer(word n) const;
  // A list's elements; a dict's keys and values in turn, ordered by the number of the key.
  std::span<const word> parts(word n) const { return sequences_.at(n).subspan(1); }
  // The value as it was first met, for people to read.
  const value& shown(word n) const { return shown_[n]; }

  // Python's a < b: numbers, texts and lists among themselves; nothing where it raises TypeError.
  std::optional<bool> less(word a, word b) const;

  // Forgets everything, if it has become much, so that a table that lives long stays small.
  void trim();

 private:
  word insert(value::type kind, std::span<const word> payload, const value* shown);
  word insert_integer(std::int64_t n, const value* shown);
  word insert_real(const value& v);
  word insert_text(value::type kind, std::string_view t, const value* shown);
  word insert_list(const value& v);
  word insert_dict(const value& v);
  std::optional<bool> less_lists(word a, word b) const;
  value spelled_out(word n) const;

  sequence_table sequences_;  // type, then what makes the value
  std::vector<value> shown_;
};

}  // namespace suture::linearizability
