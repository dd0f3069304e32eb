// What a litmus test asks of the values an execution leaves behind.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "litmus/type.hpp"

namespace suture::litmus {

// A register of a thread, or a location. The order is that of a printed state: registers by thread
// and name, then locations by name.
struct observable {
  bool is_location = false;
  std::uint32_t thread = 0;  // of a register
  std::string name;
  std::uint32_t number = 0;  // in its thread, or of its cell
  std::uint32_t cells = 0;   // of a whole array: how many; else 0

  std::strong_ordering operator<=>(const observable& other) const;
  bool operator==(const observable& other) const { return (*this <=> other) == 0; }
};

// What an execution leaves behind.
struct final_values {
  std::vector<std::vector<value>> locals;  // by thread
  std::vector<value> memory;               // by cell
  value operator[](const observable& o) const {
    return o.is_location ? memory[o.number] : locals[o.thread][o.number];
  }
};

enum class proposition_kind : std::uint8_t {
  equal,
  negation,
  conjunction,
  disjunction,
  implication
};

// A conjunction of nothing is true, a disjunction of nothing false.
struct proposition {
  proposition_kind what = proposition_kind::conjunction;
  observable left;                  // of `equal`
  std::optional<observable> other;  // its right side,
  value constant = 0;               // or else this
  std::vector<proposition> parts;   // of the others
};

bool holds(const proposition& p, const final_values& values);

// "0:r0", "x", "x[1]".
std::string to_text(const observable& o);

// Adds what `p` looks at.
void collect(const proposition& p, std::vector<observable>& into);

}  // namespace suture::litmus
