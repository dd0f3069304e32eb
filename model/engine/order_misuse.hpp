// Memory orders that an operation must not have: [atomics.types.operations] leaves undefined what a
// load that releases does, or a store that acquires. Any order is right for other updates and for
// fences.
#pragma once

#include <atomic>

#include "model/graph/event.hpp"
#include "model/run/finding.hpp"
#include "model/sync/engine/mutation.hpp"
#include "model/sync/site.hpp"

namespace suture {

class execution;

namespace order_misuse {

const char* name_of(std::memory_order order);  // "acquire"

constexpr unsigned bit(std::memory_order order) { return 1U << static_cast<unsigned>(order); }
inline constexpr unsigned ruled_out_for_loads =
    bit(std::memory_order_release) | bit(std::memory_order_acq_rel);
inline constexpr unsigned ruled_out_for_stores = bit(std::memory_order_consume) |
                                                 bit(std::memory_order_acquire) |
                                                 bit(std::memory_order_acq_rel);

constexpr bool fits_loads(std::memory_order order) {
  return (bit(order) & ruled_out_for_loads) == 0 || mutated("orders_fit_operations");
}
constexpr bool fits_stores(std::memory_order order) {
  return (bit(order) & ruled_out_for_stores) == 0 || mutated("orders_fit_operations");
}

// The finding where the running thread does so to the location.
finding load(const execution& run, location_id l, std::memory_order order, const sync::site& where);
finding store(const execution& run, location_id l, std::memory_order order,
              const sync::site& where);
// A compare-exchange, by the order that it is given for where it fails.
finding failure(const execution& run, location_id l, std::memory_order order,
                const sync::site& where);

}  // namespace order_misuse
}  // namespace suture
