// Locks in a world that is stopped: gh-118332, gh-133130 and gh-144513.
//
// A thread waits for a mutex detached. CPython's mutex may be handed over to it meanwhile, and with
// the world stopped the thread then has the mutex and cannot run. Whoever has stopped the world
// must not ask for that mutex; in three places it did:
// - it waited for the others detached, which lets go of its critical section, and took the mutex of
//   that again when it was attached (pystate.c; now it waits attached);
// - it took the lock of all types with the world stopped (typeobject.c; redesigned: here it takes
//   the lock first);
// - it entered critical sections with the world stopped (critical_section.c; now that takes no
//   lock, since nobody else runs).
#include <exception>

#include "interp_core/thread/asking_world.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

// Mutexes are handed over to who waits for them detached.
struct hands_over : interp::asking_rules {
  static constexpr bool takes_locks_attached = false;
};
struct waits_detached : hands_over {
  static constexpr bool waits_attached = false;
};

template <class Rules>
using world_of = interp::asking_world<Rules, interp::parking::assumed>;

// A critical section with one mutex, which its thread lets go of where it detaches.
template <class World>
class section final : public interp::thread_part {
 public:
  section(World& all, typename World::member& me, sync::mutex& m) : me_(me), mutex_(m) {
    all.lock(me_, mutex_);
    me_.add(*this);
  }
  ~section() {
    if (std::uncaught_exceptions() != 0) return;
    me_.remove(*this);
    mutex_.unlock();
  }
  void will_detach() override { mutex_.unlock(); }
  void has_attached() override { mutex_.lock(); }

 private:
  typename World::member& me_;
  sync::mutex& mutex_;
};

// An object and its mutex. One thread is in a critical section of it.
template <class Rules>
struct shared_object {
  using world = world_of<Rules>;

  shared_object() {
    sync::label(mutex, "of the object");
    sync::label(object, "object");
  }
  void touch() { object.set(object.get() + 1); }

  void enter(typename world::member& me) {
    me.attach();
    {
      const section<world> in(all, me, mutex);
      touch();
    }
    me.detach();
  }

  world all;
  sync::mutex mutex;
  sync::var<int> object{0};
};

// The other one stops the world within a section.
template <class Rules>
void stop_in_section() {
  shared_object<Rules> shared;
  using world = typename shared_object<Rules>::world;
  typename world::member a(shared.all), b(shared.all);
  sync::parallel([&] { shared.enter(a); },
                 [&] {
                   b.attach();
                   {
                     const section<world> in(shared.all, b, shared.mutex);
                     const interp::stopped_world stopped(shared.all, b);
                     shared.touch();
                   }
                   b.detach();
                 });
}

enum class lock { inside, before, not_at_all };

// It has been in a section too, and then stops the world and touches the object.
template <lock Takes>
void lock_in_stopped_world() {
  shared_object<hands_over> shared;
  using world = shared_object<hands_over>::world;
  world::member a(shared.all), b(shared.all);
  sync::parallel([&] { shared.enter(a); },
                 [&] {
                   shared.enter(b);
                   b.attach();
                   if (Takes == lock::before) shared.all.lock(b, shared.mutex);
                   {
                     const interp::stopped_world stopped(shared.all, b);
                     if (Takes == lock::inside) shared.mutex.lock();
                     shared.touch();
                     if (Takes == lock::inside) shared.mutex.unlock();
                   }
                   if (Takes == lock::before) shared.mutex.unlock();
                   b.detach();
                 });
}

constexpr const char* requester =
    "gh-118332: who stops the world resumes a section whose mutex a stopped thread has";
constexpr const char* types =
    "gh-133130, gh-144513: a lock, or a section, taken in a stopped world";
constexpr const char* sections = "gh-144513: critical sections entered in a stopped world";

}  // namespace

void register_world_locks(registry& out);
void register_world_locks(registry& out) {
  out.add({.id = "world.stop_in_section/mistake=waits_detached",
           .summary = "it waits detached, and wants back a mutex that a stopped thread was given",
           .provenance = requester,
           .expected = "deadlock"},
          this_backend, stop_in_section<waits_detached>);
  out.add({.id = "world.stop_in_section/mistake=none",
           .summary = "it keeps its sections while it waits for the others to stop",
           .provenance = requester},
          this_backend, stop_in_section<hands_over>);
  out.add({.id = "world.lock/takes=inside",
           .summary = "a stopped thread was given the lock before it could take it",
           .provenance = types,
           .expected = "deadlock"},
          this_backend, lock_in_stopped_world<lock::inside>);
  out.add({.id = "world.lock/takes=before",
           .summary = "who has the lock stops the world",
           .provenance = types},
          this_backend, lock_in_stopped_world<lock::before>);
  out.add({.id = "world.lock/takes=none",
           .summary = "in a stopped world nobody else is in a section: no lock is taken",
           .provenance = sections},
          this_backend, lock_in_stopped_world<lock::not_at_all>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
