// A model one can call: what an object of this kind answers when used by one thread. For tests of
// the object itself, and to know what an operation drawn at random would do.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/linearizability/model.hpp"

namespace suture::linearizability {

class sequential_object {
 public:
  explicit sequential_object(std::shared_ptr<const model> spec);

  // Calls `function` and returns what it returns; value::error(...) where it raises. Throws
  // std::invalid_argument where the model has no such function or cannot take the arguments.
  value apply(std::string_view function, std::vector<value> arguments);

  // The object as Python's repr would show it.
  std::string describe() const { return spec_->describe(now_, values_); }

 private:
  std::shared_ptr<const model> spec_;
  value_table values_;
  state now_;
};

}  // namespace suture::linearizability
