// The execution under way: what the backend keeps beside Relacy's own state.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <new>
#include <utility>
#include <vector>

#include "model/sync/relacy/library.hpp"
#include "model/sync/site.hpp"

namespace suture::relacy {

constexpr unsigned max_threads = 4;  // besides the main one

// Exceptions being thrown and caught, as the C++ ABI keeps them per OS thread (Itanium C++ ABI,
// exception handling, 2.2.2). The pointer behind abi::__cxa_get_globals().
struct exception_globals {
  void* caught = nullptr;
  unsigned uncaught = 0;
};

// What a thread waits in, for the message and the kind of a deadlock: Relacy itself only knows that
// it waits.
enum class wait_kind : std::uint8_t { none, lock, futex, condition, join, spin };

struct thread_wait {
  bool alive = false;
  wait_kind kind = wait_kind::none;
  const sync::site* where = nullptr;
  const void* word = nullptr;                             // of a futex or atomic::wait; does it
  bool (*changed)(const void*, std::uint64_t) = nullptr;  // hold another value than
  std::uint64_t expected = 0;                             // the one its sleeper saw?
};

struct execution {
  unsigned threads_allowed = 0;
  unsigned threads_created = 0;
  unsigned threads_started = 0;
  // Relacy's index of a thread is not the order of creation; this maps it to sync's numbers.
  std::array<std::uint32_t, max_threads + 1> thread_ids{};
  std::array<thread_wait, max_threads + 1> waits{};  // by Relacy's index
  std::int64_t clock_ticks = 0;
  bool may_interrupt = false;  // the tree searches interrupt one futex wait per execution
  bool pruned = false;         // an assume() did not hold
  exception_globals* exceptions = nullptr;
  // What each thread does at its end, the last first; by Relacy's index.
  std::array<std::vector<std::function<void()>>, max_threads + 1> at_exit{};

  void begin() {
    // Of an execution that failed: what the actions refer to is gone.
    for (auto& left : at_exit)
      if (!left.empty()) ::new std::vector<std::function<void()>>(std::exchange(left, {}));
    threads_created = 0;
    threads_started = 0;
    thread_ids.fill(0);
    waits.fill({});
    clock_ticks = 0;
    may_interrupt = true;
    pruned = false;
  }
};

inline execution current;

// Ends the execution with a finding of this kind; never returns, and unwinds nothing.
[[noreturn]] void fail(const char* kind, const char* message, sync::site where);
// Ends the execution without one.
[[noreturn]] void prune(sync::site where);

// Each operation that may switch threads holds one of these. Relacy switches stacks but not the
// ABI's exception globals, so a switch inside a catch handler or a destructor run by unwinding
// would hand one thread's exception to another. A thread in neither pays two comparisons.
class operation {
 public:
  operation() {
    exception_globals& now = *current.exceptions;
    if (now.caught == nullptr && now.uncaught == 0) [[likely]]
      return;
    kept_ = now;
    now = {};
  }
  ~operation() {
    if (kept_.caught == nullptr && kept_.uncaught == 0) [[likely]]
      return;
    *current.exceptions = kept_;
  }
  operation(const operation&) = delete;
  operation& operator=(const operation&) = delete;

 private:
  exception_globals kept_;
};

// Held while the calling thread is inside of something that may wait.
class waiting {
 public:
  waiting(wait_kind kind, const sync::site& where)
      : slot_(current.waits[static_cast<std::size_t>(rl::thread_index())]), before_(slot_) {
    slot_ = {true, kind, &where};
  }
  template <class Bits>
  waiting(const sync::site& where, const rl::atomic<Bits>& word, Bits expected)
      : waiting(wait_kind::futex, where) {
    slot_.word = &word;
    slot_.expected = expected;
    slot_.changed = [](const void* at, std::uint64_t saw) {
      return static_cast<const rl::atomic<Bits>*>(at)->debug_value() != saw;
    };
  }
  ~waiting() { slot_ = before_; }
  waiting(const waiting&) = delete;
  waiting& operator=(const waiting&) = delete;

 private:
  thread_wait& slot_;
  thread_wait before_;
};

inline rl::debug_info info(sync::site where) { return {where.function, where.file, where.line}; }

}  // namespace suture::relacy
