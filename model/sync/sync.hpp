// The scheduling abstraction: all that code under test may use to share state.
//
// One set of names in namespace sync, shaped like the standard library, and three backends chosen
// at compile time by defining one of
//
//   SUTURE_BACKEND_ENGINE   (the default) every operation is an event Suture orders and checks
//   SUTURE_BACKEND_RELACY   the same source runs under Relacy, to cross-check verdicts
//   SUTURE_BACKEND_NATIVE   every wrapper is the std:: thing it wraps, at its size and cost
//
// What Relacy cannot express is not there; code that is for all three asks
//
//   SUTURE_SYNC_DETACH             thread::detach
//   SUTURE_SYNC_ASYMMETRIC_FENCES  asymmetric_thread_fence_heavy and _light
//   SUTURE_SYNC_WIDE_ATOMICS       atomics of more than eight bytes, and atomic<shared_ptr<T>>
//   SUTURE_SYNC_FUTEX_REQUEUE      futex_requeue and futex_cmp_requeue, and wake-ups by bits
//   SUTURE_SYNC_STOPPABLE_WAITS    condition_variable_any's waits with a stop_token
//
// each 0 or 1.
//
// Each backend lives in an inline namespace of its own, so one binary can hold all three;
// SUTURE_BACKEND_NAMESPACE is its name, for code that wants to be compiled once for each.
#pragma once

#if defined(SUTURE_BACKEND_NATIVE)
#define SUTURE_BACKEND_NAMESPACE native_backend
#include "model/sync/native/backend.hpp"
#elif defined(SUTURE_BACKEND_RELACY)
#define SUTURE_BACKEND_NAMESPACE relacy_backend
#include "model/sync/relacy/backend.hpp"
#else
#define SUTURE_BACKEND_NAMESPACE engine_backend
#include "model/sync/engine/backend.hpp"
#endif
