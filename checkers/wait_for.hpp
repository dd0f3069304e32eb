// What each thread of a blocked run waits for, and who keeps it waiting.
#pragma once

#include <string>
#include <vector>

#include "checkers/lock_holders.hpp"
#include "model/run/run_view.hpp"

namespace suture {

enum class wait_kind : std::uint8_t {
  lock,       // until every holder has let go
  count,      // until others have released, counted down, arrived, or run the function
  join,       // until a thread has ended
  futex,      // asleep until woken
  condition,  // asleep until notified
  spin,       // until something it read has changed
};

struct blocked_thread {
  thread_id thread = no_thread;
  wait_kind kind = wait_kind::lock;
  sync::site where;
  location_id on = no_location;        // lock, word, condition variable or what is counted
  primitive what = primitive::atomic;  // is there
  // Of the lock; of the lock of the user's own making that the futex word seems to be, if it does;
  // for a join the thread that is joined; of a once flag who runs its function, of a semaphore who
  // alone has taken from it.
  std::vector<lock_hold> holders;
  bool behind_writers = false;  // the holders are writers that wait themselves, and go first
  std::uint64_t expected = 0;   // what the futex sleeper takes the word to hold,
  std::uint64_t now = 0;        // and what it holds; of a count where it stands

  bool asleep() const { return kind == wait_kind::futex || kind == wait_kind::condition; }
};

// The unfinished threads, lowest number first.
std::vector<blocked_thread> blocked_threads(const run_view& run);

// One step of a cycle: `thread` waits for the holder, who waits for the next step's.
struct wait_edge {
  const blocked_thread* waiter = nullptr;
  lock_hold holder;
};

// A cycle of waiting, beginning with its lowest thread; empty where there is none. Since a lock's
// waiter needs all of its holders to let go, any cycle means that nobody on it will ever go on.
std::vector<wait_edge> find_cycle(const std::vector<blocked_thread>& threads);

}  // namespace suture
