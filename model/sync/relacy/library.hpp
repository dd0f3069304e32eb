// Relacy's own headers (Dmitry Vyukov's Race Detector), included so that a unit survives it.
//
// The umbrella <relacy/relacy.hpp> turns new, delete, malloc, free, assert, errno, the memory
// orders and all of pthread into macros. We include its parts instead, which define none of these,
// and mend three things on the way:
//
//   fibers      its 64 KiB stacks have no guard page and are never freed: ours have and are
//               (fiber.cpp), by declaring create_fiber and delete_fiber in their stead; and
//               AddressSanitizer is told of each switch;
//   RL_VERIFY   off, a body that depends on addresses or time is reported as passing; on, it
//               prints and aborts. Here it is on where such a body is noticed, and ends the run
//               with a finding (verify_failed);
//   heap        its inline operator new and delete ask Relacy's context, a global, for memory, in
//               whichever units happen to emit them. Kept out of line they are symbols like any
//               other, and the plain definitions of heap.cpp win over them at link time, in every
//               thread and every unit. So memory that code under test takes with `new` is ordinary
//               memory here as in the other backends; Relacy watches that of sync::allocate.
//
// Two macros remain, `$` and RL_…: nobody here has names like these.
//
// Everything that uses Relacy goes through this file; never include a Relacy header directly.
#pragma once

#include <sys/times.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <new>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "model/sync/sanitizers.hpp"

// Attributes of a first declaration hold for the definition that follows.
__attribute__((noinline)) void* operator new(std::size_t);
__attribute__((noinline)) void* operator new[](std::size_t);
__attribute__((noinline)) void operator delete(void*) noexcept;
__attribute__((noinline)) void operator delete[](void*) noexcept;

#define create_fiber relacy_create_fiber
#define delete_fiber relacy_delete_fiber
#if SUTURE_WITH_ASAN
#define switch_to_fiber relacy_switch_to_fiber
#endif
#include <relacy/platform.hpp>
#undef create_fiber
#undef delete_fiber
#undef switch_to_fiber
void create_fiber(fiber_t& fiber, void (*start)(void*), void* argument);
void delete_fiber(fiber_t& fiber);
#if SUTURE_WITH_ASAN
void switch_to_fiber(fiber_t& to, fiber_t& from);
#endif

namespace suture::relacy {
// A condition Relacy relies on does not hold. Ends the iteration with a finding.
[[noreturn]] void verify_failed(const char* condition, const char* file, unsigned line);
}  // namespace suture::relacy

#include <relacy/base.hpp>
// The search tree's own conditions, which are those a body that does not repeat itself breaks.
#undef RL_VERIFY
#define RL_VERIFY(x) \
  ((x) ? static_cast<void>(0) : ::suture::relacy::verify_failed(#x, __FILE__, __LINE__))
// clang-format off
#include <relacy/thread_local_ctx.hpp>  // the next one needs it and does not say so
#include <relacy/full_search_scheduler.hpp>
// clang-format on
// All others guard Relacy against itself, at a quarter of its speed, which we want to compare with.
#undef RL_VERIFY
#define RL_VERIFY(x) static_cast<void>(0)

// In this order: the parts do not include all that they need.
// clang-format off
#include <relacy/context.hpp>
#include <relacy/context_base_impl.hpp>
#include <relacy/backoff.hpp>
#include <relacy/atomic_fence.hpp>
#include <relacy/atomic.hpp>
#include <relacy/var.hpp>
#include <relacy/test_suite.hpp>
#include <relacy/stdlib/mutex.hpp>
#include <relacy/stdlib/condition_variable.hpp>
#include <relacy/stdlib/semaphore.hpp>
#include <relacy/stdlib/event.hpp>
// clang-format on
