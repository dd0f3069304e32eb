// atomic_ref is beyond Relacy.
#pragma once

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

template <class T>
class atomic_ref {
  static_assert(sizeof(T) == 0,
                "Relacy's plain data cannot be accessed atomically: sync::atomic_ref is for the "
                "engine and the native backend");
};

}  // namespace relacy_backend
}  // namespace suture::sync
