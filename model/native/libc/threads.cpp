// pthread_create to pthread_exit, keys, once, thread-local storage.
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <mutex>
#include <utility>

#include "model/native/binding.hpp"
#include "model/native/libc/pthreads.hpp"

namespace suture::native {

// A pthread_t is a number: that of the thread in the run, and something that makes a pointer of it
// fault.
static constexpr pthread_t first_handle = 0x5000;

static pthread_t handle_of(thread_id t) { return first_handle + t; }
thread_id thread_of(pthread_t t) { return static_cast<thread_id>(t - first_handle); }

thread_id create_thread(const call& from, pthread_t* handle, std::function<void*()> work) {
  touch(from, handle, sizeof *handle, true);
  // The thread runs up to its first operation before this returns.
  return from.run().create_thread(
      [handle, work = std::move(work)] {
        *handle = handle_of(world::current.run()->current());
        world::current.live(work);
      },
      from.where());
}

void join_thread(const call& from, pthread_t handle) {
  from.run().join_thread(thread_of(handle), from.where());
}

namespace {

bool starts_detached(const pthread_attr_t* attributes) {
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  return state == PTHREAD_CREATE_DETACHED;
}

int create(pthread_t* handle, const pthread_attr_t* attributes, void* (*function)(void*),
           void* argument) {
  const call here;
  if (!here.under_test()) return EAGAIN;
  const thread_id made =
      create_thread(here, handle, [function, argument] { return function(argument); });
  if (starts_detached(attributes)) here.run().detach_thread(made, here.where());
  return 0;
}

int join(pthread_t handle, void** result) {
  const call here;
  if (!here.under_test()) return ESRCH;
  join_thread(here, handle);
  if (result != nullptr) {
    touch(here, static_cast<void*>(result), sizeof *result, true);
    *result = world::current.thread(thread_of(handle)).result;
  }
  return 0;
}

int detach(pthread_t handle) {
  const call here;
  if (!here.under_test()) return ESRCH;
  here.run().detach_thread(thread_of(handle), here.where());
  return 0;
}

pthread_t self() {
  const call here;
  return handle_of(here.under_test() ? here.run().current() : 0);
}

[[noreturn]] void leave(void* result) {
  const call here;
  if (!here.under_test()) std::abort();
  logical_thread& t = world::current.here();
  t.result = result;
  std::longjmp(*t.way_out, 1);
}

// A hint to a scheduler. Nobody must go first for it.
int yield() {
  const call here;
  if (here.under_test()) here.run().rounds().yield(here.where());
  return 0;
}

int make_key(pthread_key_t* key, void (*destroy)(void*)) {
  const call here;
  if (!here.under_test()) return EAGAIN;
  touch(here, key, sizeof *key, true);
  std::vector<world::key>& keys = world::current.keys();
  *key = static_cast<pthread_key_t>(keys.size());
  keys.push_back({true, destroy});
  return 0;
}

int delete_key(pthread_key_t key) {
  const call here;
  if (!here.under_test() || key >= world::current.keys().size()) return EINVAL;
  here.run().effect();
  world::current.keys()[key].made = false;
  return 0;
}

void* get_specific(pthread_key_t key) {
  const call here;
  if (!here.under_test()) return nullptr;
  const std::vector<void*>& values = world::current.here().specific;
  return key < values.size() ? values[key] : nullptr;
}

int set_specific(pthread_key_t key, const void* value) {
  const call here;
  if (!here.under_test() || key >= world::current.keys().size()) return EINVAL;
  here.run().effect();
  std::vector<void*>& values = world::current.here().specific;
  if (values.size() <= key) values.resize(key + 1, nullptr);
  values[key] = const_cast<void*>(value);
  return 0;
}

int once(pthread_once_t* control, void (*function)()) {
  const call here;
  if (!here.under_test()) {
    if (*control == PTHREAD_ONCE_INIT) function();
    *control = 2;  // as glibc has it when the function has returned
    return 0;
  }
  object flag(here, control, primitive::once_flag, once::fresh);
  const bool mine = hooks::begin_once(flag.cell(), here.where());
  flag.used();
  if (!mine) return 0;
  try {
    function();
  } catch (...) {  // std::call_once: another call is to do it
    hooks::end_once(flag.cell(), false, here.where());
    throw;
  }
  hooks::end_once(flag.cell(), true, here.where());
  flag.used();
  return 0;
}

// As the compiler asks for a thread-local variable of a shared object (the general dynamic model;
// "ELF Handling For Thread-Local Storage", section 3.4.6).
struct tls_index {
  unsigned long module, offset;
};
extern "C" void* __tls_get_addr(tls_index*);

void* thread_local_variable(tls_index* index) {
  const call here;
  if (!here.under_test()) return __tls_get_addr(index);
  if (void* const mine = world::current.thread_local_at(index->module, index->offset)) return mine;
  // Another library's. Those that std::call_once has in libstdc++ are the thread's own, too.
  void* const theirs = __tls_get_addr(index);
  once_variables& once = world::current.once_of_thread();
  if (theirs == static_cast<void*>(&std::__once_callable)) return &once.callable;
  if (theirs == static_cast<void*>(&std::__once_call)) return &once.call;
  return theirs;
}

int at_thread_exit(void (*function)(void*), void* object, void*) {
  const call here;
  if (here.under_test()) world::current.here().at_exit.emplace_back(function, object);
  return 0;
}

}  // namespace

std::span<const replacement> thread_functions() {
  static const replacement all[] = {
      replace("pthread_create", create),
      replace("pthread_join", join),
      replace("pthread_detach", detach),
      replace("pthread_self", self),
      replace("pthread_exit", leave),
      replace("pthread_yield", yield),
      replace("sched_yield", yield),
      replace("thrd_yield", yield),
      replace("pthread_key_create", make_key),
      replace("pthread_key_delete", delete_key),
      replace("pthread_getspecific", get_specific),
      replace("pthread_setspecific", set_specific),
      replace("pthread_once", once),
      replace("call_once", once),
      replace("tss_create", make_key),
      replace("tss_delete", delete_key),
      replace("tss_get", get_specific),
      replace("tss_set", set_specific),
      replace("thrd_current", self),
      replace("thrd_detach", detach),
      replace("__tls_get_addr", thread_local_variable),
      replace("__cxa_thread_atexit", at_thread_exit),
      replace("__cxa_thread_atexit_impl", at_thread_exit),
  };
  return all;
}

}  // namespace suture::native
