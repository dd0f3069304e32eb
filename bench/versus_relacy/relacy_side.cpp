// Relacy as its users write it: suites with static threads, its own objects, no adapter between.
#include <chrono>
#include <sstream>
#include <stdexcept>

#include "bench/versus_relacy/contest.hpp"
#include "model/sync/relacy/library.hpp"

namespace versus {

namespace {

rl::debug_info here() { return {__func__, __FILE__, __LINE__}; }

template <unsigned Threads, int Times>
struct fetch_adds : rl::test_suite<fetch_adds<Threads, Times>, Threads> {
  rl::atomic<int> n;
  void before() { n.store(0, rl::mo_seq_cst, here()); }
  void thread(unsigned) {
    for (int i = 0; i < Times; ++i) n.fetch_add(1, rl::mo_seq_cst, here());
  }
};

template <unsigned Threads, int Times>
struct locked_increments : rl::test_suite<locked_increments<Threads, Times>, Threads> {
  rl::mutex m;
  rl::var<int> n;
  void before() { n(here()) = 0; }
  void thread(unsigned) {
    for (int i = 0; i < Times; ++i) {
      m.lock(here());
      n(here()) = n(here()) + 1;
      m.unlock(here());
    }
  }
};

struct treiber : rl::test_suite<treiber, 2> {
  struct node {
    node* next = nullptr;
  };
  node nodes[2];
  rl::atomic<node*> top;
  void before() { top.store(nullptr, rl::mo_seq_cst, here()); }
  void thread(unsigned me) {
    node* seen = top.load(rl::mo_acquire, here());
    do {
      nodes[me].next = seen;
    } while (!top(here()).compare_exchange_weak(seen, &nodes[me], rl::mo_acq_rel, rl::mo_acquire));
    seen = top.load(rl::mo_acquire, here());
    while (seen != nullptr &&
           !top(here()).compare_exchange_weak(seen, seen->next, rl::mo_acq_rel, rl::mo_acquire)) {
    }
  }
};

template <class Suite>
measured simulate(rl::scheduler_type_e how, std::uint64_t executions) {
  std::ostringstream quiet;
  rl::test_params params;
  params.search_type = how;
  params.iteration_count = static_cast<rl::iteration_t>(executions);
  params.execution_depth_limit = 1'000'000;
  params.output_stream = &quiet;
  params.progress_stream = &quiet;
  const auto begin = std::chrono::steady_clock::now();
  const bool passed = rl::simulate<Suite>(params);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (!passed) throw std::logic_error("a right program was found wrong: " + quiet.str());
  return {params.stop_iteration, took.count(), how == rl::fair_full_search_scheduler_type};
}

measured run(program p, rl::scheduler_type_e how, std::uint64_t executions) {
  switch (p) {
    case program::fetch_add_2x3:
      return simulate<fetch_adds<2, 3>>(how, executions);
    case program::fetch_add_3x2:
      return simulate<fetch_adds<3, 2>>(how, executions);
    case program::fetch_add_3x3:
      return simulate<fetch_adds<3, 3>>(how, executions);
    case program::mutex_3x2:
      return simulate<locked_increments<3, 2>>(how, executions);
    case program::mutex_3x3:
      return simulate<locked_increments<3, 3>>(how, executions);
    case program::fetch_add_5x2000:
      return simulate<fetch_adds<5, 2000>>(how, executions);
    case program::mutex_5x2000:
      return simulate<locked_increments<5, 2000>>(how, executions);
    case program::treiber_2:
      return simulate<treiber>(how, executions);
  }
  throw std::logic_error("no such program");
}

}  // namespace

measured relacy_random(program p, std::uint64_t executions) {
  return run(p, rl::random_scheduler_type, executions);
}

measured relacy_search(program p) { return run(p, rl::fair_full_search_scheduler_type, 1); }

}  // namespace versus
