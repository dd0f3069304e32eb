// The types that litmus tests are written with.
#pragma once

#include "litmus/parser/token_stream.hpp"
#include "litmus/type.hpp"

namespace suture::litmus {

struct declared_type {
  type of;
  bool is_void = false;  // or, where there are pointers, leads to nothing of a known type
};

// Does a type begin here?
bool sees_type(const token_stream& in);

// Qualifiers, a base type, atomic or not, and any number of `*`, as in `volatile int*`,
// `_Atomic(unsigned) *`, `atomic_int`, `uint32_t`. Throws input_error for types we do not run.
declared_type parse_type(token_stream& in);

}  // namespace suture::litmus
