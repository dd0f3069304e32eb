// What a thread is for a scope: attached, or alone; and how it waits for a lock.
#pragma once

#include <exception>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A thread of a world, attached from here to the end of the scope.
template <class World>
class [[nodiscard]] attached_thread : public World::member {
 public:
  explicit attached_thread(World& w) : World::member(w) { this->attach(); }
};

// The world stopped by an attached thread.
template <class World>
class [[nodiscard]] stopped_world {
 public:
  stopped_world(World& w, typename World::member& me) : world_(w), me_(me) { world_.stop(me_); }
  ~stopped_world() {
    if (std::uncaught_exceptions() == 0) world_.start(me_);
  }
  stopped_world(const stopped_world&) = delete;
  stopped_world& operator=(const stopped_world&) = delete;

 private:
  World& world_;
  typename World::member& me_;
};

// Takes a lock whose holder may come to safepoints: an attached thread waits for it detached, so
// that the world can be stopped meanwhile.
//
// Not TakesAttached: it also gets it detached, and has it where it is suspended before it is
// attached again (gh-133130, gh-144513). CPython's mutexes do that where they are handed over.
template <bool TakesAttached, class Member, class Mutex>
void lock_detached(Member& me, Mutex& m) {
  while (!m.try_lock()) {
    me.detach();
    m.lock();
    if constexpr (!TakesAttached) {
      me.attach();
      return;
    }
    m.unlock();
    me.attach();
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
