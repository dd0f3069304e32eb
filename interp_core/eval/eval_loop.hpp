// evaluator, its loop and the instructions that touch nothing but operands. Included by
// evaluator.hpp.
#pragma once

#include "interp_core/eval/evaluator.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Build>
class evaluator<Build>::operands {
 public:
  operands(evaluator& of, std::size_t n) : of_(of), taken_(n) {
    for (std::size_t i = n; i > 0; --i) taken_[i - 1] = of.top_->pop();
  }
  ~operands() {
    if (std::uncaught_exceptions() != 0) return;
    for (item* o : taken_) decref(of_.rt_, *o);
  }
  operands(const operands&) = delete;
  operands& operator=(const operands&) = delete;

  item& operator[](std::size_t i) { return *taken_[i]; }
  const std::vector<item*>& all() const { return taken_; }

 private:
  evaluator& of_;
  std::vector<item*> taken_;
};

template <class Build>
uncaught evaluator<Build>::run_module() {
  const with_gil_held held(all_.gil_, me_);
  const result<item*> done = run(frame::create(rt_, all_.code_.functions[0], nullptr));
  if (done.ok()) decref(rt_, *done.value);
  return {me_.fetch(), failed_line_, failed_in_};
}

template <class Build>
uncaught evaluator<Build>::call(const std::string& function,
                                const std::vector<std::int64_t>& arguments, std::int64_t& value) {
  const with_gil_held held(all_.gil_, me_);
  for (const function_code& code : all_.code_.functions) {
    if (code.name != function || code.parameters != arguments.size()) continue;
    frame* const first = frame::create(rt_, code, nullptr);
    if (first == nullptr) return {error::memory_error, 0, function};
    for (std::size_t i = 0; i < arguments.size(); ++i)
      first->exchange_local(i, integer(arguments[i]));
    const result<item*> done = run(first);
    if (!done.ok()) return {me_.fetch(), failed_line_, failed_in_};
    value = ops_.is_number(*done.value) ? ops_.number(*done.value) : 0;
    decref(rt_, *done.value);
    return {};
  }
  return {error::name_error, 0, function};
}

// Where an instruction fails, the activations are ended up to the outermost; the error stays in the
// thread state.
template <class Build>
auto evaluator<Build>::run(frame* outermost) -> result<item*> {
  if (outermost == nullptr) return error::memory_error;
  top_ = outermost;
  depth_ = 1;
  error what = error::none;
  while (top_ != nullptr && what == error::none) what = step(top_->fetch());
  if (what == error::none) return std::exchange(returned_, nullptr);
  failed_line_ = top_->last().line;
  failed_in_ = top_->code().name;
  while (top_ != nullptr) finish();
  me_.set_raised(what);
  return what;
}

template <class Build>
void evaluator<Build>::finish() {
  frame* const done = std::exchange(top_, top_->back());
  --depth_;
  done->end(rt_);
}

template <class Build>
error evaluator<Build>::step(const instruction& i) {
  switch (i.op) {
    case opcode::load_constant:
      top_->push(referred(all_.constants_[static_cast<std::size_t>(i.argument)]));
      return error::none;
    case opcode::load_local:
    case opcode::load_global:
      return step_load(i);
    case opcode::store_local:
    case opcode::store_global:
    case opcode::pop_top:
      return step_store(i);
    case opcode::jump:
    case opcode::jump_if_false:
    case opcode::jump_if_false_or_pop:
    case opcode::jump_if_true_or_pop:
      return step_jump(i);
    case opcode::call:
      return call_value(i.argument);
    case opcode::call_method:
      return call_method(static_cast<method>(i.argument / 256), i.argument % 256);
    case opcode::return_value: {
      item* const value = top_->pop();
      finish();
      if (top_ == nullptr) {
        returned_ = value;
      } else {
        top_->push(value);
      }
      return error::none;
    }
    case opcode::build_list:
    case opcode::build_dict:
    case opcode::load_item:
    case opcode::store_item:
    case opcode::delete_item:
      return step_build(i);
    default:
      return step_operator(i);
  }
}

template <class Build>
error evaluator<Build>::step_load(const instruction& i) {
  if (i.op == opcode::load_global) return load_global(i.argument);
  item* const value = top_->local(static_cast<std::size_t>(i.argument));
  if (value == nullptr) return error::name_error;
  top_->push(referred(value));
  return error::none;
}

// Each call of fib comes here twice: the function is looked up in the module dict (checklist 30).
template <class Build>
error evaluator<Build>::load_global(std::int32_t name) {
  item* const key = all_.names_[static_cast<std::size_t>(name)];
  const result<item*> found = all_.globals_->get(rt_, *key);
  if (!found.ok()) return found.what;
  item* value = found.value;
  if (value == nullptr) {
    value = all_.fallbacks_[static_cast<std::size_t>(name)];
    if (value == nullptr) return error::name_error;
    incref(rt_, *value);
  }
  top_->push(value);
  return error::none;
}

template <class Build>
error evaluator<Build>::step_store(const instruction& i) {
  item* const value = top_->pop();
  error what = error::none;
  if (i.op == opcode::store_local) {
    decref_if<count>(rt_, top_->exchange_local(static_cast<std::size_t>(i.argument), value));
    return what;
  }
  if (i.op == opcode::store_global)
    what = all_.globals_->set(rt_, *all_.names_[static_cast<std::size_t>(i.argument)], *value);
  decref(rt_, *value);
  return what;
}

template <class Build>
error evaluator<Build>::step_jump(const instruction& i) {
  if (i.op == opcode::jump) {
    top_->jump(i.argument);
    checkpoint();
    return error::none;
  }
  const bool holds = ops_.truth(*top_->peek());
  const bool jumps = holds == (i.op == opcode::jump_if_true_or_pop);
  if (jumps) top_->jump(i.argument);
  if (!jumps || i.op == opcode::jump_if_false) decref(rt_, *top_->pop());
  return error::none;
}

template <class Build>
error evaluator<Build>::step_operator(const instruction& i) {
  if (i.op == opcode::negate || i.op == opcode::negation) {
    item* const o = top_->pop();
    error what = error::none;
    if (i.op == opcode::negation) {
      top_->push(truth(!ops_.truth(*o)));
    } else if (!ops_.is_number(*o)) {
      what = error::type_error;
    } else {
      const result<std::int64_t> n = operators::arithmetic(opcode::subtract, 0, ops_.number(*o));
      what = n.ok() ? push(integer(n.value)) : n.what;
    }
    decref(rt_, *o);
    return what;
  }
  return i.op <= opcode::modulo ? arithmetic(i.op) : comparison(i.op);
}

template <class Build>
error evaluator<Build>::arithmetic(opcode op) {
  item* const b = top_->pop();
  item* const a = top_->pop();
  error what = error::type_error;
  if (ops_.is_number(*a) && ops_.is_number(*b)) {
    const result<std::int64_t> n = operators::arithmetic(op, ops_.number(*a), ops_.number(*b));
    what = n.ok() ? push(integer(n.value)) : n.what;
  }
  decref(rt_, *a);
  decref(rt_, *b);
  return what;
}

template <class Build>
error evaluator<Build>::comparison(opcode op) {
  item* const b = top_->pop();
  item* const a = top_->pop();
  result<bool> holds = false;
  if (op == opcode::is || op == opcode::is_not) {
    holds = (a == b) == (op == opcode::is);
  } else if (op == opcode::contains || op == opcode::contains_not) {
    holds = ops_.contains(*a, *b);
    if (op == opcode::contains_not) holds.value = !holds.value;
  } else {
    holds = ops_.compare(op, *a, *b);
  }
  decref(rt_, *a);
  decref(rt_, *b);
  if (!holds.ok()) return holds.what;
  top_->push(truth(holds.value));
  return error::none;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
