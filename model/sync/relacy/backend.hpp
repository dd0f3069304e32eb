// The Relacy backend: every name of namespace sync over its counterpart in Relacy.
//
// Code compiled against it runs inside of suture::relacy::run (run.hpp, which also lists what
// Relacy cannot see) and nowhere else: a sync object made outside of a body, such as a static one,
// has no execution to belong to and crashes.
#pragma once

#define SUTURE_SYNC_DETACH 0
#define SUTURE_SYNC_ASYMMETRIC_FENCES 0
#define SUTURE_SYNC_WIDE_ATOMICS 0
#define SUTURE_SYNC_FUTEX_REQUEUE 0
#define SUTURE_SYNC_STOPPABLE_WAITS 0

#include "model/sync/locks.hpp"
#include "model/sync/relacy/atomic.hpp"
#include "model/sync/relacy/atomic_ref.hpp"
#include "model/sync/relacy/choice.hpp"
#include "model/sync/relacy/condition_variable.hpp"
#include "model/sync/relacy/futex.hpp"
#include "model/sync/relacy/latch.hpp"
#include "model/sync/relacy/memory.hpp"
#include "model/sync/relacy/mutex.hpp"
#include "model/sync/relacy/once.hpp"
#include "model/sync/relacy/semaphore.hpp"
#include "model/sync/relacy/thread.hpp"
#include "model/sync/relacy/type_stable.hpp"
#include "model/sync/relacy/var.hpp"
#include "model/sync/shared/atomic_flag.hpp"
#include "model/sync/shared/atomic_functions.hpp"
#include "model/sync/shared/jthread.hpp"
#include "model/sync/shared/parker.hpp"
#include "model/sync/shared/shared_ptr.hpp"
#include "model/sync/shared/stop_token.hpp"
#include "model/sync/shared/thread_local_object.hpp"
#include "model/sync/site.hpp"
#include "model/sync/unheard_marks.hpp"
