// yield, spin_until, choose, clock, check, assume and label.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "model/sync/native/run.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

inline void yield(site = site::current()) noexcept { std::this_thread::yield(); }

// Returns once pred() holds. Spins briefly, for a partner on another processor, then gives this
// processor away each time, for a partner that waits for it.
template <class Predicate>
void spin_until(Predicate pred, site = site::current()) {
  constexpr int brief = 64;
  for (int i = 0; !pred(); ++i) {
    if (i >= brief) {
      std::this_thread::yield();
      continue;
    }
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }
}

// A number in [0, n), 0 for n = 0; random, and the same whenever the run's seed, the thread's
// number and the count of its earlier choices are. The mixing is splitmix64's finaliser (Steele,
// Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), applied to a counter.
inline std::uint32_t choose(std::uint32_t n, site = site::current()) noexcept {
  auto mix = [](std::uint64_t z) {
    z += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  };
  auto& me = suture::native::this_thread;
  const std::uint64_t bits = mix(mix(mix(me.run->seed) ^ me.id) + me.draws++);
  return static_cast<std::uint32_t>(((bits >> 32) * n) >> 32);
}

// Time since some fixed point, never going backwards.
struct clock {
  using duration = std::chrono::nanoseconds;
  static duration now(site = site::current()) noexcept {
    return std::chrono::steady_clock::now().time_since_epoch();
  }
};

// A condition that must hold; if it does not, the process says where and aborts, as assert does.
// In a run that was abandoned (see assume) nothing can be concluded and nothing is said.
inline void check(bool holds, const char* message, site where = site::current()) {
  if (holds) [[likely]]
    return;
  if (suture::native::this_thread.run->is_abandoned.load()) throw suture::native::abandoned{};
  std::fprintf(stderr, "%s:%u: %s: check failed: %s\n", where.file, where.line, where.function,
               message);
  std::abort();
}
inline void check(bool holds, const std::string& message, site where = site::current()) {
  check(holds, message.c_str(), where);
}

// A condition without which the run is of no interest. Real threads cannot be taken back, so this
// is weaker than where runs are explored: the run is marked abandoned (run_result) and this
// thread's body ends by an exception, which unwinds its locks. Other threads go on; one that waits
// for something this thread would have done waits forever, as in any program that loses a thread.
inline void assume(bool holds, site = site::current()) {
  if (holds) [[likely]]
    return;
  suture::native::this_thread.run->is_abandoned.store(true);
  throw suture::native::abandoned{};
}

// Lines in traces and names of threads; there are no traces here.
inline void note(std::string_view, site = site::current()) noexcept {}
inline void name_thread(std::string_view) noexcept {}

// Names an object in traces; there are none here.
template <class X>
void label(const X&, const char*) noexcept {}

}  // namespace native_backend
}  // namespace suture::sync
