// The registry: all variants, in the order they were added.
//
// Families add themselves through explicit functions (catalog.cpp calls them), never from static
// initialisers: the order is the same on every machine, and a library that is linked but not asked
// adds nothing.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/scenario.hpp"

namespace scenarios {

// Not synchronised: filled by one thread, then read by any number.
class registry {
 public:
  // Adds a variant with its body for one backend. The same id may come again with a body for
  // another backend, and must then be described in the same words.
  //
  // A variant that may fail gets no body for the native backend: there nothing stands between a
  // use after free and the process, and a deadlock hangs it.
  //
  // Throws std::invalid_argument, naming the id, for an id outside the grammar, an unknown verdict
  // or finding kind, a missing body or summary, a second body for the same backend, and a
  // description that contradicts the one already there.
  void add(variant described, backend where, body run);

  const std::vector<variant>& all() const { return variants_; }

  // The variant with exactly this id; null if there is none.
  const variant* find(std::string_view id) const;

  // Every variant whose id, or whose `family.situation`, the pattern matches (see glob.hpp), in
  // order. Throws bad_glob.
  std::vector<const variant*> select(std::string_view pattern) const;

  // Up to `limit` ids and situations a person who wrote `unknown` may have meant, nearest first.
  std::vector<std::string> suggestions(std::string_view unknown, std::size_t limit = 3) const;

 private:
  std::vector<variant> variants_;
};

}  // namespace scenarios
