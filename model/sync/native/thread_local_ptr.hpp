// thread_local_ptr<T>: a pointer of which every thread has its own.
#pragma once

#include <pthread.h>

#include <system_error>

namespace suture::sync {
inline namespace native_backend {

// Null in every thread at first; owns nothing. An object, not a keyword, so that it can be a
// member of an interpreter; hence a POSIX key, of which a process has about a thousand at a time.
// Throws std::system_error when there is none left.
template <class T>
class thread_local_ptr {
 public:
  thread_local_ptr() {
    if (const int error = pthread_key_create(&key_, nullptr); error != 0)
      throw std::system_error(error, std::generic_category(), "thread_local_ptr");
  }
  ~thread_local_ptr() { pthread_key_delete(key_); }
  thread_local_ptr(const thread_local_ptr&) = delete;
  thread_local_ptr& operator=(const thread_local_ptr&) = delete;

  T* get() const noexcept { return static_cast<T*>(pthread_getspecific(key_)); }
  void set(T* p) noexcept { pthread_setspecific(key_, p); }

 private:
  pthread_key_t key_{};
};

}  // namespace native_backend
}  // namespace suture::sync
