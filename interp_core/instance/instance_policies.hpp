// The choices an instance and its type are made with.
#pragma once

#include "interp_core/lock_free/lock_free_policies.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right. A scenario derives from it and replaces some.
struct instance_policies : lock_free_policies {
  // Mistakes that were made, or could be, each of them right as it stands here.

  // Who adds a key takes the lock of the keys, and looks again under it: a sibling may have added
  // the same key meanwhile.
  static constexpr bool looks_again = true;
  // The number of keys goes up before the number of free entries goes down. Otherwise the two
  // together are one too small for a moment, and so are the values that are made then.
  static constexpr bool counts_up_first = true;
  // The type's lock is taken before that of the keys, as by all others (gh-150490).
  static constexpr bool takes_type_lock_first = true;
  // The dict that an instance comes to have is there before its values are gone.
  static constexpr bool publishes_dict_first = true;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
