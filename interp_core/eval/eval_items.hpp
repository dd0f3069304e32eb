// evaluator, lists and dicts: building them, and o[i] in its three forms. Included by
// evaluator.hpp.
#pragma once

#include "interp_core/eval/evaluator.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Build>
error evaluator<Build>::step_build(const instruction& i) {
  const auto n = static_cast<std::size_t>(i.argument);
  if (i.op == opcode::build_list) {
    const operands items(*this, n);
    list* const fresh = list::create(rt_);
    error what = fresh == nullptr ? error::memory_error : error::none;
    for (std::size_t k = 0; k < n && what == error::none; ++k)
      what = fresh->append(rt_, *items.all()[k]);
    if (what == error::none) return push(fresh);
    decref_if<count>(rt_, fresh);
    return what;
  }
  if (i.op == opcode::build_dict) {
    operands pairs(*this, 2 * n);
    dict* const fresh = dict::create(rt_);
    error what = fresh == nullptr ? error::memory_error : error::none;
    for (std::size_t k = 0; k < 2 * n && what == error::none; k += 2)
      what = fresh->set(rt_, pairs[k], pairs[k + 1]);
    if (what == error::none) return push(fresh);
    decref_if<count>(rt_, fresh);
    return what;
  }
  if (i.op == opcode::load_item) {
    operands of(*this, 2);
    return push(load_item(of[0], of[1]));
  }
  if (i.op == opcode::store_item) {
    operands of(*this, 3);
    return store_item(of[0], of[1], of[2]);
  }
  operands of(*this, 2);
  return delete_item(of[0], of[1]);
}

template <class Build>
auto evaluator<Build>::load_item(item& of, item& index) -> result<item*> {
  if (ops_.is_list(of)) {
    if (!ops_.is_number(index)) return error::type_error;
    return static_cast<list&>(of).get(rt_, static_cast<std::ptrdiff_t>(ops_.number(index)));
  }
  if (!ops_.is_dict(of)) return error::type_error;
  const result<item*> found = static_cast<dict&>(of).get(rt_, index);
  if (found.ok() && found.value == nullptr) return error::key_error;
  return found;
}

template <class Build>
error evaluator<Build>::store_item(item& of, item& index, item& value) {
  if (ops_.is_dict(of)) return static_cast<dict&>(of).set(rt_, index, value);
  if (!ops_.is_list(of) || !ops_.is_number(index)) return error::type_error;
  return static_cast<list&>(of).set(rt_, static_cast<std::ptrdiff_t>(ops_.number(index)), value);
}

template <class Build>
error evaluator<Build>::delete_item(item& of, item& index) {
  if (ops_.is_dict(of)) return static_cast<dict&>(of).del(rt_, index);
  if (!ops_.is_list(of) || !ops_.is_number(index)) return error::type_error;
  const result<item*> taken =
      static_cast<list&>(of).pop(rt_, static_cast<std::ptrdiff_t>(ops_.number(index)));
  decref_if<count>(rt_, taken.value);
  return taken.what;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
