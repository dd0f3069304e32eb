// What libstdc++ does in its shared object for std::thread, std::condition_variable and
// std::call_once. All else of its threads is in its headers, on the C library's functions.
//
// By their mangled names (Itanium C++ ABI, section 5.1), as GCC 12's libstdc++ exports them. A
// std::thread is a pthread_t, a std::condition_variable begins with a pthread_cond_t.
#include <pthread.h>

#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "model/native/binding.hpp"
#include "model/native/libc/pthreads.hpp"

namespace suture::native {

namespace {

using state = std::unique_ptr<std::thread::_State>;

void start(std::thread* self, state* given, void (*)()) {
  const call here;
  std::thread::_State* const work = given->release();
  touch(here, self, sizeof(pthread_t), true);
  create_thread(here, reinterpret_cast<pthread_t*>(self), [work]() -> void* {
    const state mine(work);
    mine->_M_run();
    return nullptr;
  });
}

void join(std::thread* self) {
  const call here;
  auto* const handle = reinterpret_cast<pthread_t*>(self);
  touch(here, handle, sizeof *handle, false);
  if (*handle == 0) throw std::system_error(EINVAL, std::generic_category());
  join_thread(here, *handle);
  touch(here, handle, sizeof *handle, true);
  *handle = 0;
}

void detach(std::thread* self) {
  const call here;
  auto* const handle = reinterpret_cast<pthread_t*>(self);
  touch(here, handle, sizeof *handle, true);
  if (*handle == 0) throw std::system_error(EINVAL, std::generic_category());
  here.run().detach_thread(thread_of(*handle), here.where());
  *handle = 0;
}

// Two, wherever the code runs.
unsigned processors() { return 2; }

pthread_cond_t* queue_of(std::condition_variable* c) {
  return reinterpret_cast<pthread_cond_t*>(c);
}

void make_condition(std::condition_variable* c) {
  const call here;
  touch(here, c, sizeof *c, true);
  pthread_cond_init(queue_of(c), nullptr);
}
void end_condition(std::condition_variable* c) {
  const call here;
  condition_ends(here, queue_of(c));
}
void wait(std::condition_variable* c, std::unique_lock<std::mutex>* lock) {
  const call here;
  touch(here, lock, sizeof *lock, false);
  condition_waits(here, queue_of(c), lock->mutex()->native_handle(), nullptr);
}
void notify_one(std::condition_variable* c) {
  const call here;
  condition_notifies(here, queue_of(c), false);
}
void notify_all(std::condition_variable* c) {
  const call here;
  condition_notifies(here, queue_of(c), true);
}

// The function that std::call_once gives to pthread_once: what is to be called stands in variables
// of the thread (thread_local_variable).
void call_once() { world::current.once_of_thread().call(); }

// std::future waits on the word of its state. The time is that of either clock: there is one.
bool future_waits(void*, unsigned* word, unsigned value, bool timed, std::int64_t seconds,
                  std::int64_t nanoseconds) {
  const call here;
  const std::int64_t deadline = seconds * second + nanoseconds - clock_epoch;
  slot& s = world::current.memory().atomic(reinterpret_cast<std::uintptr_t>(word), sizeof *word);
  constexpr int timed_out = 3;  // of hooks::futex_wait
  return here.run().queues().futex_wait(s.cell, value, timed ? &deadline : nullptr, ~0U,
                                        here.where()) != timed_out;
}
void future_notifies(unsigned* word) {
  const call here;
  slot& s = world::current.memory().atomic(reinterpret_cast<std::uintptr_t>(word), sizeof *word);
  here.run().queues().futex_wake(s.cell, std::numeric_limits<std::uint32_t>::max(), ~0U,
                                 here.where());
}

// Whether the process has other threads, as glibc says: code that asks would leave out atomics.
const char single_threaded = 0;

}  // namespace

std::span<const replacement> cxx_thread_functions() {
  static const replacement all[] = {
      replace(
          "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE",
          start),
      replace("_ZNSt6thread4joinEv", join),
      replace("_ZNSt6thread6detachEv", detach),
      replace("_ZNSt6thread20hardware_concurrencyEv", processors),
      replace("_ZNSt18condition_variableC1Ev", make_condition),
      replace("_ZNSt18condition_variableC2Ev", make_condition),
      replace("_ZNSt18condition_variableD1Ev", end_condition),
      replace("_ZNSt18condition_variableD2Ev", end_condition),
      replace("_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE", wait),
      replace("_ZNSt18condition_variable10notify_oneEv", notify_one),
      replace("_ZNSt18condition_variable10notify_allEv", notify_all),
      replace("__once_proxy", call_once),
      replace(
          "_ZNSt28__atomic_futex_unsigned_base19_M_futex_wait_untilEPjjbNSt6chrono8durationIlSt5"
          "ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE",
          future_waits),
      replace(
          "_ZNSt28__atomic_futex_unsigned_base26_M_futex_wait_until_steadyEPjjbNSt6chrono8durati"
          "onIlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE",
          future_waits),
      replace("_ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj", future_notifies),
      {"__libc_single_threaded", const_cast<char*>(&single_threaded)},
  };
  return all;
}

}  // namespace suture::native
