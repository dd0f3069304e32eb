// Ends of threads: daemons, requests to stop, permits.
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

// A worker that serves until it is asked to stop. What it works on is its owner's.
template <bool Asked>
void worker() {
  sync::var<int> served(0);
  sync::label(served, "served");
  sync::jthread thread([&](sync::stop_token stop) {
    sync::atomic<bool> never{false};
    sync::spin_until([&] { return Asked ? stop.stop_requested() : never.load(); });
    served = 1;
  });
  thread.request_stop();
  thread.join();
  sync::check(served == 1, "the worker has come to its end");
}

// A callback uses an object of the thread that has registered it. The end of the registration waits
// for a call that is under way, so the object may go after it, and not before.
template <bool FreedInside>
void callback() {
  sync::stop_source source;
  sync::parallel([&] { source.request_stop(); },
                 [&] {
                   auto* mine = sync::make<sync::var<int>>(0);
                   {
                     const sync::stop_callback uses(source.get_token(), [=] { mine->set(1); });
                     if (FreedInside) sync::destroy(mine);
                   }
                   if (!FreedInside) sync::destroy(mine);
                 });
}

// A reader parks until a value is there. A park may return for no reason.
template <bool Looks>
void parked() {
  sync::parker reader;
  sync::var<int> value(0);
  sync::atomic<bool> ready{false};
  sync::label(value, "value");
  sync::parallel(
      [&] {
        value = 1;
        ready.store(true, std::memory_order_release);
        reader.unpark();
      },
      [&] {
        do {
          reader.park();
        } while (Looks && !ready.load(std::memory_order_acquire));
        sync::check(value == 1, "what is handed over is complete");
      });
}

#if SUTURE_SYNC_DETACH

// A detached thread reports once that it has begun; main's end does not wait for that.
template <bool Owns>
void daemon() {
  const auto begun = sync::make_shared<sync::atomic<int>>(0);
  sync::thread([owner = Owns ? begun : nullptr, at = begun.get()] { at->store(1); }).detach();
}

#endif

#if SUTURE_SYNC_WIDE_ATOMICS

// A configuration is replaced while others read it.
template <class Current>
void replaced() {
  using config = sync::var<int>;
  Current current(sync::make_shared<config>(1));
  sync::parallel([&] { current = sync::make_shared<config>(2); },
                 [&] {
                   const sync::shared_ptr<config> mine = current;
                   sync::check(mine->get() != 0, "whole");
                 });
}

constexpr const char* shared_owners = "C++20, [util.smartptr.atomic]";

#endif

constexpr const char* stopping = "C++20, [thread.stoptoken]";
constexpr const char* permits = "Java's LockSupport, Rust's thread::park";

}  // namespace

void register_threads(registry& out);
void register_threads(registry& out) {
  out.add({.id = "threads.worker/asks=yes",
           .summary = "a worker that looks at its token ends when it is asked to",
           .provenance = stopping,
           .threads = 1},
          this_backend, worker<true>);
  out.add({.id = "threads.worker/asks=no",
           .summary = "a worker that looks elsewhere is waited for in vain",
           .provenance = stopping,
           .expected = "deadlock",
           .threads = 1},
          this_backend, worker<false>);
  out.add({.id = "threads.callback/freed=behind",
           .summary = "a callback does not outlive its registration",
           .provenance = stopping},
          this_backend, callback<false>);
  out.add({.id = "threads.callback/freed=inside",
           .summary = "what a callback uses is freed while it may still be called",
           .provenance = stopping,
           .expected = "use-after-free"},
          this_backend, callback<true>);
  out.add({.id = "threads.parked/looks=yes",
           .summary = "who parks looks again at what it waits for",
           .provenance = permits},
          this_backend, parked<true>);
  out.add({.id = "threads.parked/looks=no",
           .summary = "a park that returned is taken for the permit",
           .provenance = permits,
           .expected = "race"},
          this_backend, parked<false>);
#if SUTURE_SYNC_DETACH
  out.add({.id = "threads.daemon/owns=yes",
           .summary = "a detached thread may outlive main where it owns what it uses",
           .provenance = "C++, [thread.thread.member]",
           .threads = 1},
          this_backend, daemon<true>);
  out.add({.id = "threads.daemon/owns=no",
           .summary = "what main owns goes with it, and detached threads go on",
           .provenance = "C++, [thread.thread.member]",
           .expected = "use-after-free",
           .threads = 1},
          this_backend, daemon<false>);
#endif
#if SUTURE_SYNC_WIDE_ATOMICS
  out.add({.id = "threads.replaced/pointer=atomic",
           .summary = "readers get the old object or the new one, and keep it alive",
           .provenance = shared_owners},
          this_backend, replaced<sync::atomic<sync::shared_ptr<sync::var<int>>>>);
  out.add({.id = "threads.replaced/pointer=plain",
           .summary = "a shared_ptr counts its owners, and is none the less plain data",
           .provenance = shared_owners,
           .expected = "race"},
          this_backend, replaced<sync::shared_ptr<sync::var<int>>>);
#endif
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
