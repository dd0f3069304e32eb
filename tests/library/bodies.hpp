// Small programs to check, sound and not.
#pragma once

#include <cstdlib>
#include <stdexcept>

#include "library/suture.hpp"

namespace suture {

// Sound.
inline void atomic_increments() {
  sync::atomic<int> n{0};
  const auto increment = [&] { n.fetch_add(1); };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

inline void locked_increments() {
  sync::mutex m;
  sync::var<int> n{0};
  const auto increment = [&] {
    sync::lock_guard<sync::mutex> held(m);
    n = n + 1;
  };
  sync::parallel(increment, increment);
  sync::check(n == 2, "both increments count");
}

// 252 interleavings of the increments: more than a small budget.
inline void many_increments() {
  sync::atomic<int> n{0};
  const auto increment = [&] {
    for (int i = 0; i < 5; ++i) n.fetch_add(1);
  };
  sync::parallel(increment, increment);
  sync::check(n.load() == 10, "all increments count");
}

// Not.
inline void split_increments() {
  sync::atomic<int> n{0};
  sync::label(n, "n");
  const auto increment = [&] { n.store(n.load() + 1); };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

inline void racy_increments() {
  sync::var<int> n{0};
  const auto increment = [&] { n = n + 1; };
  sync::parallel(increment, increment);
}

inline void leaking() {
  sync::atomic<void*> kept{nullptr};
  const auto fill = [&] {
    if (kept.load() == nullptr) kept = sync::allocate(7);
  };
  sync::parallel(fill, fill);
  sync::deallocate(kept.load());
}

inline void deadlocking() {
  sync::mutex a, b;
  sync::parallel(
      [&] {
        sync::lock_guard<sync::mutex> first(a);
        sync::lock_guard<sync::mutex> second(b);
      },
      [&] {
        sync::lock_guard<sync::mutex> first(b);
        sync::lock_guard<sync::mutex> second(a);
      });
}

// Only under a weak memory model.
inline void published_relaxed() {
  sync::atomic<int> data{0};
  sync::atomic<bool> ready{false};
  int got = 1;
  sync::parallel(
      [&] {
        data.store(1, std::memory_order_relaxed);
        ready.store(true, std::memory_order_relaxed);
      },
      [&] {
        if (ready.load(std::memory_order_relaxed)) got = data.load(std::memory_order_relaxed);
      });
  sync::check(got == 1, "what is ready is there");
}

}  // namespace suture
