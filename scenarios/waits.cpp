// Waiting on an atomic, and what a notification does not do.
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

enum class hand_over_mutant { none, notify_first, relaxed };

// One thread fills in a value and raises a flag; the other sleeps until it is raised.
template <hand_over_mutant Mutant>
void hand_over() {
  constexpr auto writes =
      Mutant == hand_over_mutant::relaxed ? std::memory_order_relaxed : std::memory_order_release;
  sync::var<int> value(0);
  sync::atomic<std::uint32_t> ready{0};
  sync::label(value, "value");
  sync::label(ready, "ready");
  sync::parallel(
      [&] {
        value = 1;
        if (Mutant == hand_over_mutant::notify_first) ready.notify_one();
        ready.store(1, writes);
        if (Mutant != hand_over_mutant::notify_first) ready.notify_one();
      },
      [&] {
        ready.wait(0, std::memory_order_acquire);
        sync::check(value == 1, "what is handed over is complete");
      });
}

// A lock made of a flag: who finds it set sleeps until it is cleared.
template <bool Notifies>
void flag_lock() {
  sync::atomic_flag taken;
  sync::var<int> entries(0);
  sync::label(entries, "entries");
  const auto enter = [&] {
    while (taken.test_and_set(std::memory_order_acquire)) {
      taken.wait(true, std::memory_order_relaxed);
    }
    entries = entries + 1;
    taken.clear(std::memory_order_release);
    if (Notifies) taken.notify_one();
  };
  sync::parallel(enter, enter);
  sync::check(entries == 2, "no entry is lost");
}

constexpr const char* waits = "C++20, [atomics.wait]";

}  // namespace

void register_waits(registry& out);
void register_waits(registry& out) {
  out.add({.id = "waits.hand_over/mutant=none",
           .summary = "raised before the notification, the flag lets nobody sleep on",
           .provenance = waits},
          this_backend, hand_over<hand_over_mutant::none>);
  out.add({.id = "waits.hand_over/mutant=notify_first",
           .summary = "a notification before the change wakes nobody for it",
           .provenance = waits,
           .expected = "lost-wakeup"},
          this_backend, hand_over<hand_over_mutant::notify_first>);
  out.add({.id = "waits.hand_over/mutant=relaxed",
           .summary = "a notification orders nothing: the flag must",
           .provenance = waits,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, hand_over<hand_over_mutant::relaxed>);
  out.add({.id = "waits.flag_lock/mutant=none",
           .summary = "a lock of one flag, whose waiters sleep",
           .provenance = waits},
          this_backend, flag_lock<true>);
  out.add({.id = "waits.flag_lock/mutant=silent",
           .summary = "nobody is told that the lock is free",
           .provenance = waits,
           .expected = "lost-wakeup"},
          this_backend, flag_lock<false>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
