// Atomics and plain data from their making to their end (lifetimes.cpp says how that is known).
#pragma once

#include <cstdint>
#include <span>

#include "model/run/lifetime.hpp"
#include "model/run/placed_objects.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture {

class execution;

class lifetimes {
 public:
  explicit lifetimes(execution& run) : run_(run) {}

  // --- what `sync` asks for (hooks.hpp says what each does) ------------------------------------
  void make_cell(hooks::cell& c, std::uint64_t bits, std::uint8_t bytes, const sync::site& where,
                 primitive kind);
  void destroy_cell(hooks::cell& c, const sync::site& where);
  void make_shadow(hooks::shadow& s, const void* address, std::size_t bytes, bool initialised,
                   const sync::site& where);
  void destroy_shadow(hooks::shadow& s, const void* address, const sync::site& where);
  sync::site nearest(const hooks::cell& c) const;
  sync::site nearest(const hooks::shadow& s) const;

  // The location of the cell, which is used now; what is wrong with that is reported.
  location_id locate(const hooks::cell& c, const sync::site& where);
  [[gnu::cold]] void use_invalid_plain(const hooks::shadow& s, const void* address,
                                       const sync::site& where);
  void end_objects_in(std::span<const std::byte> memory, const sync::site& where);

 private:
  location_id made_outside(const hooks::cell& c);
  [[gnu::cold]] void use_invalid(const hooks::cell& c, const sync::site& where);
  sync::site nearest_to(const lifetime& life) const;
  sync::site end_place(const lifetime& life, const sync::site& where) const;
  bool keeps_type(const hooks::cell& c);
  bool remake(hooks::cell& c, std::uint64_t bits, std::uint8_t bytes, const sync::site& where,
              primitive kind);
  void take_place(const placed_object& made, const sync::site& where);
  void end_object(const placed_object& o, ending how, const sync::site& where);
  void keep_remains(const std::byte* address);
  bool sees_reuse(const void* address) const;

  execution& run_;
};

}  // namespace suture
