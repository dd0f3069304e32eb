// Type-stable memory (model/sync/type_stable.hpp) is beyond Relacy.
#pragma once

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

template <class T>
class type_stable {
  static_assert(
      sizeof(T) == 0,
      "Relacy ends an atomic with its destructor: type-stable memory is for the engine and "
      "the native backend");
};

}  // namespace relacy_backend
}  // namespace suture::sync
