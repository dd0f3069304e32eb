#include "scenarios/catalog.hpp"

// What families.cpp is for each backend. CMake defines SUTURE_SCENARIOS_<BACKEND> for those this
// build has.
namespace scenarios {

namespace engine_backend {
void register_all(registry& out);
}
namespace relacy_backend {
void register_all(registry& out);
}
namespace native_backend {
void register_all(registry& out);
}

const registry& catalog() {
  static const registry all = [] {
    registry filled;
#if SUTURE_SCENARIOS_ENGINE
    engine_backend::register_all(filled);
#endif
#if SUTURE_SCENARIOS_RELACY
    relacy_backend::register_all(filled);
#endif
#if SUTURE_SCENARIOS_NATIVE
    native_backend::register_all(filled);
#endif
    return filled;
  }();
  return all;
}

}  // namespace scenarios
