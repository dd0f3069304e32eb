// Stacks for Relacy's fibers: larger than its own, with a guard page, reused from run to run.
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "model/sync/native/sanitizers.hpp"
#include "model/sync/relacy/library.hpp"

#if SUTURE_WITH_ASAN
#include <sanitizer/asan_interface.h>
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

}  // namespace

// As Relacy's function of this name: makes the context, enters it once and leaves it again by
// setjmp, so that every later switch is a longjmp, without a system call.
void create_fiber(fiber_t& fiber, void (*start)(void*), void* argument) {
  ::getcontext(&fiber.fib);
  fiber.fib.uc_stack.ss_sp = take_stack();
  fiber.fib.uc_stack.ss_size = stack_size;
  fiber.fib.uc_link = nullptr;
  ucontext_t here;
  fiber_ctx_t arguments = {start, argument, &fiber.jmp, &here};
  ::makecontext(&fiber.fib, reinterpret_cast<void (*)()>(fiber_start_fnc), 1, &arguments);
  ::swapcontext(&here, &fiber.fib);
}

void delete_fiber(fiber_t& fiber) {
#if SUTURE_WITH_ASAN
  // A thread that was abandoned has left its frames' marks.
  __asan_unpoison_memory_region(fiber.fib.uc_stack.ss_sp, stack_size);
#endif
  idle_stacks().push_back(static_cast<char*>(fiber.fib.uc_stack.ss_sp));
}
