#include "model/engine/loops/standing.hpp"

#include <cstring>

#include "model/engine/loops/unwinding.hpp"
#include "model/sync/engine/mutation.hpp"
#include "model/sync/sanitizers.hpp"

namespace suture {

namespace {

// The stack has bytes that no object of the program owns. AddressSanitizer must let them be read,
// in here and in memcpy, which it replaces also where only the code under test was compiled with
// it.
using word [[gnu::may_alias]] = std::uint64_t;

__attribute__((no_sanitize("address"))) void copy(std::byte* to, const std::byte* from,
                                                  std::size_t bytes) {
  const auto* source = reinterpret_cast<const volatile word*>(from);
  auto* target = reinterpret_cast<word*>(to);
  for (std::size_t i = 0; i < bytes / sizeof(word); ++i) target[i] = source[i];
}
__attribute__((no_sanitize("address"))) bool same(const std::byte* a, const std::byte* b,
                                                  std::size_t bytes) {
  const auto* first = reinterpret_cast<const volatile word*>(a);
  const auto* second = reinterpret_cast<const word*>(b);
  for (std::size_t i = 0; i < bytes / sizeof(word); ++i) {
    if (first[i] != second[i]) return false;
  }
  return true;
}

const std::byte* return_address_at(const std::byte* top) { return top - sizeof(void*); }

}  // namespace

__attribute__((noinline)) void clear_stack_below() {
  std::byte below[stack_gap_bytes];
  std::memset(below, 0, sizeof below);
  asm volatile("" : : "r"(below) : "memory");
}

const void* caller_of(const std::byte* top) {
  const void* address = nullptr;
  copy(reinterpret_cast<std::byte*>(&address), return_address_at(top), sizeof address);
  return address;
}

// On x86-64 g++ and clang both push them first of all: where there is no dynamic realignment, as
// AddressSanitizer wants it, they lie directly below the return address.
bool read_registers(const std::byte* top, preserved_registers& into) {
#if defined(__x86_64__) && !SUTURE_WITH_ASAN
  copy(reinterpret_cast<std::byte*>(into.data()), return_address_at(top) - sizeof into,
       sizeof into);
  return true;
#else
  return unwind_registers(top, into);
#endif
}

bool standing::take(const std::byte* top, const std::byte* base) {
  const std::byte* const from = return_address_at(top);
  stack_.resize(static_cast<std::size_t>(base - from));
  copy(stack_.data(), from, stack_.size());
  return read_registers(top, registers_);
}

bool standing::holds(const std::byte* top, const std::byte* base) const {
  const std::byte* const from = return_address_at(top);
  if (mutated("state_is_compared")) return true;
  if (stack_.size() != static_cast<std::size_t>(base - from)) return false;
  if (!same(from, stack_.data(), stack_.size())) return false;
  preserved_registers now{};
  return mutated("registers_are_state") || (read_registers(top, now) && now == registers_);
}

}  // namespace suture
