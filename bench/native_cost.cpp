// What the native backend costs: each operation of sync:: next to the one of std:: that it wraps.
//
// The two of a pair must come out alike, within the noise of the machine; their sizes are compared
// at compile time (tests/model/sync/native_test.cpp). To see it:
//   bench/native_cost --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "model/sync/sync.hpp"

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

template <class Atomic>
void load(benchmark::State& state) {
  Atomic n{1};
  for (auto _ : state) benchmark::DoNotOptimize(n.load(std::memory_order_acquire));
}
template <class Atomic>
void store(benchmark::State& state) {
  Atomic n{1};
  for (auto _ : state) n.store(2);
}
template <class Atomic>
void fetch_add(benchmark::State& state) {
  Atomic n{0};
  for (auto _ : state) benchmark::DoNotOptimize(n.fetch_add(1, relaxed));
}
template <class Atomic>
void compare_exchange(benchmark::State& state) {
  Atomic n{0};
  int seen = 0;
  for (auto _ : state) n.compare_exchange_strong(seen, seen + 1);
}

void plain_int(benchmark::State& state) {
  int n = 0;
  for (auto _ : state) {
    n = n + 1;
    benchmark::DoNotOptimize(n);
  }
}
void plain_var(benchmark::State& state) {
  sync::var<int> n(0);
  for (auto _ : state) {
    n = n + 1;
    benchmark::DoNotOptimize(n);
  }
}

template <class Mutex, class Guard>
void lock_scope(benchmark::State& state) {
  Mutex m;
  for (auto _ : state) {
    Guard guard(m);
    benchmark::ClobberMemory();
  }
}

struct object {
  std::int64_t words[3] = {};
};
void new_and_delete(benchmark::State& state) {
  for (auto _ : state) {
    auto* p = new object;
    benchmark::DoNotOptimize(p);
    delete p;
  }
}
void make_and_destroy(benchmark::State& state) {
  for (auto _ : state) {
    auto* p = sync::make<object>();
    benchmark::DoNotOptimize(p);
    sync::destroy(p);
  }
}

BENCHMARK(load<std::atomic<int>>)->Name("load/std");
BENCHMARK(load<sync::atomic<int>>)->Name("load/sync");
BENCHMARK(store<std::atomic<int>>)->Name("store/std");
BENCHMARK(store<sync::atomic<int>>)->Name("store/sync");
BENCHMARK(fetch_add<std::atomic<int>>)->Name("fetch_add/std");
BENCHMARK(fetch_add<sync::atomic<int>>)->Name("fetch_add/sync");
BENCHMARK(compare_exchange<std::atomic<int>>)->Name("compare_exchange/std");
BENCHMARK(compare_exchange<sync::atomic<int>>)->Name("compare_exchange/sync");
BENCHMARK(plain_int)->Name("plain/std");
BENCHMARK(plain_var)->Name("plain/sync");
BENCHMARK(lock_scope<std::mutex, std::lock_guard<std::mutex>>)->Name("lock_guard/std");
BENCHMARK(lock_scope<sync::mutex, sync::lock_guard<sync::mutex>>)->Name("lock_guard/sync");
BENCHMARK(lock_scope<std::mutex, std::unique_lock<std::mutex>>)->Name("unique_lock/std");
BENCHMARK(lock_scope<sync::mutex, sync::unique_lock<sync::mutex>>)->Name("unique_lock/sync");
BENCHMARK(lock_scope<std::shared_mutex, std::shared_lock<std::shared_mutex>>)
    ->Name("shared_lock/std");
BENCHMARK(lock_scope<sync::shared_mutex, sync::shared_lock<sync::shared_mutex>>)
    ->Name("shared_lock/sync");
BENCHMARK(new_and_delete)->Name("memory/std");
BENCHMARK(make_and_destroy)->Name("memory/sync");

}  // namespace

BENCHMARK_MAIN();
