#include "model/engine/process/fault.hpp"

#include <cxxabi.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>

#include "model/engine/execution.hpp"
#include "model/engine/process/watchdog.hpp"

namespace suture {

namespace {

constexpr int fault_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

// While the calling thread tries whether malloc returns, and the way back if it does not.
thread_local volatile bool trying_allocator = false;
thread_local sigjmp_buf back_from_allocator;

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

void on_fault(int signal, siginfo_t* info, void* context) {
  if (trying_allocator) siglongjmp(back_from_allocator, 1);
  execution* run = execution::active();
  if (run != nullptr && run->in_code_under_test()) {
    const bool overflow =
        (signal == SIGSEGV || signal == SIGBUS) && run->fibers().current().guards(info->si_addr);
    lose_thread(*run,
                {finding_kind::crash, overflow ? "stack overflow" : describe(signal), signal});
  }
  if (before[signal].sa_flags & SA_SIGINFO) {
    before[signal].sa_sigaction(signal, info, context);
  } else {
    ::signal(signal, before[signal].sa_handler);
    raise(signal);
  }
}

// The thread may have gone on since the watchdog looked; and where it was met inside of malloc,
// another look will come.
void on_watchdog(int) {
  if (trying_allocator) siglongjmp(back_from_allocator, 1);
  execution* run = execution::active();
  if (run == nullptr || !run->in_code_under_test() || !run->stands_still()) return;
  const int error = errno;
  const bool free_to_leave = allocator_works();
  errno = error;
  if (!free_to_leave) return;
  const bool blocks = run->vital_signs().how.load() == standstill::blocks;
  lose_thread(
      *run, {finding_kind::timeout,
             blocks ? "blocks in the operating system (a real lock, call_once, the making of a "
                      "function-local static, input), where no other thread of the run can wake it"
                    : "runs on without reaching another operation"});
}

void on_terminate() {
  execution* run = execution::active();
  if (run != nullptr && run->in_code_under_test()) {
    // The exception that met noexcept counts as caught, and nobody else will let go of it.
    if (std::current_exception()) abi::__cxa_end_catch();
    lose_thread(*run, {finding_kind::exception,
                       "std::terminate: an exception met noexcept, or a "
                       "thread was neither joined nor detached"});
  }
  terminate_before();
}

// What the handlers need of each OS thread.
class provisions {
 public:
  provisions() {
    stack_t stack{};
    stack.ss_sp = memory_.get();
    stack.ss_size = bytes;
    sigaltstack(&stack, nullptr);
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = watchdog_signal;
    event._sigev_un._tid = static_cast<pid_t>(syscall(SYS_gettid));
    has_timer_ = timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0;
  }
  ~provisions() {
    if (has_timer_) timer_delete(timer_);
    stack_t off{};
    off.ss_flags = SS_DISABLE;
    sigaltstack(&off, nullptr);
  }
  // The watchdog's signal, to this thread, after so many seconds; 0: not at all.
  void ring_in(int seconds) {
    itimerspec when{};
    when.it_value.tv_sec = seconds;
    if (has_timer_) timer_settime(timer_, 0, &when, nullptr);
  }
  bool has_timer() const { return has_timer_; }

 private:
  // A handler cannot run on a stack that is full.
  static constexpr std::size_t bytes = 64 * 1024;
  std::unique_ptr<char[]> memory_{new char[bytes]};
  timer_t timer_{};
  bool has_timer_ = false;
};

provisions& own_provisions() {
  static thread_local provisions own;
  return own;
}

// ThreadSanitizer has a handler run with every signal blocked, and who jumps out of it leaves them
// so: the next fault would end the process.
void hear_signals() {
  sigset_t ours;
  sigemptyset(&ours);
  for (const int signal : fault_signals) sigaddset(&ours, signal);
  sigaddset(&ours, watchdog_signal);
  pthread_sigmask(SIG_UNBLOCK, &ours, nullptr);
}

void install_once() {
  struct sigaction action {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int signal : fault_signals) sigaction(signal, &action, &before[signal]);
  struct sigaction dog {};
  dog.sa_handler = on_watchdog;
  dog.sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESTART;
  sigaction(watchdog_signal, &dog, nullptr);
  terminate_before = std::set_terminate(on_terminate);
}

}  // namespace

void lose_thread(execution& run, const loss& how) {
  run.lose(how);
  hear_signals();
  run.fibers().before_jump_to_host();
  siglongjmp(run.way_out(), 1);
}

void install_fault_handlers() {
  guard_ways_out();
  static std::once_flag once;
  std::call_once(once, install_once);
  own_provisions();
}

bool allocator_works() {
  provisions& own = own_provisions();
  if (!own.has_timer()) return true;
  // More than what a thread's own cache would hand out without taking the allocator's lock.
  constexpr std::size_t bytes = 5000;
  constexpr int patience_seconds = 1;
  if (sigsetjmp(back_from_allocator, 0) != 0) {
    trying_allocator = false;
    own.ring_in(0);
    return false;
  }
  own.ring_in(patience_seconds);
  trying_allocator = true;
  void* volatile memory = std::malloc(bytes);
  std::free(memory);
  trying_allocator = false;
  own.ring_in(0);
  return true;
}

void die_of(int signal, const char* last_words) {
  const ssize_t written = write(STDERR_FILENO, last_words, std::strlen(last_words));
  (void)written;
  ::signal(signal, SIG_DFL);
  raise(signal);
  _exit(128 + signal);
}

}  // namespace suture
