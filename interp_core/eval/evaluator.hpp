// The evaluator loop of one thread.
//
// Source: CPython's ceval.c in its plain form: fetch, do, next; a call makes an activation and goes
// on in it. Between two instructions, at calls and where a loop begins again, the thread comes to a
// checkpoint, at which it may lose the GIL and counts what it has put off.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "interp_core/dict/dict_iterator.hpp"
#include "interp_core/eval/activation.hpp"
#include "interp_core/eval/interpreter.hpp"
#include "interp_core/eval/operators.hpp"
#include "interp_core/thread/thread_state.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Where and by what a program was ended.
struct uncaught {
  error what = error::none;
  std::uint32_t line = 0;
  std::string function = {};
};

inline constexpr std::size_t recursion_limit = 1000;

// Made, used and destroyed by one thread: by the main thread, or by interpreter::in_threads.
template <class Build>
class evaluator {
 public:
  using shared = interpreter<Build>;
  using count = typename Build::count;
  using item = object<count>;

  explicit evaluator(shared& all) : evaluator(all, *all.main_) {}
  evaluator(shared& all, participant<Build>& here)
      : all_(all), rt_(all.rt), here_(here), ops_(rt_, *all.small_ints_[0], *all.empty_text_) {}
  evaluator(const evaluator&) = delete;
  evaluator& operator=(const evaluator&) = delete;

  // Runs the module's own code, which makes its functions. Empty where it came to its end.
  uncaught run_module();
  // Calls a function of the module with these integers; `value` is what an integer result is.
  uncaught call(const std::string& function, const std::vector<std::int64_t>& arguments,
                std::int64_t& value);

  // What it has printed.
  const std::string& output() const { return output_; }

 private:
  using frame = activation<count>;
  using list = typename Build::list;
  using dict = typename Build::dict;
  using function_value = typename shared::function_value;
  using builtin_value = typename shared::builtin_value;

  // The loop, from the outermost activation to its end. A new reference.
  result<item*> run(frame* outermost);
  error step(const instruction& i);
  error step_load(const instruction& i);
  error step_store(const instruction& i);
  error step_operator(const instruction& i);
  error step_jump(const instruction& i);
  error step_build(const instruction& i);

  error load_global(std::int32_t name);
  error arithmetic(opcode op);
  error comparison(opcode op);
  error call_value(std::int32_t arguments);
  error call_builtin(builtin which, std::int32_t arguments);
  error call_method(method which, std::int32_t arguments);
  result<item*> list_method(list& on, method which, const std::vector<item*>& with);
  result<item*> dict_method(dict& on, method which, const std::vector<item*>& with);
  result<item*> load_item(item& of, item& index);
  error store_item(item& of, item& index, item& value);
  error delete_item(item& of, item& index);
  void finish();
  void checkpoint() {
    all_.gil_.checkpoint(me_);
    here_.safepoint();
  }

  // New references.
  item* referred(item* o) {
    incref(rt_, *o);
    return o;
  }
  item* none() { return referred(all_.none_); }
  item* truth(bool holds) { return referred(all_.truths_[holds ? 1 : 0]); }
  item* integer(std::int64_t n) {
    if (n >= Build::least_small_int && n <= Build::greatest_small_int)
      return referred(all_.small_ints_[static_cast<std::size_t>(n - Build::least_small_int)]);
    return sync::make_at<typename shared::integer>(sync::site::current(), n);
  }
  // What an operation returned, as an operand; its error otherwise.
  error push(result<item*> made) {
    if (!made.ok()) return made.what;
    if (made.value == nullptr) return error::memory_error;
    top_->push(made.value);
    return error::none;
  }
  // The topmost operands, first to last, for a scope; their references are dropped at its end.
  class operands;

  shared& all_;
  runtime& rt_;
  participant<Build>& here_;
  object_operators<Build> ops_;
  thread_state me_;
  frame* top_ = nullptr;
  std::size_t depth_ = 0;
  item* returned_ = nullptr;
  std::uint32_t failed_line_ = 0;
  std::string failed_in_;
  std::string output_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/eval/eval_calls.hpp"
#include "interp_core/eval/eval_items.hpp"
#include "interp_core/eval/eval_loop.hpp"
