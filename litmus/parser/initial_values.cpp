#include "litmus/parser/initial_values.hpp"

#include <fmt/format.h>

#include "litmus/address.hpp"
#include "litmus/parser/condition.hpp"
#include "litmus/parser/types.hpp"

namespace suture::litmus {

namespace {

constexpr std::uint64_t longest_array = 4096;

}  // namespace

void initial_values::parse() {
  in_.expect("{", "before the initial values");
  while (!in_.accept("}")) {
    if (in_.accept(";")) continue;
    one();
    if (!in_.sees(";") && !in_.sees("}")) in_.unexpected("';' or '}'");
  }
}

void initial_values::one() {
  const bool typed = sees_type(in_);
  const type declared = typed ? parse_type(in_).of : type{};
  if (sees_register(in_)) {
    one_register(typed ? &declared : nullptr);
  } else {
    one_location(typed ? &declared : nullptr);
  }
}

void initial_values::one_register(const type* declared) {
  const std::uint32_t number = parse_thread_number(in_);
  const token name = in_.expect_identifier("the name of a register");
  const initial_value given = in_.accept("=") ? one_value() : initial_value{};
  const type of = given.address ? pointer_to(int_type) : long_type;
  registers_.push_back({number, name, given.is, declared != nullptr ? *declared : of});
}

void initial_values::one_location(const type* declared) {
  const std::uint32_t line = in_.line();
  const bool pointer = declared == nullptr && in_.accept("*");  // to an int, as in herd7
  const bool enclosed = in_.accept("[");
  const token name = in_.expect_identifier("the name of a location");
  if (enclosed) in_.expect("]", "after the location");
  const std::uint32_t number = locations_.number_of(name.text);
  if (pointer) locations_.declare(number, pointer_to(int_type), in_, line);
  if (declared != nullptr) locations_.declare(number, *declared, in_, line);
  if (!enclosed && in_.accept("[")) {
    array_of(number);
    return;
  }
  if (!in_.accept("=")) return;
  const initial_value given = one_value();
  if (given.address) locations_.note_pointer(number);
  locations_.set_initial(number, {given.is}, false);
}

// `[2] = {1,2}`; what is not named is 0.
void initial_values::array_of(std::uint32_t location) {
  const std::uint32_t line = in_.line();
  const value length = in_.expect_number("the number of elements");
  in_.expect("]", "after the number of elements");
  if (length < 1 || static_cast<std::uint64_t>(length) > longest_array) {
    in_.fail(line, fmt::format("an array has 1 to {} elements, not {}", longest_array, length));
  }
  std::vector<value> elements;
  if (in_.accept("=")) {
    in_.expect("{", "before the elements");
    while (!in_.accept("}")) {
      const initial_value element = one_value();
      if (element.address) locations_.note_pointer(location);
      elements.push_back(element.is);
      if (!in_.accept(",") && !in_.sees("}")) in_.unexpected("',' or '}'");
    }
  }
  if (elements.size() > static_cast<std::size_t>(length)) {
    in_.fail(line,
             fmt::format("there are {} elements for an array of {}", elements.size(), length));
  }
  elements.resize(static_cast<std::size_t>(length), 0);
  locations_.set_initial(location, std::move(elements), true);
}

// A number, or the address of a location: `x`, `&x`, `x[1]`.
initial_values::initial_value initial_values::one_value() {
  const bool wrapped = in_.accept("ATOMIC_VAR_INIT") || in_.accept("ATOMIC_INIT");
  if (wrapped) in_.expect("(", "after the initialiser");
  initial_value result;
  in_.accept("&");
  if (in_.sees(token_kind::identifier)) {
    const token name = in_.take();
    result.address = true;
    if (name.text == "NULL") {
      result.is = 0;
    } else {
      const std::uint32_t location = locations_.number_of(name.text);
      locations_.note_address_taken(location);
      value index = 0;
      if (in_.accept("[")) {
        index = in_.expect_number("an index");
        in_.expect("]", "after the index");
      }
      const auto offset = index * static_cast<value>(size_of(locations_[location].of));
      result.is = address_of(location, static_cast<std::uint32_t>(offset));
    }
  } else {
    result.is = in_.expect_number("a number, or a location whose address is meant");
  }
  if (wrapped) in_.expect(")", "after the initial value");
  return result;
}

void initial_values::give_to(thread& code, std::size_t number) const {
  for (const register_value& given : registers_) {
    if (given.thread != number) continue;
    const std::uint32_t local = thread_names(code).declare_local(given.name.text, given.of);
    code.initial[local] = convert(given.initial, given.of);
  }
}

void initial_values::check_threads(std::size_t count) const {
  for (const register_value& given : registers_) {
    if (given.thread < count) continue;
    in_.fail(given.name.line, fmt::format("there is no thread P{}", given.thread));
  }
}

}  // namespace suture::litmus
