// What a native run is: a seed, thread numbers counted from zero, and whether it was abandoned.
//
// Code under test needs none of this: outside run() everything belongs to a run with seed 0 that
// lasts as long as the process. Several runs may be under way at once, each in its own thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace suture::native {

// Thrown by sync::assume(false) through the body of the thread that called it.
struct abandoned {};

// One run's own state; threads inherit it from the thread that creates them, and keep it: a thread
// that is detached may outlive the run.
struct run_state : std::enable_shared_from_this<run_state> {
  explicit run_state(std::uint64_t s) : seed(s) {}

  const std::uint64_t seed;
  std::atomic<std::uint32_t> next_thread{1};
  std::atomic<bool> is_abandoned{false};
};

// What a thread knows of its run. `draws` counts calls of choose, so that the choices of a thread
// depend on the seed, its number and how many came before, and on nothing other threads do.
struct thread_state {
  run_state* run;
  std::uint32_t id = 0;
  std::uint64_t draws = 0;
};

inline run_state process_run{0};
inline thread_local thread_state this_thread{&process_run};

// What a thread does at its end, the last first.
class exit_actions {
 public:
  exit_actions() = default;
  exit_actions(const exit_actions&) = delete;
  exit_actions& operator=(const exit_actions&) = delete;
  ~exit_actions() { carry_out(); }

  void add(std::function<void()> action) { actions_.push_back(std::move(action)); }
  void add_last(std::function<void()> action) {
    actions_.insert(actions_.begin(), std::move(action));
  }
  void carry_out() {
    while (!actions_.empty()) {
      const std::function<void()> last = std::move(actions_.back());
      actions_.pop_back();
      last();
    }
  }

 private:
  std::vector<std::function<void()>> actions_;
};
inline thread_local exit_actions at_thread_end;

struct run_result {
  bool abandoned = false;  // an assume() failed in some thread: the run says nothing
};

// Runs `body` as thread 0 of a new run. A failing check aborts the process (choice.hpp); an
// exception of the body's own passes through. The body joins every thread it creates.
template <class Body>
run_result run(Body&& body, std::uint64_t seed) {
  const auto state = std::make_shared<run_state>(seed);
  struct restore {
    thread_state before;
    ~restore() { this_thread = before; }
  } at_exit{this_thread};
  this_thread = thread_state{state.get()};
  try {
    body();
    at_thread_end.carry_out();
  } catch (const abandoned&) {
  }
  return {state->is_abandoned.load()};
}

}  // namespace suture::native
