// Who sleeps in a wait queue, and what is known of waits that are over.
#pragma once

#include <cstdint>

#include "model/graph/moment.hpp"
#include "model/sync/site.hpp"

namespace suture {

// Who sleeps on a condition variable, and since where.
struct sleeper {
  thread_id thread = no_thread;
  sync::site where;
};

inline constexpr std::uint32_t all_bits = ~std::uint32_t{0};  // of a futex call's mask

// In a queue: the thread, and the word of its own that a waker sets.
struct waiter {
  thread_id thread;
  location_id woken;
  location_id mutex = no_location;  // that a sleeper on a condition variable has given up
  sync::site where;
  std::uint32_t mask = all_bits;
  event_id seen = no_event;  // the write whose value an atomic's wait has seen
};
// Whom a wake-up is for.
struct addressees {
  std::uint32_t mask = all_bits;    // those with a bit of it
  event_id newer_write = no_event;  // and of an atomic's waits those that have seen an older one
};
// Of a condition variable: who has ever slept there in this run.
struct sleep_record {
  waiter who;
  moment asleep;                   // the sleeper's event that has put it into the queue
  moment left = {no_thread, ~0U};  // and the one by which it has left of its own accord
};

// A timed wait that has ended by its time-out, after so many events of its thread.
struct timed_out {
  moment when;
  std::int64_t late = 0;  // what the clock was short of the deadline then
};
enum class wake_reason : std::uint8_t { woken, chance, time_out, woken_too_late };

}  // namespace suture
