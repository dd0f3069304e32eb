#include "litmus/parser/initial_values.hpp"

#include <fmt/format.h>

#include "litmus/parser/condition.hpp"
#include "litmus/parser/types.hpp"

namespace suture::litmus {

void initial_values::parse() {
  in_.expect("{", "before the initial values");
  while (!in_.accept("}")) {
    if (in_.accept(";")) continue;
    one();
    if (!in_.sees(";") && !in_.sees("}")) in_.unexpected("';' or '}'");
  }
}

void initial_values::one() {
  if (sees_register(in_)) {
    one_register();
  } else {
    one_location();
  }
}

void initial_values::one_register() {
  const std::uint32_t number = parse_thread_number(in_);
  const token name = in_.expect_identifier("the name of a register");
  in_.expect("=", "after the register");
  registers_.push_back({number, name, in_.expect_number("a number")});
}

void initial_values::one_location() {
  const std::uint32_t line = in_.line();
  const type declared = sees_type(in_) ? parse_type(in_) : type{};
  if (declared.pointers != 0 || in_.sees("*")) {
    in_.fail(line, "unsupported pointer among the locations: supported are integers");
  }
  const bool enclosed = in_.accept("[");
  const token name = in_.expect_identifier("the name of a location");
  if (enclosed) in_.expect("]", "after the location");
  const std::uint32_t number = locations_.number_of(name.text);
  if (declared.atomic) locations_.declare_atomic(number);
  if (!in_.accept("=")) return;
  const bool wrapped = in_.accept("ATOMIC_VAR_INIT") || in_.accept("ATOMIC_INIT");
  if (wrapped) in_.expect("(", "after the initialiser");
  if (in_.sees(token_kind::identifier) || in_.sees("&")) {
    in_.fail(in_.line(), "unsupported address as an initial value: supported are numbers");
  }
  locations_.set_initial(number, in_.expect_number("a number"));
  if (wrapped) in_.expect(")", "after the initial value");
}

void initial_values::give_to(thread& code, std::size_t number) const {
  for (const register_value& given : registers_) {
    if (given.thread != number) continue;
    const std::uint32_t local = thread_names(code).declare_local(given.name.text);
    code.initial[local] = given.initial;
  }
}

void initial_values::check_threads(std::size_t count) const {
  for (const register_value& given : registers_) {
    if (given.thread < count) continue;
    in_.fail(given.name.line, fmt::format("there is no thread P{}", given.thread));
  }
}

}  // namespace suture::litmus
