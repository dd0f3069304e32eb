// The shape of a run: which thread did what kind of thing, and in which function, step by step.
//
// Enough to tell that a scenario has changed and at which step, and blind to what may change
// freely: line numbers, values, addresses. One byte a step: four bits of kind, four of a hash of
// thread and function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace suture {

// FNV-1a (Fowler, Noll, Vo 1991), 32 bits: small, and the same everywhere.
constexpr std::uint32_t fnv(std::string_view bytes, std::uint32_t hash = 2166136261U) {
  for (const char c : bytes) {
    hash ^= static_cast<std::uint8_t>(c);
    hash *= 16777619U;
  }
  return hash;
}

// The name of a function as every compiler gives it: g++ adds the template arguments, and the two
// spell types of conversions differently ("operator long int", "operator long").
constexpr std::string_view plain_name(std::string_view function) {
  constexpr std::string_view prefix = "operator";
  if (function.substr(0, prefix.size()) == prefix) return prefix;
  return function.substr(0, function.find('<'));
}

constexpr char shape_step(unsigned kind, unsigned thread, std::string_view function) {
  const std::uint32_t mixed = (fnv(plain_name(function)) ^ thread) * 16777619U;
  return static_cast<char>(((kind & 15U) << 4U) | (mixed >> 28U));
}

}  // namespace suture
