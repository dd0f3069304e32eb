// Bodies whose loops keep a state that the stack of the thread does not show.
#pragma once

#include "model/sync/sync.hpp"

namespace suture::testing {

// Gives up after `patience` looks; where that is 0, never.
inline void spin(sync::atomic<int>& on, int& patience, bool& gave_up) {
  while (on.load() == 0) {
    if (patience > 0 && --patience == 0) {
      gave_up = true;
      return;
    }
  }
}

// Two threads wait at one line of the source: the first for ever, the other so long.
inline void wait_at_one_line(int patience) {
  static int for_ever = 0, some = 0;
  for_ever = 0;
  some = patience;
  sync::atomic<int> first{0}, second{0};
  bool gave_up = false;
  sync::parallel([&] { spin(first, for_ever, gave_up); }, [&] { spin(second, some, gave_up); },
                 [&] {
                   first.store(1);
                   second.store(1);
                 });
  sync::check(!gave_up, "nobody gives up");
}

// Counts its rounds in `rounds`, and gives up after so many.
inline void wait_counting(int& rounds, int patience) {
  rounds = 0;
  sync::atomic<int> flag{0};
  bool gave_up = false;
  sync::parallel(
      [&] {
        while (flag.load() == 0 && !gave_up) gave_up = ++rounds == patience;
      },
      [&] { flag.store(1); });
  sync::check(!gave_up, "nobody gives up");
}

// Marks in `seen` each of 0 and 1 that it reads before it reads 2, and says whether it was both.
// Where not `marks` it only reads.
inline bool mark_what_is_read(bool* seen, bool marks = true) {
  seen[0] = seen[1] = false;
  sync::atomic<int> flag{0};
  sync::parallel(
      [&] {
        for (int v = 0; (v = flag.load()) != 2; sync::yield()) {
          if (marks) seen[v] = true;
        }
      },
      [&] {
        flag.store(1);
        flag.store(2);
      });
  return seen[0] && seen[1];
}

// Two flags that each a failure by chance sets, and no other. Says whether both are set.
inline bool fail_at_both() {
  sync::atomic<int> a{0}, b{0};
  bool at_a = false, at_b = false;
  int expected = 0;
  while (!a.compare_exchange_weak(expected, 1)) at_a = true;
  expected = 0;
  while (!b.compare_exchange_weak(expected, 1)) at_b = true;
  return at_a && at_b;
}

// Fails by chance, waits for another value, and fails there. Says how often it has failed.
inline int fail_and_wait() {
  sync::atomic<int> x{0};
  int failures = 0;
  sync::parallel(
      [&] {
        for (int round = 0; round < 2; ++round) {
          int expected = round;
          if (x.compare_exchange_weak(expected, 9) || expected != round) return;
          ++failures;
          while (x.load() == 0) {
          }
        }
      },
      [&] { x.store(1); });
  return failures;
}

// As often as it fails by chance while its value is still there; where no other value has come it
// does not try again.
inline int fail_and_give_up() {
  sync::atomic<int> x{0};
  int failures = 0;
  sync::parallel(
      [&] {
        for (int last = x.load();;) {
          int expected = last;
          if (x.compare_exchange_weak(expected, 9) || expected != last) return;
          ++failures;
          expected = x.load();
          if (expected == last) return;
          last = expected;
        }
      },
      [&] { x.store(1); });
  return failures;
}

}  // namespace suture::testing
