// What a thread might keep a state in that is not its own: memory of the run outside of its stack.
//
// A thread that stands as it stood (standing.hpp) may still have changed something: a counter in
// the frame of the thread that made it, in an object on the run's heap. Whoever cuts its loop short
// would lose what is made of it afterwards. So such memory must be the same, too. Not looked at are
// static data and memory of malloc: other threads of the process change them at any time.
//
// Nor is any memory outside of the run but the frames of whoever has asked for a check: a body may
// count there, by reference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace suture {

// The digest of some memory, put together with one of what came before.
std::uint64_t digest(std::uint64_t before, std::span<const std::byte> memory);

// The frames of the function whose own is `frame`'s caller, and of its callers, for as long as this
// lives: what runs on this OS thread looks there. Other OS threads, as the workers of a check, do
// not: there each changes what is the others'.
class callers_memory {
 public:
  explicit callers_memory(const void* frame);
  ~callers_memory();
  callers_memory(const callers_memory&) = delete;
  callers_memory& operator=(const callers_memory&) = delete;

  static std::span<const std::byte> here();

 private:
  std::span<const std::byte> before_;
};

}  // namespace suture
