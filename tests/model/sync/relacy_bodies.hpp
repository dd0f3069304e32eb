// Small bodies for the Relacy backend, and what a run of one is called with.
#pragma once

#include "model/sync/relacy/run.hpp"
#include "model/sync/sync.hpp"

namespace relacy_bodies {

using suture::relacy::run_options;
using suture::relacy::run_result;
using suture::relacy::scheduler;

inline constexpr scheduler schedulers[] = {scheduler::random, scheduler::bounded, scheduler::full};

inline run_result run(const std::function<void()>& body, unsigned threads, scheduler s) {
  run_options options;
  options.scheduler = s;
  options.iterations = s == scheduler::random ? 20'000 : 500'000;  // enough for each full tree
  return suture::relacy::run(body, threads, options);
}

inline void racy_counter() {
  sync::var<int> n(0);
  auto increment = [&] { n = n + 1; };
  sync::parallel(increment, increment);
}

inline void split_counter() {  // no race, but an update is lost
  sync::atomic<int> n{0};
  auto increment = [&] { n.store(n.load() + 1); };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

inline void atomic_counter() {
  sync::atomic<int> n{0};
  auto increment = [&] { n.fetch_add(1, std::memory_order_relaxed); };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

inline void mutex_counter() {
  sync::mutex m;
  sync::var<int> n(0);
  auto increment = [&] {
    sync::lock_guard lock(m);
    n = n + 1;
  };
  sync::parallel(increment, increment);
  sync::check(n == 2, "both increments count");
}

inline void pass_message(std::memory_order store, std::memory_order load) {
  sync::var<int> payload(0);
  sync::atomic<bool> ready{false};
  sync::parallel(
      [&] {
        payload = 1;
        ready.store(true, store);
      },
      [&] {
        if (ready.load(load)) sync::check(payload == 1, "the message is whole");
      });
}

inline void lock_both_ways() {
  sync::mutex a;
  sync::mutex b;
  sync::parallel(
      [&] {
        sync::lock_guard first(a);
        sync::lock_guard second(b);
      },
      [&] {
        sync::lock_guard first(b);
        sync::lock_guard second(a);
      });
}

}  // namespace relacy_bodies
