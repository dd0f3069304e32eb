// A generated case: what a few threads do with one container, as data.
//
// Its id says all of it, so that a token with the id replays the case:
//
//   generated.dict/prefix=set0x1_del0,a=get0,b=set0x2_len,without=get,told=yes
//
// prefix is what the main thread does first; a, b and c are the threads. Each is a list of steps
// with `_` between: the operation, then its arguments with `x` between, `n` for a minus sign. The
// lock that is left out (`without`) and whether threads tell each other when they have done
// something (`told`) come last and only where they apply.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/generated/signatures.hpp"

namespace scenarios::generated {

struct step {
  const signature* operation = nullptr;
  std::vector<int> arguments;

  friend bool operator==(const step&, const step&) = default;
};

struct test_case {
  const container* of = nullptr;
  std::vector<step> prefix;
  std::vector<std::vector<step>> threads;  // two or three
  // The entry point that takes no lock; empty: all of them do. For tests of the tests.
  std::string without;
  // Each thread says so when it has ended an operation and looks, before each, what the others have
  // said. Operations are then ordered as with a clock that all can see, where they are not else.
  bool told = false;

  friend bool operator==(const test_case&, const test_case&) = default;
};

std::string id_of(const test_case& c);

// The inverse. Throws std::invalid_argument, which says what is wrong, for any other text.
test_case parse_id(std::string_view id);

// "append(1)"
std::string to_string(const step& s);

}  // namespace scenarios::generated
