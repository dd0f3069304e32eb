// Waits that somebody else ends: a time-out, a request to stop, the end of a thread.
#include <chrono>

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using namespace std::chrono_literals;

// A hand-over between a giver and a taker who does not wait for long. `Closes`: the taker who goes
// without says so, and takes what has come meanwhile. Else the giver may have left it for nobody.
template <bool Closes>
void impatient() {
  using item = sync::var<int>;
  sync::parker taker;
  item closed(0);
  sync::atomic<item*> place{nullptr};
  sync::label(place, "place");
  sync::parallel(
      [&] {
        item* const given = sync::make<item>(7);
        item* empty = nullptr;
        if (place.compare_exchange_strong(empty, given)) {
          taker.unpark();
        } else {
          sync::destroy(given);
        }
      },
      [&] {
        const bool came = taker.park_for(1ms);
        if (!came && !Closes) return;
        item* const got = place.exchange(&closed);
        if (got == nullptr) return;
        sync::check(got->get() == 7, "whole");
        sync::destroy(got);
      });
}

// A worker writes to a log when it ends, after its body. Its owner frees the log when the worker
// says that it is done. `AtExit`: it says so when it has ended, and else while it still will write.
template <bool AtExit>
void last_words() {
  sync::mutex m;
  sync::condition_variable changed;
  sync::var<bool> done{false};
  auto* const log = sync::make<sync::atomic<int>>(0);
  sync::label(log, "log");
  sync::thread worker([&] {
    sync::at_thread_exit([=] { log->store(1); });
    sync::unique_lock<sync::mutex> held(m);
    done.set(true);
    if (AtExit) {
      sync::notify_all_at_thread_exit(changed, std::move(held));
    } else {
      changed.notify_all();
    }
  });
  {
    sync::unique_lock<sync::mutex> held(m);
    changed.wait(held, [&] { return done.get(); });
  }
  sync::destroy(log);
  worker.join();
}

#if SUTURE_SYNC_STOPPABLE_WAITS

// A worker sleeps until there is work, or until it is asked to stop. `Told`: the wait is told of
// the request; else the worker looks at it only when it is awake.
template <bool Told>
void asleep() {
  sync::mutex m;
  sync::condition_variable_any changed;
  sync::var<bool> work{false};
  sync::jthread worker([&](sync::stop_token stop) {
    sync::unique_lock<sync::mutex> held(m);
    if (Told) {
      static_cast<void>(changed.wait(held, stop, [&] { return work.get(); }));
    } else {
      while (!work.get() && !stop.stop_requested()) changed.wait(held);
    }
  });
  worker.request_stop();
  worker.join();
}

#endif

constexpr const char* own = "our own";

}  // namespace

void register_thread_waits(registry& out);
void register_thread_waits(registry& out) {
  out.add({.id = "threads.impatient/closes=yes",
           .summary = "who no longer waits says so, and takes what has come meanwhile",
           .provenance = "Rust's thread::park_timeout"},
          this_backend, impatient<true>);
  out.add({.id = "threads.impatient/closes=no",
           .summary = "a time-out is taken to mean that nothing was given",
           .provenance = own,
           .expected = "leak"},
          this_backend, impatient<false>);
  out.add({.id = "threads.last_words/notifies=at_exit",
           .summary = "a thread is done when it has ended, with all that it does at its end",
           .provenance = "C++, [thread.condition.nonmember]",
           .threads = 1},
          this_backend, last_words<true>);
  out.add({.id = "threads.last_words/notifies=in_body",
           .summary = "a thread says that it is done, and something is still to come",
           .provenance = own,
           .expected = "use-after-free",
           .threads = 1},
          this_backend, last_words<false>);
#if SUTURE_SYNC_STOPPABLE_WAITS
  out.add({.id = "threads.asleep/told=yes",
           .summary = "a request to stop ends a wait that has been given the token",
           .provenance = "C++20, [thread.condvarany.intwait]",
           .threads = 1},
          this_backend, asleep<true>);
  out.add({.id = "threads.asleep/told=no",
           .summary = "a request to stop wakes nobody",
           .provenance = own,
           .expected = "lost-wakeup",
           .threads = 1},
          this_backend, asleep<false>);
#endif
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
