// What the operators compute, for the evaluator: arithmetic, order, truth, and text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "interp_core/compare.hpp"
#include "interp_core/eval/interpreter.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace operators {

// a op b for an arithmetic one. Division rounds down, and the remainder has the sign of b.
inline result<std::int64_t> arithmetic(opcode op, std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  switch (op) {
    case opcode::add:
      if (__builtin_add_overflow(a, b, &r)) return error::overflow_error;
      return r;
    case opcode::subtract:
      if (__builtin_sub_overflow(a, b, &r)) return error::overflow_error;
      return r;
    case opcode::multiply:
      if (__builtin_mul_overflow(a, b, &r)) return error::overflow_error;
      return r;
    default:
      break;
  }
  if (b == 0) return error::zero_division_error;
  if (b == -1) {  // the one quotient that does not fit
    if (op == opcode::modulo) return std::int64_t{0};
    if (__builtin_sub_overflow(std::int64_t{0}, a, &r)) return error::overflow_error;
    return r;
  }
  const std::int64_t rest = a % b;
  const bool is_below = rest != 0 && (rest < 0) != (b < 0);
  if (op == opcode::modulo) return is_below ? rest + b : rest;
  return a / b - (is_below ? 1 : 0);
}

template <class Order>
bool compares(opcode op, const Order& a, const Order& b) {
  switch (op) {
    case opcode::less:
      return a < b;
    case opcode::less_equal:
      return a <= b;
    case opcode::greater:
      return a > b;
    case opcode::greater_equal:
      return a >= b;
    case opcode::equal:
      return a == b;
    default:
      return a != b;
  }
}

}  // namespace operators

// The same of objects. Arguments are borrowed.
template <class Build>
class object_operators {
 public:
  using shared = interpreter<Build>;
  using count = typename Build::count;
  using item = object<count>;
  using list = typename Build::list;
  using dict = typename Build::dict;
  using str = typename Build::str;

  explicit object_operators(runtime& rt, const item& an_integer, const item& a_text)
      : rt_(rt), integer_(an_integer.type), text_(a_text.type) {}

  bool is_integer(const item& o) const { return o.type == integer_; }
  bool is_number(const item& o) const { return is_integer(o) || is_truth(o); }
  static bool is_truth(const item& o) { return o.type == &shared::truth_value::type_of(); }
  static bool is_none(const item& o) { return o.type == &shared::none_value::type_of(); }
  bool is_text(const item& o) const { return o.type == text_; }
  static bool is_list(const item& o) { return o.type == &list::type_of_lists(); }
  static bool is_dict(const item& o) { return o.type == &dict::type_of_dicts(); }

  // Of a number; True is 1.
  std::int64_t number(item& o) const {
    if (is_integer(o)) return static_cast<typename shared::integer&>(o).value;
    return static_cast<typename shared::truth_value&>(o).number;
  }

  bool truth(item& o) const {
    if (is_number(o)) return number(o) != 0;
    if (is_none(o)) return false;
    const result<std::int64_t> n = length(o);
    return !n.ok() || n.value != 0;
  }

  result<std::int64_t> length(item& o) const {
    if (is_list(o)) return static_cast<std::int64_t>(static_cast<list&>(o).len(rt_));
    if (is_dict(o)) return static_cast<std::int64_t>(static_cast<dict&>(o).len(rt_));
    if (is_text(o)) return static_cast<std::int64_t>(static_cast<str&>(o).length());
    return error::type_error;
  }

  // a op b for a comparison.
  result<bool> compare(opcode op, item& a, item& b) const {
    if (is_number(a) && is_number(b)) return operators::compares(op, number(a), number(b));
    if (op == opcode::equal || op == opcode::not_equal) {
      const result<bool> same = equal(rt_, a, b);
      if (!same.ok()) return same.what;
      return same.value == (op == opcode::equal);
    }
    if (a.type != b.type) return error::type_error;
    const bool swaps = op == opcode::greater || op == opcode::less_equal;
    const result<bool> before = swaps ? less(rt_, b, a) : less(rt_, a, b);
    if (!before.ok()) return before.what;
    return before.value == (op == opcode::less || op == opcode::greater);
  }

  // a in b.
  result<bool> contains(item& a, item& b) const {
    if (is_list(b)) return static_cast<list&>(b).contains(rt_, a);
    if (is_dict(b)) return static_cast<dict&>(b).contains(rt_, a);
    return error::type_error;
  }

  // As print shows it; in_container: as it is shown inside of a list.
  std::string text(item& o, bool in_container = false) const {
    if (is_integer(o)) return std::to_string(number(o));
    if (is_truth(o)) return number(o) != 0 ? "True" : "False";
    if (is_none(o)) return "None";
    if (is_text(o)) {
      const auto view = static_cast<str&>(o).as_utf8(rt_);
      std::string raw;
      for (std::size_t i = 0; i < view.length; ++i) raw += view[i];
      return in_container ? "'" + raw + "'" : raw;
    }
    if (is_list(o)) return list_text(static_cast<list&>(o));
    if (is_dict(o)) return dict_text(static_cast<dict&>(o));
    return std::string("<") + o.type->name + ">";
  }

 private:
  std::string list_text(list& of) const {
    std::string all = "[";
    for (std::ptrdiff_t i = 0;; ++i) {
      const result<item*> each = of.get(rt_, i);
      if (!each.ok()) return all + "]";
      all += (i == 0 ? "" : ", ") + text(*each.value, true);
      decref(rt_, *each.value);
    }
  }
  std::string dict_text(dict& of) const {
    std::string all = "{";
    const auto over = of.iterate(rt_);
    if (!over.ok()) return "{…}";
    for (;;) {
      const auto next = over.value->next(rt_);
      if (!next.ok() || next.value.key == nullptr) break;
      all += (all.size() == 1 ? "" : ", ") + text(*next.value.key, true) + ": " +
             text(*next.value.value, true);
      decref(rt_, *next.value.key);
      decref(rt_, *next.value.value);
    }
    decref(rt_, *over.value);
    return all + "}";
  }

  runtime& rt_;
  const type_object<count>* integer_;
  const type_object<count>* text_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
