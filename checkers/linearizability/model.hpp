// A model: what the object does when one operation follows the other, its sequential specification.
//
// A state is a sequence of words, most of them numbers of values in the value_table of the check;
// equal sequences are equal states. That is all a search needs to store, compare and hash states
// of any model. To write a model of one's own, derive from `model`: bench/linearizability
// has an example (kv_model.hpp).
//
// Models are immutable; several threads may share one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/value_table.hpp"

namespace suture::linearizability {

using state = std::vector<word>;

// Two calls with different keys commute: in either order they answer the same and leave the same
// state. A call that commutes with few others has this key; it forbids checking key by key.
inline constexpr word whole_object = ~word{0};

// One row of a model's table of functions. Several names may share a code.
struct signature {
  std::string_view name;
  std::uint8_t code;
  std::uint8_t least_arguments;
  std::uint8_t most_arguments;
  bool pure = false;  // never changes the state
};

// An operation as a model sees it.
struct call {
  std::uint8_t code = 0;
  bool open = false;  // any result will do: pending, or excused as not atomic
  bool pure = false;  // wherever it is allowed, it leaves the state as it is
  word key = whole_object;
  word result = value_table::none;
  std::vector<word> arguments;
};

// Where a model says what it answers. Each function is true iff the answer is the observed result.
class reply {
 public:
  // With `answer`, the model's answers are also kept there, and any result will do.
  explicit reply(value_table& values, value* answer = nullptr) : values_(values), answer_(answer) {}

  value_table& values() const { return values_; }

  bool is(const call& c, word number) const {
    return answer_ != nullptr ? keep(values_.shown(number)) : c.open || c.result == number;
  }
  bool is_truth(const call& c, bool truth) const {
    return answer_ != nullptr ? keep(value(truth))
                              : is(c, truth ? value_table::truth : value_table::falsehood);
  }
  bool is_list(const call& c, std::span<const word> elements) const;
  // Keys and values in turn, in any order.
  bool is_dict(const call& c, std::span<const word> items) const;

 private:
  bool keep(value v) const;

  value_table& values_;
  value* answer_;
};

class model {
 public:
  virtual ~model() = default;

  virtual std::string_view name() const = 0;
  virtual std::span<const signature> functions() const = 0;

  // Called with all calls of a history once they are prepared: the last moment to say that, all
  // being seen together, some of them do not commute.
  virtual void relate(std::span<call>, const value_table&) const {}

  // The state before the first of `calls`, those it will have to do with: a model may choose its
  // representation by them; if there are none, any may come. `out` is empty.
  virtual void initial(state& out, std::span<const call* const> calls,
                       value_table& values) const = 0;

  // Does `c` in state `s` and returns whether it answers as observed. If not, `s` is left in any
  // state. A call that answers an error must leave the state as it was.
  virtual bool step(state& s, const call& c, const reply& answer) const = 0;

  // The state for people to read, as Python's repr would show the object.
  virtual std::string describe(const state& s, const value_table& values) const = 0;

  // `op` in numbers. Throws std::invalid_argument where the model has no such function or cannot
  // take its arguments; the message offers the nearest name.
  call prepare(const operation& op, bool excused, value_table& values) const;

 private:
  // What else the model has to say about the call: its key, that it is pure after all, that an
  // argument has the wrong type (throws std::invalid_argument).
  virtual void refine(call&, const operation&, value_table&) const {}
};

// The models of the house, by name: "register", "list", "dict", "set". Null for any other name.
std::shared_ptr<const model> model_named(std::string_view name);
std::span<const std::string_view> model_names();

// The candidate nearest to `name` in edit distance, or an empty view where none is similar.
std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace suture::linearizability
