// Which backend of model/sync a family's source is being compiled for.
#pragma once

#include "model/sync/sync.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

#if defined(SUTURE_BACKEND_NATIVE)
inline constexpr backend this_backend = backend::native;
#elif defined(SUTURE_BACKEND_RELACY)
inline constexpr backend this_backend = backend::relacy;
#else
inline constexpr backend this_backend = backend::engine;
#endif

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
