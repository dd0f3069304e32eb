// A litmus test: a small concurrent program, and what is asked of its executions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "litmus/expression.hpp"
#include "litmus/proposition.hpp"

namespace suture::litmus {

// A shared variable, or an array of them. Atomic if it is declared so, or used by an atomic call
// anywhere in the test; else plain data. Plain accesses of an atomic one, too, may race.
struct location {
  std::string name;
  type of;  // of an element
  bool atomic = false;
  bool array = false;
  std::vector<value> initial = {0};  // an element each
  std::uint32_t first_cell = 0;      // cells are the elements of all locations, in order
};

struct thread {
  std::string name;                 // "P0"
  std::vector<std::string> locals;  // "r0", …: the thread's registers
  std::vector<type> types;          // of each local
  std::vector<value> initial;       // likewise
  std::vector<statement> body;
  std::uint32_t line = 0;
};

enum class quantifier : std::uint8_t { exists, not_exists, forall };

struct test {
  std::string file;  // as given; call sites point into it, so a test that runs must stay in place
  std::string name;
  std::string doc;  // the quoted string below the name, if any
  std::vector<location> locations;
  std::vector<thread> threads;
  quantifier asks = quantifier::forall;
  proposition condition;              // without one, forall true
  std::optional<proposition> filter;  // executions that do not satisfy it are left out
  std::vector<observable> shown;      // what a state shows, in order, each once

  std::size_t cells() const;
  type type_of(const observable& o) const;
};

// A value of that type as it is printed: an address by the name of what lies there.
std::string to_text(const test& t, value v, const type& of);
// A proposition as herd7 writes it.
std::string to_text(const test& t, const proposition& p);

}  // namespace suture::litmus
