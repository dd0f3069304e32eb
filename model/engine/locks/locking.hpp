// Mutexes of every kind: taking, trying and giving back.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/graph/event.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture {

class execution;

class locking {
 public:
  explicit locking(execution& run) : run_(run) {}

  // --- what `sync` asks for (hooks.hpp says what each does) ------------------------------------
  void lock(hooks::cell& c, lock_mode mode, const sync::site& where);
  bool try_lock(hooks::cell& c, lock_mode mode, const sync::site& where);
  void unlock(hooks::cell& c, lock_mode mode, const sync::site& where);
  bool lock_until(hooks::cell& c, lock_mode mode, std::int64_t deadline, const sync::site& where);
  bool lock_along(hooks::cell& c, std::size_t before, const sync::site& where);
  void announce(const hooks::cell& c, bool begins, const sync::site& where);

 private:
  bool nests(location_id l, lock_mode mode) const;
  bool take_again(location_id l, lock_mode mode, const sync::site& where);
  template <class Take>
  bool take_lock(hooks::cell& c, lock_mode mode, const sync::site& where, Take take);
  bool try_once(hooks::cell& c, lock_mode mode, const sync::site& where);
  bool passes_by(location_id l, const sync::site& where);  // taken_along.cpp
  event_id wait_for_lock(location_id l, lock_mode mode, const sync::site& where);

  execution& run_;
};

}  // namespace suture
