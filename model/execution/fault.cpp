#include "model/execution/fault.hpp"

#include <cxxabi.h>
#include <pthread.h>
#include <signal.h>

#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "model/execution/execution.hpp"

namespace suture {

namespace {

constexpr int fault_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr int watchdog_signal = SIGVTALRM;
// How long a thread may compute between two operations, in looks of the watchdog.
constexpr auto look_every = std::chrono::milliseconds(250);
constexpr int looks_allowed = 40;

struct sigaction before[NSIG];
std::terminate_handler terminate_before = nullptr;

const char* describe(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "invalid memory access (SIGSEGV)";
    case SIGBUS:
      return "invalid memory access (SIGBUS)";
    case SIGFPE:
      return "arithmetic fault (SIGFPE)";
    case SIGILL:
      return "illegal instruction (SIGILL)";
    case SIGABRT:
      return "abort (SIGABRT)";
    default:
      return "killed by a signal";
  }
}

// Leaves the current fiber for good.
[[noreturn]] void leave(execution& run, std::string_view kind, const char* what) {
  finding f;
  f.kind = kind;
  f.message = "thread " + std::to_string(run.current()) + ": " + what;
  run.fail_from_fault(std::move(f));
  siglongjmp(run.way_out(), 1);
}

void on_fault(int signal, siginfo_t* info, void* context) {
  execution* run = execution::active();
  if (run != nullptr && run->in_code_under_test()) {
    const bool overflow =
        (signal == SIGSEGV || signal == SIGBUS) && run->fibers().current().guards(info->si_addr);
    leave(*run, finding_kind::crash, overflow ? "stack overflow" : describe(signal));
  }
  if (before[signal].sa_flags & SA_SIGINFO) {
    before[signal].sa_sigaction(signal, info, context);
  } else {
    ::signal(signal, before[signal].sa_handler);
    raise(signal);
  }
}

void on_watchdog(int) {
  execution* run = execution::active();
  if (run != nullptr && run->in_code_under_test()) {
    leave(*run, finding_kind::timeout, "runs on without reaching another operation");
  }
}

void on_terminate() {
  execution* run = execution::active();
  if (run != nullptr && run->in_code_under_test()) {
    // The exception that met noexcept counts as caught, and nobody else will let go of it.
    if (std::current_exception()) abi::__cxa_end_catch();
    leave(*run, finding_kind::exception,
          "std::terminate: an exception met noexcept, or a "
          "thread was neither joined nor detached");
  }
  terminate_before();
}

// Looks from time to time whether each OS thread that runs code under test still makes progress.
class watchdog {
 public:
  struct watched {
    pthread_t thread;
    const execution* run;
    std::uint64_t seen = 0;
    int looks = 0;
  };

  static watchdog& instance() {
    static watchdog dog;
    return dog;
  }
  void add(const execution& run) {
    const std::lock_guard guard(mutex_);
    all_.push_back({pthread_self(), &run});
  }
  void remove(const execution& run) {
    const std::lock_guard guard(mutex_);
    std::erase_if(all_, [&](const watched& w) { return w.run == &run; });
  }

 private:
  watchdog() : thread_([this](std::stop_token stop) { patrol(stop); }) {}
  void patrol(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(look_every);
      const std::lock_guard guard(mutex_);
      for (watched& w : all_) {
        const std::uint64_t now = w.run->progress();
        w.looks = now == w.seen && w.run->in_progress() ? w.looks + 1 : 0;
        w.seen = now;
        if (w.looks < looks_allowed) continue;
        w.looks = 0;
        pthread_kill(w.thread, watchdog_signal);
      }
    }
  }
  std::mutex mutex_;
  std::vector<watched> all_;
  std::jthread thread_;
};

// One alternate stack for each OS thread: a handler cannot run on a stack that is full.
struct alternate_stack {
  static constexpr std::size_t bytes = 64 * 1024;
  std::unique_ptr<char[]> memory{new char[bytes]};
  alternate_stack() {
    stack_t stack{};
    stack.ss_sp = memory.get();
    stack.ss_size = bytes;
    sigaltstack(&stack, nullptr);
  }
  ~alternate_stack() {
    stack_t off{};
    off.ss_flags = SS_DISABLE;
    sigaltstack(&off, nullptr);
  }
};

void install_once() {
  struct sigaction action {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int signal : fault_signals) sigaction(signal, &action, &before[signal]);
  struct sigaction dog {};
  dog.sa_handler = on_watchdog;
  dog.sa_flags = SA_ONSTACK | SA_NODEFER;
  sigaction(watchdog_signal, &dog, nullptr);
  terminate_before = std::set_terminate(on_terminate);
}

}  // namespace

void install_fault_handlers() {
  static std::once_flag once;
  std::call_once(once, install_once);
  static thread_local alternate_stack stack;
  (void)stack;
}

void watch_progress(const execution& run) { watchdog::instance().add(run); }
void forget_progress(const execution& run) { watchdog::instance().remove(run); }

}  // namespace suture
