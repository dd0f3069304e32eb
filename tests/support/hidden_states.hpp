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

}  // namespace suture::testing
