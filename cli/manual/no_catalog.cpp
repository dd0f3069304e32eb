// A catalogue of nothing, in the place of the real one: to describe the commands none is needed.
#include "scenarios/catalog.hpp"

namespace scenarios {

const registry& catalog() {
  static const registry none;
  return none;
}

}  // namespace scenarios
