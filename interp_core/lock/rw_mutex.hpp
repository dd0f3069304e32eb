// A mutex for many readers or one writer, of one word.
//
// Source: free-threaded CPython's _PyRWMutex (lock.c), with which stop-the-world keeps new
// interpreters out. Bit 0: a writer has it; bit 1: somebody may be parked; above them the number of
// readers. Where somebody is parked no further reader comes in, so that a writer is not kept out
// for ever by readers that follow each other. The price: who reads must not read again inside,
// since a writer may wait in between.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/parking_lot.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct rw_mutex_rules {
  // A writer waits for readers.
  static constexpr bool writer_waits_for_readers = true;
  // The last reader wakes who is parked.
  static constexpr bool last_reader_wakes = true;
  // A writer wakes all: otherwise one of two readers sleeps on.
  static constexpr bool writer_wakes_all = true;
  // What a reader that leaves orders before the writer that comes.
  static constexpr std::memory_order reader_leaves = std::memory_order_release;
  static constexpr std::memory_order writer_leaves = std::memory_order_release;
};

template <class Rules = rw_mutex_rules>
class basic_rw_mutex {
 public:
  basic_rw_mutex() { sync::label(bits_, "readers and writer"); }

  template <class Lot, class Way = stays_attached>
  void lock_shared(Lot& lot, Way&& way = {}) {
    std::uint32_t seen = bits_.load(std::memory_order_relaxed);
    while (true) {
      if ((seen & (writer | marked)) != 0) {
        seen = wait_while(lot, way, seen);
      } else if (bits_.compare_exchange_strong(seen, seen + reader, std::memory_order_acquire,
                                               std::memory_order_relaxed)) {
        return;
      }
    }
  }

  template <class Lot>
  void unlock_shared(Lot& lot) {
    const std::uint32_t left = bits_.fetch_sub(reader, Rules::reader_leaves) - reader;
    if (left == marked && Rules::last_reader_wakes) lot.unpark_all(bits_);
  }

  template <class Lot, class Way = stays_attached>
  void lock(Lot& lot, Way&& way = {}) {
    constexpr std::uint32_t in_the_way = Rules::writer_waits_for_readers ? ~marked : writer;
    std::uint32_t seen = bits_.load(std::memory_order_relaxed);
    while (true) {
      if ((seen & in_the_way) != 0) {
        seen = wait_while(lot, way, seen);
      } else if (bits_.compare_exchange_strong(seen, seen | writer, std::memory_order_acquire,
                                               std::memory_order_relaxed)) {
        return;
      }
    }
  }

  template <class Lot>
  void unlock(Lot& lot) {
    const std::uint32_t before = Rules::writer_waits_for_readers
                                     ? bits_.exchange(0, Rules::writer_leaves)
                                     : bits_.fetch_and(~(writer | marked), Rules::writer_leaves);
    if ((before & marked) == 0) return;
    if (Rules::writer_wakes_all) {
      lot.unpark_all(bits_);
    } else {
      lot.unpark(bits_, [](void*, bool) {});
    }
  }

  // Meant for when no other thread is about.
  bool is_idle() const { return bits_.load(std::memory_order_relaxed) == 0; }

 private:
  static constexpr std::uint32_t writer = 1, marked = 2, reader = 4;

  // Marks the word, if it is still what was seen, and parks; what it is then.
  template <class Lot, class Way>
  std::uint32_t wait_while(Lot& lot, Way& way, std::uint32_t seen) {
    if ((seen & marked) == 0 &&
        !bits_.compare_exchange_strong(seen, seen | marked, std::memory_order_relaxed))
      return seen;
    lot.template park<std::uint32_t>(bits_, seen | marked, nullptr, way);
    return bits_.load(std::memory_order_relaxed);
  }

  sync::atomic<std::uint32_t> bits_{0};
};

using rw_mutex = basic_rw_mutex<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
