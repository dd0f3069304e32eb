// Futexes with more than one queue behind a word: sleepers that are moved, and that are woken by
// bits.
#include <climits>

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

void register_futexes(registry& out);

#if SUTURE_SYNC_FUTEX_REQUEUE

namespace {

constexpr std::uint32_t everybody = INT_MAX;

// A mutex of one word (Drepper, "Futexes Are Tricky", mutex2): 0 free, 1 held, 2 held and somebody
// may be asleep.
class word_mutex {
 public:
  explicit word_mutex(const char* name) { sync::label(word, name); }
  void lock() {
    std::uint32_t seen = 0;
    if (!word.compare_exchange_strong(seen, 1, std::memory_order_acquire)) lock_contended();
  }
  void lock_contended() {
    while (word.exchange(2, std::memory_order_acquire) != 0) sync::futex_wait(word, 2);
  }
  void unlock() {
    if (word.exchange(0, std::memory_order_release) == 2) sync::futex_wake(word, 1);
  }

  sync::atomic<std::uint32_t> word{0};
};

enum class relock { contended, plain };

// A broadcast that wakes one sleeper and moves the others, which could only wait for the mutex,
// behind that, as glibc's condition variable did up to 2.24. `Relock`: how who was woken takes the
// mutex. It does not know whether others were moved there, and whoever gives the mutex back wakes
// one of those only where it is marked.
template <relock Relock>
void broadcast() {
  word_mutex m("mutex word");
  sync::atomic<std::uint32_t> turn{0};
  sync::var<int> awake{0};
  sync::label(turn, "turn");
  sync::label(awake, "awake");
  const auto sleeper = [&] {
    sync::futex_wait(turn, 0);
    if (Relock == relock::contended) {
      m.lock_contended();
    } else {
      m.lock();
    }
    awake.set(awake.get() + 1);
    m.unlock();
  };
  sync::thread one(sleeper), two(sleeper);
  turn.store(1, std::memory_order_relaxed);
  if (!sync::futex_cmp_requeue(turn, 1, 1, everybody, m.word)) sync::futex_wake(turn, everybody);
  one.join();
  two.join();
  sync::check(awake.get() == 2, "both");
}

// Who waits for a word to become 0 sleeps on it, until it says that sleepers belong behind another
// one. `Compares`: whoever moves them sees to it that it still says so. Else it moves those who
// have come since, and whom only the word's own wake-up will look for.
template <bool Compares>
void moved() {
  constexpr std::uint32_t here = 1, elsewhere = 2;
  sync::atomic<std::uint32_t> word{here}, other{0};
  sync::label(word, "word");
  sync::label(other, "other word");
  sync::thread sleeper([&] {
    for (std::uint32_t seen = word.load(); seen != 0; seen = word.load()) {
      sync::futex_wait(word, seen);
    }
  });
  sync::thread mover([&] {
    std::uint32_t seen = here;
    if (!word.compare_exchange_strong(seen, elsewhere)) return;
    if (Compares) {
      sync::futex_cmp_requeue(word, elsewhere, 0, everybody, other);
    } else {
      sync::futex_requeue(word, 0, everybody, other);
    }
  });
  if (word.exchange(here) == elsewhere) {  // back again
    sync::futex_wake(word, everybody);
    sync::futex_wake(other, everybody);
  }
  if (word.exchange(0) == elsewhere) sync::futex_wake(other, everybody);
  sync::futex_wake(word, everybody);
  sleeper.join();
  mover.join();
}

// One word for two kinds of sleepers: a place that is full or empty, who fills it and who empties
// it. `Wakes`: whom the one who empties it wakes.
constexpr std::uint32_t fillers = 1, emptiers = 2;
template <std::uint32_t Wakes>
void one_place() {
  sync::atomic<std::uint32_t> full{0};
  sync::var<int> item{0};
  sync::label(full, "full");
  sync::label(item, "item");
  sync::parallel(
      [&] {
        for (int i = 1; i <= 2; ++i) {
          while (full.load(std::memory_order_acquire) != 0) {
            sync::futex_wait_bitset(full, 1, fillers);
          }
          item.set(i);
          full.store(1, std::memory_order_release);
          sync::futex_wake_bitset(full, 1, emptiers);
        }
      },
      [&] {
        for (int i = 1; i <= 2; ++i) {
          while (full.load(std::memory_order_acquire) != 1) {
            sync::futex_wait_bitset(full, 0, emptiers);
          }
          sync::check(item.get() == i, "each item comes once");
          full.store(0, std::memory_order_release);
          sync::futex_wake_bitset(full, 1, Wakes);
        }
      });
}

constexpr const char* own = "our own";

}  // namespace

void register_futexes(registry& out) {
  out.add({.id = "futex.broadcast/relock=contended",
           .summary = "who was woken wakes those who were moved behind the mutex",
           .provenance = "glibc up to 2.24, pthread_cond_broadcast",
           .around = {.spurious_wakeups = 0}},
          this_backend, broadcast<relock::contended>);
  out.add({.id = "futex.broadcast/relock=plain",
           .summary = "the mutex does not say that sleepers were moved behind it",
           .provenance = own,
           .expected = "lost-wakeup",
           .around = {.spurious_wakeups = 0}},
          this_backend, broadcast<relock::plain>);
  out.add({.id = "futex.moved/compares=yes",
           .summary = "sleepers are moved only while the word sends them elsewhere",
           .provenance = "futex(2), FUTEX_CMP_REQUEUE"},
          this_backend, moved<true>);
  out.add({.id = "futex.moved/compares=no",
           .summary = "sleepers that have come since are moved to where nobody looks for them",
           .provenance = "futex(2), FUTEX_REQUEUE",
           .expected = "lost-wakeup"},
          this_backend, moved<false>);
  out.add({.id = "futex.one_place/wakes=fillers",
           .summary = "one word, and each wakes the other kind of sleeper",
           .provenance = "futex(2), FUTEX_WAKE_BITSET"},
          this_backend, one_place<fillers>);
  out.add({.id = "futex.one_place/wakes=emptiers",
           .summary = "a wake-up with the wrong bit is for nobody",
           .provenance = own,
           .expected = "lost-wakeup"},
          this_backend, one_place<emptiers>);
}

#else

void register_futexes(registry&) {}

#endif

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
