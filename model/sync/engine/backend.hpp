// The engine backend: every operation is an event that Suture orders, records and checks.
#pragma once

#ifndef SUTURE_BACKEND_NAMESPACE
#error "include model/sync/sync.hpp, which chooses the backend"
#endif

#define SUTURE_SYNC_DETACH 1
#define SUTURE_SYNC_ASYMMETRIC_FENCES 1
#define SUTURE_SYNC_WIDE_ATOMICS 1
#define SUTURE_SYNC_FUTEX_REQUEUE 1
#define SUTURE_SYNC_STOPPABLE_WAITS 1

#include "model/sync/engine/atomic.hpp"
#include "model/sync/engine/atomic_ref.hpp"
#include "model/sync/engine/choice.hpp"
#include "model/sync/engine/condition_variable.hpp"
#include "model/sync/engine/futex.hpp"
#include "model/sync/engine/indivisible.hpp"
#include "model/sync/engine/latch.hpp"
#include "model/sync/engine/marks.hpp"
#include "model/sync/engine/memory.hpp"
#include "model/sync/engine/mutex.hpp"
#include "model/sync/engine/once.hpp"
#include "model/sync/engine/semaphore.hpp"
#include "model/sync/engine/thread.hpp"
#include "model/sync/engine/var.hpp"
#include "model/sync/locks.hpp"
#include "model/sync/shared/atomic_flag.hpp"
#include "model/sync/shared/atomic_functions.hpp"
#include "model/sync/shared/atomic_shared_ptr.hpp"
#include "model/sync/shared/jthread.hpp"
#include "model/sync/shared/parker.hpp"
#include "model/sync/shared/stop_token.hpp"
#include "model/sync/shared/thread_local_object.hpp"
#include "model/sync/site.hpp"
#include "model/sync/type_stable.hpp"
