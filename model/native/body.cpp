#include "model/native/body.hpp"

#include <cstdlib>
#include <utility>

#include "model/engine/process/foreign.hpp"
#include "model/native/world.hpp"

namespace suture::native {

std::function<void()> body_of(const module& m, std::function<void()> scenario) {
  world::current.use(m);
  // The module's destructors, which the loader calls later than this, are not code under test.
  static const int at_exit = std::atexit([] { world::current.end(); });
  static_cast<void>(at_exit);
  if (!m.is_instrumented()) {
    return [scenario = std::move(scenario)] {
      world::current.begin(*execution::active());
      scenario();
    };
  }
  return foreign::body{[scenario = std::move(scenario)] {
                         world::current.begin(*execution::active());
                         world::current.live([&scenario]() -> void* {
                           scenario();
                           return nullptr;
                         });
                       },
                       [](execution& run) { world::current.find_reachable(run); }};
}

}  // namespace suture::native
