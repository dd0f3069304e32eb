// A call from code under test into the runtime: from where, and with which stack.
//
// Stands first in every function that such code calls. What the runtime and the engine do lies a
// gap below the caller's frame, so that dead slots hold nothing of theirs
// (engine/loops/standing.hpp), and the engine knows where the caller stands, which is how it sees
// that a loop has come round.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/engine/loops/standing.hpp"
#include "model/native/world.hpp"

namespace suture::native {

class call {
 public:
  // Inlined, so that address and stack pointer are those of the function it stands in.
  [[gnu::always_inline]] call()
      : pc_(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0))), stack_(call_frame()) {
    if (under_test()) run().called_from(stack_);
  }

  // Is a run under way? Else memory is just memory: while the module is loaded, before and after.
  bool under_test() const { return world::current.run() != nullptr; }
  execution& run() const { return *world::current.run(); }
  // The address after the call.
  std::uintptr_t pc() const { return pc_; }
  // The caller's stack pointer.
  const std::byte* stack() const { return stack_; }
  const sync::site& where() const { return world::current.site_of(pc_); }

 private:
  stack_gap gap_;
  std::uintptr_t pc_;
  const std::byte* stack_;
};

// The code is about to read or write there plainly.
void touch(const call& from, const void* what, std::size_t bytes, bool write);

}  // namespace suture::native
