// Accesses to plain data, and plain accesses to the places of atomics.
//
// They are no events, but for plain writes to the place of an atomic: the observers judge them.
#pragma once

#include <cstdint>

#include "model/run/observer.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture {

class execution;

class plain_accesses {
 public:
  explicit plain_accesses(execution& run) : run_(run) {}

  // --- what `sync` asks for (hooks.hpp says what each does) ------------------------------------
  void plain(const hooks::shadow& s, const void* address, bool write,
             const hooks::plain_value& value, const sync::site& where);
  std::uint64_t plain_load(const hooks::cell& c, const sync::site& where);
  void plain_store(hooks::cell& c, std::uint64_t bits, const sync::site& where);
  hooks::cell& referent(const hooks::shadow& s, const void* address, std::uint64_t bits,
                        std::uint8_t bytes, const sync::site& where);

  // An atomic access has been made to a place that is accessed plainly, too.
  [[gnu::cold]] void tell_beside_plain(event_id first);

 private:
  location_id touch_plainly(const hooks::cell& c, bool write, std::uint64_t bits,
                            const sync::site& where);
  void write_plainly(hooks::cell& c, std::uint64_t bits, const sync::site& where);
  [[gnu::cold]] void plain_at_referent(const plain_access& access);

  execution& run_;
  hooks::cell nobodys_;  // for an access that the run does not survive
};

}  // namespace suture
