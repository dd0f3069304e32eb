#include "model/engine/loops/state_elsewhere.hpp"

#include <pthread.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// Of another thread's stack: its frames, in which what threads share is kept. Of the callers' too.
constexpr std::size_t most_of_a_stack = std::size_t{1} << 20U;
constexpr std::size_t most_of_the_callers = std::size_t{16} << 10U;

thread_local std::span<const std::byte> callers;

// Of the OS thread's stack, from `frame` on.
std::span<const std::byte> callers_of(const void* frame) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return {};
  void* lowest = nullptr;
  std::size_t bytes = 0;
  const bool known = pthread_attr_getstack(&attributes, &lowest, &bytes) == 0;
  pthread_attr_destroy(&attributes);
  const auto* const from = static_cast<const std::byte*>(frame);
  const auto* const begin = static_cast<const std::byte*>(lowest);
  if (!known) return {};
  const std::byte* end = begin + bytes;
  if (from < begin || from >= end) {
    // A check within a check is on a stack of the engine's.
    execution* const outer = execution::active();
    if (outer == nullptr) return {};
    const std::span<const std::byte> stack = outer->fibers().current().stack();
    end = stack.data() + stack.size();
    if (from < stack.data() || from >= end) return {};
  }
  return {from, std::min(static_cast<std::size_t>(end - from), most_of_the_callers)};
}

std::span<const std::byte> frames_of(const fiber& f) {
  const std::span<const std::byte> all = f.frames();
  return all.last(std::min(all.size(), most_of_a_stack));
}

}  // namespace

callers_memory::callers_memory(const void* frame) : before_(callers) {
  callers = callers_of(frame);
}

callers_memory::~callers_memory() { callers = before_; }

std::span<const std::byte> callers_memory::here() { return callers; }

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

void execution::each_part_elsewhere(const std::function<void(std::span<const std::byte>)>& visit) {
  if (!mutated("callers_memory_is_compared")) visit(callers_memory::here());
  for (const thread_id t : active_) {
    if (t != current_ && threads_[t]->on != nullptr) visit(frames_of(*threads_[t]->on));
  }
  heap_.each_block([&](const block& b) {
    if (b.state != block_state::freed) visit({b.address, b.bytes});
  });
}

std::uint64_t execution::state_elsewhere() {
  if (mutated("state_elsewhere_is_compared")) return 0;
  std::uint64_t h = 0xcbf29ce484222325U;
  each_part_elsewhere([&](std::span<const std::byte> part) { h = digest(h, part); });
  return h;
}

}  // namespace suture
