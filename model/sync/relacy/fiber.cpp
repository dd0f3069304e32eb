// Fibers for Relacy: stacks larger than its own, with a guard page, reused from run to run.
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "model/sync/relacy/library.hpp"

#if SUTURE_WITH_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace {

constexpr std::size_t stack_size = 256 * 1024;

// Only one run is on at a time (run.cpp), so nothing here needs a lock.
std::vector<char*>& idle_stacks() {
  static std::vector<char*> stacks;
  return stacks;
}

char* take_stack() {
  auto& idle = idle_stacks();
  if (!idle.empty()) {
    char* stack = idle.back();
    idle.pop_back();
    return stack;
  }
  const auto guard = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* base = ::mmap(nullptr, guard + stack_size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (base == MAP_FAILED || ::mprotect(base, guard, PROT_NONE) != 0)
    throw std::system_error(errno, std::generic_category(), "stack of a Relacy fiber");
  return static_cast<char*>(base) + guard;
}

// As Relacy's create_fiber: makes the context, enters it once and leaves it again by setjmp, so
// that every later switch is a longjmp, without a system call.
void enter_and_leave(fiber_t& fiber, void (*start)(void*), void* argument) {
  ::getcontext(&fiber.fib);
  fiber.fib.uc_stack.ss_sp = take_stack();
  fiber.fib.uc_stack.ss_size = stack_size;
  fiber.fib.uc_link = nullptr;
  ucontext_t here;
  fiber_ctx_t arguments = {start, argument, &fiber.jmp, &here};
  ::makecontext(&fiber.fib, reinterpret_cast<void (*)()>(fiber_start_fnc), 1, &arguments);
  ::swapcontext(&here, &fiber.fib);
}

#if SUTURE_WITH_ASAN

// Where AddressSanitizer last saw the stack of the thread that runs Relacy.
const void* thread_stack = nullptr;
std::size_t thread_stack_size = 0;

struct fiber_start {
  void (*start)(void*);
  void* argument;
};

void arrived(void* fake_stack) {
  const void* left = nullptr;
  std::size_t left_size = 0;
  __sanitizer_finish_switch_fiber(fake_stack, &left, &left_size);
  // Fibers' stacks we know; any other is the thread's.
  if (left_size != stack_size) {
    thread_stack = left;
    thread_stack_size = left_size;
  }
}

void start_noticed(void* argument) {
  const fiber_start fiber = *static_cast<fiber_start*>(argument);
  delete static_cast<fiber_start*>(argument);
  arrived(nullptr);
  fiber.start(fiber.argument);
}

#endif

}  // namespace

void create_fiber(fiber_t& fiber, void (*start)(void*), void* argument) {
#if SUTURE_WITH_ASAN
  enter_and_leave(fiber, &start_noticed, new fiber_start{start, argument});
#else
  enter_and_leave(fiber, start, argument);
#endif
}

void delete_fiber(fiber_t& fiber) {
#if SUTURE_WITH_ASAN
  // A thread that was abandoned has left its frames' marks.
  __asan_unpoison_memory_region(fiber.fib.uc_stack.ss_sp, stack_size);
#endif
  idle_stacks().push_back(static_cast<char*>(fiber.fib.uc_stack.ss_sp));
}

#if SUTURE_WITH_ASAN
void switch_to_fiber(fiber_t& to, fiber_t& from) {
  // Relacy leaves the main fiber's context zero: that one runs on the thread's own stack.
  const bool to_thread = to.fib.uc_stack.ss_sp == nullptr;
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(&fake_stack, to_thread ? thread_stack : to.fib.uc_stack.ss_sp,
                                 to_thread ? thread_stack_size : stack_size);
  if (_setjmp(from.jmp) == 0) _longjmp(to.jmp, 1);
  arrived(fake_stack);
}
#endif
