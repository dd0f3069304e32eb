// Loops that have no effect, and some that only seem to.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

using atomic_int = sync::atomic<int>;

void looks_twice() {
  atomic_int x{0};
  bool late = false;
  sync::parallel(
      [&] {
        if (x.load() == 0) sync::yield();
        late = x.load() == 0;
      },
      [&] { x.store(1); });
  sync::check(!late, "the second look sees the store");
}

void waits_for_a_flag() {
  atomic_int flag{0};
  sync::parallel(
      [&] {
        while (flag.load() == 0) sync::yield();
      },
      [&] { flag.store(1); });
}

void waits_for_ever() {
  atomic_int flag{0};
  sync::parallel(
      [&] {
        while (flag.load() == 0) {
        }
      },
      [] {});
}

void has_a_patience() {
  atomic_int x{0};
  bool late = false;
  sync::parallel(
      [&] {
        volatile int tries = 0;
        while (x.load() == 0 && !late) {
          tries = tries + 1;
          late = tries == 5;
        }
      },
      [&] { x.store(1); });
  sync::check(!late, "five looks suffice");
}

void has_a_patience_elsewhere() {
  atomic_int x{0};
  int tries = 0;
  sync::parallel(
      [&] {
        while (x.load() == 0 && ++tries < 4) {
        }
      },
      [&] { x.store(1); });
  sync::check(tries < 4, "four looks suffice");
}

void counts_in_an_update() {
  atomic_int x{0};
  while (x.fetch_add(1) < 5) sync::yield();
}

void counts_in_a_store() {
  atomic_int x{0}, y{0};
  while (x.load() < 5) {
    y.store(x.load() + 1);
    x.store(y.load());
    sync::yield();
  }
}

void counts_its_rounds() {
  atomic_int flag{0};
  sync::parallel(
      [&] {
        volatile int rounds = 0;
        while (flag.load() == 0) {
          rounds = rounds + 1;
          sync::yield();
        }
      },
      [&] { flag.store(1); });
}

void five_rounds(limits& l) { l.spins = 5; }

void chooses_to_end() {
  sync::parallel(
      [] {
        while (sync::choose(2) == 0) sync::yield();
      },
      [] {});
}

}  // namespace

engine_cases loop_cases() {
  return {
      {"a look, a yield and another look", looks_twice, "check", "check"},
      {"a loop that waits for a flag", waits_for_a_flag, "2 complete", "2 complete"},
      {"a loop that waits for ever", waits_for_ever, "deadlock", "deadlock"},
      {"a loop with patience", has_a_patience, "check", "check"},
      {"a loop with patience out of sight", has_a_patience_elsewhere, "check", "check"},
      {"a loop that counts in an update", counts_in_an_update, "1 complete", "1 complete"},
      {"a loop that counts in a store", counts_in_a_store, "1 complete", "1 complete"},
      {"a loop that counts its rounds", counts_its_rounds, "6 complete, 1 bounded",
       "6 complete, 1 bounded", five_rounds},
      {"a loop that may choose to end", chooses_to_end, "2 complete", "2 complete"},
  };
}

}  // namespace suture::testing
