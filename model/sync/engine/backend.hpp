// The engine backend: every operation is an event that Suture orders, records and checks.
#pragma once

#ifndef SUTURE_BACKEND_NAMESPACE
#error "include model/sync/sync.hpp, which chooses the backend"
#endif

#include "model/sync/engine/atomic.hpp"
#include "model/sync/engine/atomic_ref.hpp"
#include "model/sync/engine/choice.hpp"
#include "model/sync/engine/condition_variable.hpp"
#include "model/sync/engine/futex.hpp"
#include "model/sync/engine/latch.hpp"
#include "model/sync/engine/marks.hpp"
#include "model/sync/engine/memory.hpp"
#include "model/sync/engine/mutex.hpp"
#include "model/sync/engine/once.hpp"
#include "model/sync/engine/semaphore.hpp"
#include "model/sync/engine/thread.hpp"
#include "model/sync/engine/var.hpp"
#include "model/sync/locks.hpp"
#include "model/sync/site.hpp"
#include "model/sync/type_stable.hpp"
