// The native backend: every name of `sync` is the thing the platform offers.
//
// A wrapper here has the size and the instructions of what it wraps, and a call site, which the
// other backends record, is a constant nobody reads. native_test.cpp asserts the sizes and
// bench/native_cost.cpp compares the times. Built with a sanitizer the same source becomes a
// stress test: ThreadSanitizer sees ordinary atomics and mutexes, AddressSanitizer sees memory
// parked in a freelist (memory.hpp).
//
// Threads are real, so nothing is explored: what a run does is up to the machine, except for
// choose(), which draws from the run's seed (run.hpp).
#pragma once

#ifndef SUTURE_BACKEND_NAMESPACE
#error "include model/sync/sync.hpp, which chooses the backend"
#endif

#define SUTURE_SYNC_DETACH 1
#define SUTURE_SYNC_ASYMMETRIC_FENCES 1
#define SUTURE_SYNC_WIDE_ATOMICS 1
#define SUTURE_SYNC_FUTEX_REQUEUE 1
#define SUTURE_SYNC_STOPPABLE_WAITS 1

#include "model/sync/locks.hpp"
#include "model/sync/native/asymmetric_fence.hpp"
#include "model/sync/native/atomic.hpp"
#include "model/sync/native/atomic_ref.hpp"
#include "model/sync/native/choice.hpp"
#include "model/sync/native/condition_variable.hpp"
#include "model/sync/native/fence.hpp"
#include "model/sync/native/futex.hpp"
#include "model/sync/native/latch.hpp"
#include "model/sync/native/memory.hpp"
#include "model/sync/native/mutex.hpp"
#include "model/sync/native/once.hpp"
#include "model/sync/native/run.hpp"
#include "model/sync/native/semaphore.hpp"
#include "model/sync/native/shared_ptr.hpp"
#include "model/sync/native/thread.hpp"
#include "model/sync/native/thread_local_ptr.hpp"
#include "model/sync/native/var.hpp"
#include "model/sync/shared/atomic_flag.hpp"
#include "model/sync/shared/atomic_functions.hpp"
#include "model/sync/shared/jthread.hpp"
#include "model/sync/shared/parker.hpp"
#include "model/sync/shared/thread_local_object.hpp"
#include "model/sync/site.hpp"
#include "model/sync/type_stable.hpp"
#include "model/sync/unheard_marks.hpp"
