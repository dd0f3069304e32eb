// The types that litmus tests are written with.
#pragma once

#include "litmus/parser/token_stream.hpp"

namespace suture::litmus {

struct type {
  bool atomic = false;
  unsigned pointers = 0;  // how many `*`
};

// Does a type begin here?
bool sees_type(const token_stream& in);

// Qualifiers, a base type, atomic or not, and any number of `*`, as in `volatile int*`,
// `_Atomic(int) *`, `atomic_int`. Throws input_error for types we do not run.
type parse_type(token_stream& in);

}  // namespace suture::litmus
