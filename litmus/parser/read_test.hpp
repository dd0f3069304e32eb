// Litmus files in herd7's C format, read by hand: a tokenizer and recursive descent.
//
//   C MP+rel+acq
//   "doc"
//   { x=0; atomic_int y=0; 1:r0=7; }
//   P0 (atomic_int* y, int* x) { *x = 1; atomic_store_explicit(y, 1, memory_order_release); }
//   P1 (atomic_int* y, int* x) { … }
//   locations [x;]
//   exists (1:r0=1 /\ 1:r1=0)
//
// Format: Alglave, Maranget and Tautschnig, "Herding Cats", TOPLAS 2014, and herd7's documentation.
// docs/litmus.md says which part of it is read; whatever else is met is an error that names the
// line and what is supported.
#pragma once

#include <string>
#include <string_view>

#include "litmus/test.hpp"

namespace suture::litmus {

// The test that `text`, the content of `file`, describes. Throws input_error.
test read_test(std::string_view text, std::string file);

// The same, from the disk. Throws input_error also if the file cannot be read.
test read_test_file(const std::string& file);

}  // namespace suture::litmus
