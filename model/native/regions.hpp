// Where in the address space foreign code has what. All but the module's own segments stand at
// addresses that are the same in every run and process.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/engine/execution.hpp"
#include "model/engine/process/foreign.hpp"

namespace suture::native::regions {

// Thread-local storage: so much room for each thread, below all stacks.
inline constexpr std::size_t thread_local_room = std::size_t{1} << 24U;
inline constexpr std::uintptr_t first_thread_local = 0x1a0000000000;
inline constexpr std::uintptr_t end_of_thread_locals = 0x1b0000000000;

inline bool on_a_stack(std::uintptr_t address) { return foreign::has_stack_at(address); }
inline bool is_thread_local(std::uintptr_t address) {
  return address >= first_thread_local && address < end_of_thread_locals;
}

// Is what lies there the same at the beginning of every run? What malloc gave while the module was
// loaded is not, nor what a library that is not instrumented has.
bool put_back(std::uintptr_t address, execution& run);

}  // namespace suture::native::regions
