#include "model/engine/order_misuse.hpp"
#include "tests/whole/operation.hpp"

namespace suture::whole {

namespace {

constexpr std::memory_order loads[] = {std::memory_order_relaxed, std::memory_order_acquire,
                                       std::memory_order_seq_cst};
constexpr std::memory_order stores[] = {std::memory_order_relaxed, std::memory_order_release,
                                        std::memory_order_seq_cst};
constexpr std::memory_order updates[] = {std::memory_order_relaxed, std::memory_order_acquire,
                                         std::memory_order_release, std::memory_order_acq_rel,
                                         std::memory_order_seq_cst};

std::string text_of(std::memory_order order) { return order_misuse::name_of(order); }

}  // namespace

argument number(unsigned count) {
  return {count, [](unsigned value) { return std::to_string(value); }};
}
argument load_order() {
  return {std::size(loads), [](unsigned value) { return text_of(loads[value]); }};
}
argument store_order() {
  return {std::size(stores), [](unsigned value) { return text_of(stores[value]); }};
}
argument update_order() {
  return {std::size(updates), [](unsigned value) { return text_of(updates[value]); }};
}

std::memory_order as_load_order(unsigned value) { return loads[value]; }
std::memory_order as_store_order(unsigned value) { return stores[value]; }
std::memory_order as_update_order(unsigned value) { return updates[value]; }

}  // namespace suture::whole
