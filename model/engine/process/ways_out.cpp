// What code under test must not do to the process it runs in: end it, or start threads in it.
//
// The functions of the C library that do so are defined here once more, and hand on to the real
// ones (the next in the order of linking) whenever the caller is no code under test. Within a run
// they are a finding: a body that calls exit(0) would otherwise end a test program with success,
// and a thread that the engine does not see makes every verdict a guess.
#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "model/engine/execution.hpp"
#include "model/engine/process/fault.hpp"
#include "model/sync/engine/mutation.hpp"

extern "C" {
// The sanitizers put themselves before the C library, in a static library of their own or a shared
// one; where it is static, this is the way to it.
[[gnu::weak]] int __interceptor_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*),
                                               void*);
}

namespace suture {

namespace {

// Where the code under test calls it, the run ends here.
void refuse_exit(const char* call, int status) {
  execution* run = execution::active();
  if (run == nullptr || !run->in_code_under_test() || !run->in_own_process() ||
      mutated("ending_the_process_is_a_crash")) {
    return;
  }
  static thread_local char words[96];
  std::snprintf(words, sizeof words, "ends the process: %s with status %d", call, status);
  lose_thread(*run, {finding_kind::crash, words});
}

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

[[noreturn]] void end_process(const char* name, int status) {
  if (auto* real = next<void(int)>(name)) real(status);
  syscall(SYS_exit_group, status);
  __builtin_unreachable();
}

}  // namespace

void guard_ways_out() {}

}  // namespace suture

extern "C" {

// Said as the C library says it: clang takes [[noreturn]] at a first declaration only.
__attribute__((noreturn)) void exit(int status) noexcept {
  suture::refuse_exit("exit", status);
  suture::end_process("exit", status);
}

__attribute__((noreturn)) void _exit(int status) {
  suture::refuse_exit("_exit", status);
  suture::end_process("_exit", status);
}

__attribute__((noreturn)) void _Exit(int status) noexcept {
  suture::refuse_exit("_Exit", status);
  suture::end_process("_Exit", status);
}

__attribute__((noreturn)) void quick_exit(int status) noexcept {
  suture::refuse_exit("quick_exit", status);
  suture::end_process("quick_exit", status);
}

__attribute__((noreturn)) void pthread_exit(void* result) {
  using namespace suture;
  execution* run = execution::active();
  if (run != nullptr && run->in_code_under_test()) {
    lose_thread(*run, {finding_kind::misuse,
                       "pthread_exit: it would end the thread of the operating system on which the "
                       "whole run is made; return from the thread's function instead"});
  }
  auto* real = next<void(void*)>("pthread_exit");
  real(result);
  __builtin_unreachable();
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*),
                   void* argument) noexcept {
  using namespace suture;
  execution* run = execution::active();
  if (run != nullptr && run->in_code_under_test() && run->in_own_process() &&
      !mutated("other_threads_are_refused")) {
    lose_thread(*run, {finding_kind::misuse,
                       "starts a thread of the operating system (std::thread, std::async, "
                       "pthread_create), whose steps Suture neither sees nor orders; use "
                       "sync::thread"});
  }
  if (__interceptor_pthread_create != nullptr) {
    return __interceptor_pthread_create(thread, attributes, work, argument);
  }
  auto* real =
      next<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  if (real == nullptr) return ENOSYS;  // a program without shared libraries
  return real(thread, attributes, work, argument);
}

}  // extern "C"
