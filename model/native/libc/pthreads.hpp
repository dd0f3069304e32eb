// What C++'s threads and condition variables have in common with the C library's.
#pragma once

#include <pthread.h>

#include <cstdint>
#include <ctime>
#include <functional>

#include "model/native/libc/objects.hpp"

namespace suture::native {

thread_id thread_of(pthread_t handle);
// Writes the handle and starts a thread that does `work`, whose result pthread_join gives.
thread_id create_thread(const call& from, pthread_t* handle, std::function<void*()> work);
void join_thread(const call& from, pthread_t handle);

// 0, or the error of pthread_mutex_trylock and pthread_mutex_timedlock.
int mutex_tries(const call& from, pthread_mutex_t* m);
int mutex_waits_until(const call& from, pthread_mutex_t* m, const timespec* until);

// 0, or ETIMEDOUT where the deadline came.
int condition_waits(const call& from, pthread_cond_t* c, pthread_mutex_t* m,
                    const std::int64_t* deadline);
void condition_notifies(const call& from, pthread_cond_t* c, bool all);
void condition_ends(const call& from, pthread_cond_t* c);

}  // namespace suture::native
