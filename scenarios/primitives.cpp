// The standard's ways to wait for one another, each used right and with a slip that is easily made.
#include <chrono>

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using namespace std::chrono_literals;

// A buffer of one item between a producer and a consumer. `Late`: the item is there before it is
// said to be.
template <bool Late>
void semaphore_handover() {
  sync::binary_semaphore free(1), filled(0);
  sync::var<int> item{0};
  sync::label(item, "item");
  sync::parallel(
      [&] {
        free.acquire();
        if (!Late) filled.release();
        item.set(7);
        if (Late) filled.release();
      },
      [&] {
        filled.acquire();
        sync::check(item.get() == 7, "the item is there");
        free.release();
      });
}

// The last of two workers to end a latch opens it. `Counts`: each counts when it is done, not when
// it begins.
template <bool Counts>
void latch_results() {
  sync::latch done(1);
  sync::var<int> result{0};
  sync::label(result, "result");
  sync::parallel(
      [&] {
        if (!Counts) done.count_down();
        result.set(1);
        if (Counts) done.count_down();
      },
      [&] {
        done.wait();
        sync::check(result.get() == 1, "the work is done");
      });
}

// Two phases: each writes its own half, then reads the other's. `Meets`: all have written before
// anybody reads.
template <bool Meets>
void barrier_phases() {
  sync::barrier written(2);
  sync::var<int> halves[2]{0, 0};
  const auto work = [&](int mine) {
    halves[mine].set(1);
    if (Meets) written.arrive_and_wait();
    const int other = halves[1 - mine].get();
    sync::check(!Meets || other == 1, "the other half is written");
  };
  sync::parallel([&] { work(0); }, [&] { work(1); });
}

// Something made on first use. `Once`: by call_once; else by a flag that is looked at twice, and
// published too weakly.
template <bool Once>
void first_use() {
  sync::once_flag once;
  sync::atomic<bool> made{false};
  sync::mutex making;
  sync::var<int> thing{0};
  sync::label(thing, "thing");
  const auto use = [&] {
    if constexpr (Once) {
      sync::call_once(once, [&] { thing.set(1); });
    } else if (!made.load(std::memory_order_relaxed)) {
      const sync::lock_guard<sync::mutex> held(making);
      if (!made.load(std::memory_order_relaxed)) {
        thing.set(1);
        made.store(true, std::memory_order_relaxed);
      }
    }
    sync::check(thing.get() == 1, "it is made");
  };
  sync::parallel(use, use);
}

// A thread that does not want to wait for long. `Asks`: it asks whether it has got the mutex.
template <bool Asks>
void patience_ends() {
  sync::timed_mutex m;
  sync::var<int> n{0};
  sync::label(n, "guarded counter");
  sync::parallel(
      [&] {
        const sync::lock_guard<sync::timed_mutex> held(m);
        n.set(n.get() + 1);
      },
      [&] {
        const bool got = m.try_lock_for(1ms);
        if (got || !Asks) n.set(n.get() + 1);
        if (got) m.unlock();
      });
}

// Waiting for a message, but not for ever. `Looks`: what has come is told by the message, not by
// how the wait has ended.
template <bool Looks>
void message_or_not() {
  sync::mutex m;
  sync::condition_variable changed;
  sync::var<bool> ready{false};
  sync::parallel(
      [&] {
        sync::unique_lock<sync::mutex> held(m);
        if constexpr (Looks) {
          const bool came = changed.wait_for(held, 1ms, [&] { return ready.get(); });
          sync::check(came == ready.get(), "it says what there is");
        } else {
          static_cast<void>(changed.wait_for(held, 1ms));
          sync::check(ready.get(), "who is awake has a message");
        }
      },
      [&] {
        const sync::lock_guard<sync::mutex> held(m);
        ready.set(true);
        changed.notify_one();
      });
}

// Something is moved between two places, each with a mutex of its own, in both directions.
// `Together`: both mutexes are taken at once.
template <bool Together>
void transfer() {
  sync::mutex first, second;
  sync::var<int> a{1}, b{1};
  const auto move = [](sync::mutex& from_lock, sync::var<int>& from, sync::mutex& to_lock,
                       sync::var<int>& to) {
    const auto all = [&] {
      from.set(from.get() - 1);
      to.set(to.get() + 1);
    };
    if constexpr (Together) {
      const sync::scoped_lock<sync::mutex, sync::mutex> held(from_lock, to_lock);
      all();
    } else {
      const sync::lock_guard<sync::mutex> one(from_lock);
      const sync::lock_guard<sync::mutex> two(to_lock);
      all();
    }
  };
  sync::parallel([&] { move(first, a, second, b); }, [&] { move(second, b, first, a); });
  sync::check(a.get() == 1 && b.get() == 1, "nothing is lost");
}

// One thread takes both mutexes at once; another, which has the first, needs the second. `Tries`:
// it takes for granted that nobody has that one alone.
template <bool Tries>
void taken_together() {
  sync::mutex first, second;
  sync::var<int> n{0};
  sync::parallel(
      [&] {
        const sync::scoped_lock<sync::mutex, sync::mutex> both(first, second);
        n.set(n.get() + 1);
      },
      [&] {
        const sync::lock_guard<sync::mutex> one(first);
        if constexpr (Tries) {
          const bool got = second.try_lock();
          sync::check(got, "who has the second has the first");
        } else {
          second.lock();
        }
        n.set(n.get() + 1);
        second.unlock();
      });
}

// A method that locks calls another that does, on one object.
template <class Mutex>
void calls_itself() {
  Mutex m;
  sync::var<int> n{0};
  const auto inner = [&] {
    const sync::lock_guard<Mutex> held(m);
    n.set(n.get() + 1);
  };
  const auto outer = [&] {
    const sync::lock_guard<Mutex> held(m);
    inner();
  };
  sync::parallel(outer, inner);
  sync::check(n.get() == 2, "no call is lost");
}

constexpr const char* own = "our own";

void register_counts(registry& out) {
  out.add({.id = "sync.semaphore_handover/release=last",
           .summary = "the semaphore says that the item is there once it is",
           .provenance = own},
          this_backend, semaphore_handover<true>);
  out.add({.id = "sync.semaphore_handover/release=first",
           .summary = "the semaphore is released before the item is written",
           .provenance = own,
           .expected = "race"},
          this_backend, semaphore_handover<false>);
  out.add({.id = "sync.latch_results/count=last",
           .summary = "a worker counts the latch down when it is done",
           .provenance = own},
          this_backend, latch_results<true>);
  out.add({.id = "sync.latch_results/count=first",
           .summary = "a worker counts the latch down when it begins",
           .provenance = own,
           .expected = "race"},
          this_backend, latch_results<false>);
  out.add({.id = "sync.barrier_phases/meet=yes",
           .summary = "all have written before anybody reads",
           .provenance = own},
          this_backend, barrier_phases<true>);
  out.add({.id = "sync.barrier_phases/meet=no",
           .summary = "without the barrier one reads what another writes",
           .provenance = own,
           .expected = "race"},
          this_backend, barrier_phases<false>);
  out.add({.id = "sync.first_use/by=call_once",
           .summary = "call_once makes it once, and everybody sees it whole",
           .provenance = own},
          this_backend, first_use<true>);
  out.add({.id = "sync.first_use/by=relaxed_flag",
           .summary = "double-checked locking without an order to what was made",
           .provenance = "double-checked locking",
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, first_use<false>);
}

void register_waits(registry& out) {
  out.add({.id = "sync.patience_ends/asks=yes",
           .summary = "who has waited for long enough goes without",
           .provenance = own},
          this_backend, patience_ends<true>);
  out.add({.id = "sync.patience_ends/asks=no",
           .summary = "a time-out is taken for success",
           .provenance = own,
           .expected = "race"},
          this_backend, patience_ends<false>);
  out.add({.id = "sync.message_or_not/looks=yes",
           .summary = "the wait ends with the message or without, and says which",
           .provenance = own},
          this_backend, message_or_not<true>);
  out.add({.id = "sync.message_or_not/looks=no",
           .summary = "whoever wakes believes that there is a message",
           .provenance = own,
           .expected = "check"},
          this_backend, message_or_not<false>);
  out.add({.id = "sync.transfer/lock=together",
           .summary = "scoped_lock takes both without waiting for one while it holds the other",
           .provenance = own},
          this_backend, transfer<true>);
  out.add({.id = "sync.transfer/lock=one_by_one",
           .summary = "each holds one and waits for the other",
           .provenance = own,
           .expected = "deadlock"},
          this_backend, transfer<false>);
  out.add({.id = "sync.taken_together/second=locked",
           .summary = "whoever holds one waits for the other, and scoped_lock gets out of the way",
           .provenance = own},
          this_backend, taken_together<false>);
  out.add(
      {.id = "sync.taken_together/second=tried",
       .summary = "in which order scoped_lock takes them is not told: either may be taken alone",
       .provenance = own,
       .expected = "check"},
      this_backend, taken_together<true>);
  out.add({.id = "sync.calls_itself/mutex=recursive",
           .summary = "the holder may take a recursive mutex again",
           .provenance = own},
          this_backend, calls_itself<sync::recursive_mutex>);
  out.add({.id = "sync.calls_itself/mutex=plain",
           .summary = "the holder must not take a plain mutex again",
           .provenance = own,
           .expected = "misuse"},
          this_backend, calls_itself<sync::mutex>);
}

}  // namespace

void register_primitives(registry& out);
void register_primitives(registry& out) {
  register_counts(out);
  register_waits(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
