// Bodies that know nothing of Suture: C and C++ whose compiler calls the runtime (model/native).
//
// What such code calls the engine by looks like loads and stores to its compiler, so no exception
// may leave those calls. A run of it differs from others in three ways:
//   - threads that are left where a run ends early are dropped with their stacks, not unwound;
//   - thread n of every run stands at the same addresses, for they are what its objects go by;
//   - a block that something still points to when the run ends is no leak.
//
// A body says so by its type: the std::function that execution::run is given holds a foreign::body.
// There is one copy of a program's static data, so one such run at a time in a process; the state
// here is that run's.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_set>

#include "model/run/heap.hpp"
#include "model/sync/sanitizers.hpp"

namespace suture {

class execution;

namespace foreign {

struct body {
  std::function<void()> run;
  // Called when every thread of a run has ended, before anybody judges it: says what is reachable.
  std::function<void(execution&)> find_reachable;

  void operator()() const { run(); }
};

// From the beginning of a run to its end. `b` is null for a run of the usual kind, which may be
// nested in a foreign one.
class run_scope {
 public:
  run_scope(const execution& e, const body* b);
  ~run_scope();
  run_scope(const run_scope&) = delete;
  run_scope& operator=(const run_scope&) = delete;

 private:
  const bool is_foreign_;
  const execution* before_ = nullptr;
  const body* body_before_ = nullptr;
};

// The body of the execution's run; null where it is of the usual kind.
const body* body_of(const execution& e);

// Where all stacks are: below the heaps, in as many arenas; where ThreadSanitizer leaves little of
// the address space, above them.
#if SUTURE_WITH_TSAN
inline constexpr std::uintptr_t stacks_of_an_arena = std::uintptr_t{1} << 31U;
inline constexpr std::uintptr_t first_stack = heap::first_arena + 64 * heap::arena_bytes;
#else
inline constexpr std::uintptr_t stacks_of_an_arena = std::uintptr_t{1} << 36U;
inline constexpr std::uintptr_t first_stack = heap::first_arena - 64 * stacks_of_an_arena;
#endif
constexpr bool has_stack_at(std::uintptr_t address) {
  return address >= first_stack && address < first_stack + 64 * stacks_of_an_arena;
}
// Where those begin that go with the heap.
std::uintptr_t stacks_beside(const heap& h);

// Of the run that has ended: the blocks that something still points to.
std::unordered_set<const block*>& reachable();
// Of the OS thread's latest run: how many places of foreign memory were watched for races.
std::uint32_t& watched();

}  // namespace foreign
}  // namespace suture
