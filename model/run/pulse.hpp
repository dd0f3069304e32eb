// What the OS thread that makes runs and the watchdog tell each other.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace suture {

// How a thread can fail to reach another operation.
enum class standstill : std::uint8_t {
  none,
  computes,  // it uses the processor
  blocks,    // it sleeps in the operating system
};

// One for each execution. A stale answer does no harm but where it says so.
struct pulse {
  static constexpr std::uint64_t never = ~std::uint64_t{0};

  // --- told by the run's thread ----------------------------------------------------------------
  std::atomic<std::uint64_t> progress{0};  // grows with each operation and each run
  std::atomic<std::uint64_t> begun{0};     // what it was when the present run began
  std::uint64_t off_record = 0;            // operations of the run that are none of its graph
  std::atomic<bool> in_run{false};
  std::atomic<std::uint32_t> run{0};   // its number
  std::atomic<bool> suspended{false};  // the body makes runs of another execution
  // A run that stood still before is repeated: from so many operations on there is little patience.
  std::atomic<std::uint64_t> hurry_from{never};

  // --- told by other threads of the process: one of them uses an object of the run
  // ----------------
  std::atomic<bool> invaded{false};

  // --- told by the watchdog ----------------------------------------------------------------------
  std::atomic<bool> interrupted{false};           // the time is over: the run is to end where it is
  std::atomic<std::uint64_t> condemned{never};    // at this progress the thread stands still,
  std::atomic<standstill> how{standstill::none};  // so

  // Steps that the run may make: few once it is interrupted.
  std::atomic<std::uint64_t> step_limit{0};

  void advance() {
    progress.store(progress.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  void begin_run(std::uint32_t number, std::uint64_t steps) {
    advance();
    off_record = 0;
    run.store(number);
    invaded.store(false);
    begun.store(progress.load(std::memory_order_relaxed), std::memory_order_relaxed);
    step_limit.store(steps);
    if (interrupted.load()) step_limit.store(0);  // no interruption is missed
  }
  // Operations carried out in the present run.
  std::uint64_t operations() const {
    return progress.load(std::memory_order_relaxed) - begun.load(std::memory_order_relaxed);
  }
  void interrupt() {
    interrupted.store(true);
    step_limit.store(0);
  }
  void invade() {
    invaded.store(true);
    step_limit.store(0);
  }
};

// While it lives, runs that stand still after so many operations are ended soon.
class hurry {
 public:
  hurry(pulse& p, std::uint64_t after) : pulse_(p) { pulse_.hurry_from.store(after); }
  ~hurry() { pulse_.hurry_from.store(pulse::never); }
  hurry(const hurry&) = delete;
  hurry& operator=(const hurry&) = delete;

 private:
  pulse& pulse_;
};

// How a thread was lost for good: by a signal, or by the watchdog.
struct loss {
  std::string_view kind = {};  // of the finding
  const char* what = nullptr;  // static
  int signal = 0;              // 0: none
};

}  // namespace suture
