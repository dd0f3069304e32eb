// evaluator, calls: functions, builtins, methods. Included by evaluator.hpp.
#pragma once

#include "interp_core/eval/evaluator.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The arguments become the first locals; the function itself is dropped, since the program keeps
// it.
template <class Build>
error evaluator<Build>::call_value(std::int32_t arguments) {
  const auto n = static_cast<std::size_t>(arguments);
  item& callee = *top_->peek(n);
  if (callee.type == &builtin_value::type_of())
    return call_builtin(static_cast<builtin>(static_cast<builtin_value&>(callee).number),
                        arguments);
  if (callee.type != &function_value::type_of()) return error::type_error;
  const auto number = static_cast<std::size_t>(static_cast<function_value&>(callee).number);
  const function_code& code = all_.code_.functions[number];
  if (code.parameters != n) return error::type_error;
  if (depth_ == recursion_limit) return error::recursion_error;
  frame* const fresh = frame::create(rt_, code, top_);
  if (fresh == nullptr) return error::memory_error;
  for (std::size_t i = n; i > 0; --i) fresh->exchange_local(i - 1, top_->pop());
  item* const function = top_->pop();
  top_ = fresh;
  ++depth_;
  decref(rt_, *function);
  checkpoint();
  return error::none;
}

template <class Build>
error evaluator<Build>::call_builtin(builtin which, std::int32_t arguments) {
  operands with(*this, static_cast<std::size_t>(arguments));
  const operands function(*this, 1);
  if (which == builtin::len) {
    if (arguments != 1) return error::type_error;
    const result<std::int64_t> n = ops_.length(with[0]);
    return n.ok() ? push(integer(n.value)) : n.what;
  }
  for (std::size_t i = 0; i < with.all().size(); ++i)
    output_ += (i == 0 ? "" : " ") + ops_.text(with[i]);
  output_ += "\n";
  return push(none());
}

template <class Build>
error evaluator<Build>::call_method(method which, std::int32_t arguments) {
  const operands with(*this, static_cast<std::size_t>(arguments));
  operands on(*this, 1);
  if (ops_.is_list(on[0])) return push(list_method(static_cast<list&>(on[0]), which, with.all()));
  if (ops_.is_dict(on[0])) return push(dict_method(static_cast<dict&>(on[0]), which, with.all()));
  return error::type_error;
}

template <class Build>
auto evaluator<Build>::list_method(list& on, method which, const std::vector<item*>& with)
    -> result<item*> {
  const auto index = [&](std::size_t i) {
    return static_cast<std::ptrdiff_t>(ops_.number(*with[i]));
  };
  const auto nothing = [this](error what) -> result<item*> {
    if (what != error::none) return what;
    return none();
  };
  switch (which) {
    case method::append:
      if (with.size() == 1) return nothing(on.append(rt_, *with[0]));
      break;
    case method::pop:
      if (with.empty()) return on.pop(rt_);
      if (with.size() == 1 && ops_.is_number(*with[0])) return on.pop(rt_, index(0));
      break;
    case method::insert:
      if (with.size() == 2 && ops_.is_number(*with[0]))
        return nothing(on.insert(rt_, index(0), *with[1]));
      break;
    case method::remove:
      if (with.size() == 1) return nothing(on.remove(rt_, *with[0]));
      break;
    case method::index: {
      if (with.size() != 1) break;
      const result<std::size_t> found = on.index(rt_, *with[0]);
      if (!found.ok()) return found.what;
      return integer(static_cast<std::int64_t>(found.value));
    }
    case method::clear:
      if (with.empty()) on.clear(rt_);
      return nothing(with.empty() ? error::none : error::type_error);
    case method::reverse:
      if (with.empty()) on.reverse(rt_);
      return nothing(with.empty() ? error::none : error::type_error);
    case method::sort:
      if (with.empty()) return nothing(on.sort(rt_));
      break;
    case method::get:
      break;
  }
  return error::type_error;
}

template <class Build>
auto evaluator<Build>::dict_method(dict& on, method which, const std::vector<item*>& with)
    -> result<item*> {
  if (which == method::clear && with.empty()) {
    on.clear(rt_);
    return none();
  }
  if (which == method::pop && with.size() == 1) return on.pop(rt_, *with[0]);
  if (which == method::get && (with.size() == 1 || with.size() == 2)) {
    const result<item*> found = on.get(rt_, *with[0]);
    if (!found.ok() || found.value != nullptr) return found;
    return with.size() == 2 ? referred(with[1]) : none();
  }
  return error::type_error;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
