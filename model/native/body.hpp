// A module's scenario as a body for the engine.
#pragma once

#include <functional>

#include "model/native/module.hpp"

namespace suture::native {

// Holds a foreign::body, unless the module is written against sync::, which is run as other such
// code is. `m` must outlive it; the runs of all bodies come one after the other.
std::function<void()> body_of(const module& m, std::function<void()> scenario);

}  // namespace suture::native
