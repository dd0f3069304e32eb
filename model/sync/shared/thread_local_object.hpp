// thread_local_object<T>: an object of which every logical thread has its own.
//
// The keyword thread_local belongs to the operating system's threads: logical threads are fibers of
// one, and would share it. The same for every backend (see sync.hpp), for them to include behind
// their own thread_local_ptr and at_thread_exit.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A thread's object is made when the thread first asks for it, by the initialiser, and destroyed
// when the thread ends, after the objects that it has made later. The main thread's are destroyed
// when the body ends. Must live until the threads that have used it have ended; the object of the
// thread that destroys it goes with it.
template <class T>
class thread_local_object {
 public:
  thread_local_object() : thread_local_object([] { return T(); }) {}
  // Called once in each thread that asks, in that thread.
  explicit thread_local_object(std::function<T()> initialiser)
      : initialiser_(std::move(initialiser)) {}
  ~thread_local_object() { end(mine_.get()); }
  thread_local_object(const thread_local_object&) = delete;
  thread_local_object& operator=(const thread_local_object&) = delete;

  T& get() {
    slot* s = mine_.get();
    if (s == nullptr) s = make();
    return *s->object;
  }
  T& operator*() { return get(); }
  T* operator->() { return &get(); }

 private:
  // Made of the initialiser's result in place, so that T need not move.
  struct made {
    explicit made(const std::function<T()>& initialiser) : object(initialiser()) {}
    T object;
  };
  struct slot {
    std::unique_ptr<made> holder;
    T* object = nullptr;
  };

  slot* make() {
    auto fresh = std::make_shared<slot>();
    fresh->holder = std::make_unique<made>(initialiser_);
    fresh->object = &fresh->holder->object;
    mine_.set(fresh.get());
    // The slot outlives the object: this may be gone when the thread ends.
    at_thread_exit([fresh, this] {
      if (fresh->object == nullptr) return;
      mine_.set(nullptr);
      end(fresh.get());
    });
    return fresh.get();
  }
  static void end(slot* s) {
    if (s == nullptr) return;
    s->object = nullptr;
    s->holder.reset();
  }

  std::function<T()> initialiser_;
  thread_local_ptr<slot> mine_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
