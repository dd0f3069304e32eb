#include "litmus/parser/condition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "litmus/address.hpp"
#include "litmus/parser/types.hpp"

namespace suture::litmus {

namespace {

class condition_parser {
 public:
  condition_parser(token_stream& in, const location_names& locations, test& t)
      : in_(in), locations_(locations), test_(t) {}

  void all() {
    if (in_.accept("locations")) shown_locations();
    if (in_.accept("filter")) test_.filter = disjunction();
    quantified();
    in_.accept(";");
    if (!in_.sees(token_kind::end)) {
      in_.unsupported(in_.peek(),
                      "'locations […]', 'filter', and one 'exists', '~exists' or 'forall'");
    }
    collect(test_.condition, test_.shown);
    std::sort(test_.shown.begin(), test_.shown.end());
    test_.shown.erase(std::unique(test_.shown.begin(), test_.shown.end()), test_.shown.end());
  }

 private:
  void shown_locations() {
    in_.expect("[", "after 'locations'");
    while (!in_.accept("]")) {
      test_.shown.push_back(one_observable());
      if (sees_type(in_)) parse_type(in_);  // herd7 allows one, to say how to print
      in_.accept("*");
      if (!in_.accept(";") && !in_.sees("]")) in_.unexpected("';' or ']'");
    }
  }

  void quantified() {
    if (in_.sees(token_kind::end)) return;  // forall true
    if (in_.accept("exists") || in_.accept("final")) {
      test_.asks = quantifier::exists;
    } else if (in_.accept("forall")) {
      test_.asks = quantifier::forall;
    } else if ((in_.sees("~") || in_.sees("not")) && in_.sees("exists", 1)) {
      in_.take();
      in_.take();
      test_.asks = quantifier::not_exists;
    } else if (in_.sees("(")) {  // as herd7: exists
      test_.asks = quantifier::exists;
    } else {
      return;  // not ours to read: reported by the caller
    }
    test_.condition = disjunction();
  }

  // The connectives, loosest first; `=>` binds tighter than `/\`, as in herd7.
  proposition disjunction() {
    return list("\\/", proposition_kind::disjunction, [this] { return conjunction(); });
  }
  proposition conjunction() {
    return list("/\\", proposition_kind::conjunction, [this] { return implication(); });
  }
  proposition implication() {
    proposition left = negation();
    if (!in_.accept("=>")) return left;
    const token_stream::nesting deeper(in_);
    return {proposition_kind::implication, {}, {}, 0, {std::move(left), implication()}};
  }

  template <class F>
  proposition list(std::string_view connective, proposition_kind what, F operand) {
    proposition first = operand();
    if (!in_.sees(connective)) return first;
    proposition result{what, {}, {}, 0, {std::move(first)}};
    while (in_.accept(connective)) result.parts.push_back(operand());
    return result;
  }

  proposition negation() {
    const token_stream::nesting deeper(in_);
    if (in_.accept("~") || in_.accept("not")) return negated(negation());
    if (in_.accept("true")) return {};
    if (in_.accept("false")) return {proposition_kind::disjunction, {}, {}, 0, {}};
    if (in_.accept("(")) {
      proposition inner = disjunction();
      in_.expect(")", "after the proposition");
      return inner;
    }
    return comparison();
  }

  static proposition negated(proposition p) {
    return {proposition_kind::negation, {}, {}, 0, {std::move(p)}};
  }

  proposition comparison() {
    proposition result;
    result.what = proposition_kind::equal;
    result.left = one_observable();
    const bool differs = in_.accept("!=") || in_.accept("<>");
    if (!differs && !in_.accept("=") && !in_.accept("==")) in_.unexpected("'=', '!=' or '<>'");
    if (in_.sees("{")) {
      result = elements(result.left);
    } else if (result.left.cells != 0) {
      in_.fail(in_.line(),
               fmt::format("'{0}' is an array: compare it with a list, as in {0}={{1,2}}",
                           result.left.name));
    } else {
      right_side(result);
    }
    return differs ? negated(std::move(result)) : result;
  }

  void right_side(proposition& p) {
    if (in_.sees(token_kind::number) && !sees_register(in_)) {
      number(p);
    } else if (in_.sees("-")) {
      number(p);
    } else if (sees_register(in_) || in_.sees("[") || in_.sees("*")) {
      p.other = one_observable();
    } else if (in_.sees("&") || in_.sees(token_kind::identifier)) {
      in_.accept("&");
      p.constant = address();
    } else {
      in_.unsupported(in_.peek(),
                      "a number, a register as 0:r0, the content of a location as [x], and a "
                      "location whose address is meant");
    }
  }

  // What C would find equal to it: for `x=-1` of an unsigned x, that is its greatest value.
  void number(proposition& p) {
    p.constant = in_.expect_number("a number");
    const type of = test_.type_of(p.left);
    if (of.is_pointer() || of.bits == 64 || of.bits == 1) return;
    const value range = value{1} << of.bits;
    if (p.constant >= -range / 2 && p.constant < range) p.constant = convert(p.constant, of);
  }

  value address() {
    const token name = in_.expect_identifier("the name of a location");
    if (name.text == "NULL") return 0;
    const auto number = locations_.find(name.text);
    if (!number) in_.fail(name.line, fmt::format("there is no location '{}'", name.text));
    return address_of(*number, index_in(*number) * size_of(locations_[*number].of));
  }

  // `[1]` behind the name of an array; 0 without.
  std::uint32_t index_in(std::uint32_t location) {
    if (!in_.accept("[")) return 0;
    const std::uint32_t line = in_.line();
    const value index = in_.expect_number("an index");
    in_.expect("]", "after the index");
    const std::size_t length = locations_[location].initial.size();
    if (index < 0 || static_cast<std::size_t>(index) >= length) {
      in_.fail(line, fmt::format("'{}' has {} elements, and none with the number {}",
                                 locations_[location].name, length, index));
    }
    return static_cast<std::uint32_t>(index);
  }

  // `={1,2}` of an array.
  proposition elements(const observable& array) {
    const std::uint32_t line = in_.take().line;
    proposition result;
    std::uint32_t count = 0;
    while (!in_.accept("}")) {
      proposition element;
      element.what = proposition_kind::equal;
      element.left = element_of(array, count++);
      number(element);
      result.parts.push_back(std::move(element));
      if (!in_.accept(",") && !in_.sees("}")) in_.unexpected("',' or '}'");
    }
    if (count != array.cells) {
      in_.fail(line, fmt::format("'{}' has {} elements, not {}", array.name, array.cells, count));
    }
    return result;
  }

  static observable element_of(const observable& array, std::uint32_t index) {
    return {true, 0, fmt::format("{}[{}]", array.name, index), array.number + index, 0};
  }

  observable one_observable() {
    if (sees_register(in_)) return thread_register();
    const bool enclosed = in_.accept("[");
    in_.accept("*");
    if (sees_register(in_)) return thread_register();
    const token name = in_.expect_identifier("a register as 0:r0, or a location");
    if (enclosed) in_.expect("]", "after the location");
    const auto number = locations_.find(name.text);
    if (!number) in_.fail(name.line, fmt::format("there is no location '{}'", name.text));
    const location& l = locations_[*number];
    const auto length = static_cast<std::uint32_t>(l.initial.size());
    const observable whole{true, 0, name.text, l.first_cell, l.array ? length : 0};
    if (enclosed || !in_.sees("[")) return whole;
    return element_of(whole, index_in(*number));
  }

  observable thread_register() {
    const std::uint32_t line = in_.line();
    const std::uint32_t number = parse_thread_number(in_);
    const token name = in_.expect_identifier("the name of a register");
    if (number >= test_.threads.size()) {
      in_.fail(line, fmt::format("there is no thread P{}", number));
    }
    // One that no statement sets is 0, as in herd7.
    thread_names names(test_.threads[number]);
    auto found = names.local(name.text);
    if (!found) found = names.declare_local(name.text, int_type);
    return {false, number, name.text, *found, 0};
  }

  token_stream& in_;
  const location_names& locations_;
  test& test_;
};

}  // namespace

bool sees_register(const token_stream& in) { return in.sees(":", 1); }

std::uint32_t parse_thread_number(token_stream& in) {
  token number = in.take();
  in.expect(":", "after the number of the thread");
  if (number.text.starts_with("P")) number.text.erase(0, 1);
  constexpr std::size_t most_digits = 4;
  const bool is_number = !number.text.empty() && number.text.size() <= most_digits &&
                         number.text.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) in.fail(number.line, fmt::format("'{}' is no thread: write '0:r0'", number.text));
  return static_cast<std::uint32_t>(std::stoul(number.text));
}

void parse_condition(token_stream& in, const location_names& locations, test& t) {
  condition_parser(in, locations, t).all();
}

}  // namespace suture::litmus
