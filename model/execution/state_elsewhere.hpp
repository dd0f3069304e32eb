// What a thread might keep a state in that is not its own: memory of the run outside of its stack.
//
// A thread that stands as it stood (standing.hpp) may still have changed something: a counter in
// the frame of the thread that made it, in an object on the run's heap. Whoever cuts its loop short
// would lose what is made of it afterwards. So such memory must be the same, too. Not looked at are
// static data and memory of malloc: other threads of the process change them at any time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace suture {

// The digest of some memory, put together with one of what came before.
std::uint64_t digest(std::uint64_t before, std::span<const std::byte> memory);

}  // namespace suture
