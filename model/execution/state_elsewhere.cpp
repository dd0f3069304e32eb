#include "model/execution/state_elsewhere.hpp"

#include <algorithm>

#include "model/execution/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// Of another thread's stack: the frames of its body, in which what threads share is kept.
constexpr std::size_t looked_at_of_a_stack = std::size_t{16} << 10U;

std::span<const std::byte> frames_of(const fiber& f) {
  const std::span<const std::byte> stack = f.stack();
  // The lower half may be the guard region.
  return stack.last(std::min(looked_at_of_a_stack, stack.size() / 2));
}

}  // namespace

// Word by word, by FNV-1a's multiplication. Nobody tries to deceive it.
__attribute__((no_sanitize("address"))) std::uint64_t digest(std::uint64_t before,
                                                             std::span<const std::byte> memory) {
  std::uint64_t h = before;
  const volatile std::byte* at = memory.data();
  const std::size_t words = memory.size() / sizeof(std::uint64_t);
  if (reinterpret_cast<std::uintptr_t>(memory.data()) % sizeof(std::uint64_t) == 0) {
    const auto* word = reinterpret_cast<const volatile std::uint64_t*>(memory.data());
    for (std::size_t i = 0; i < words; ++i) {
      h = (h ^ word[i]) * 0x100000001b3U;
      h ^= h >> 29U;
    }
    at += words * sizeof(std::uint64_t);
  }
  for (const std::byte* const end = memory.data() + memory.size(); at != end; ++at) {
    h = (h ^ static_cast<std::uint64_t>(*at)) * 0x100000001b3U;
  }
  return h;
}

std::uint64_t execution::state_elsewhere() {
  if (mutated("state_elsewhere_is_compared")) return 0;
  std::uint64_t h = 0xcbf29ce484222325U;
  for (const thread_id t : active_) {
    if (t != current_ && threads_[t]->on != nullptr) h = digest(h, frames_of(*threads_[t]->on));
  }
  heap_.each_block([&](const block& b) {
    if (b.state == block_state::live) h = digest(h, {b.address, b.bytes});
  });
  return h;
}

}  // namespace suture
