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

// More rounds than are allowed to a loop without effect.
void writes_in_each_round() {
  atomic_int x{0};
  for (int i = 0; i < 20; ++i) {
    x.store(i);
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

void counts_in_a_register() {
  atomic_int flag{0};
  volatile int last = 0;
  sync::parallel(
      [&] {
        int rounds = 0;
        while (flag.load() == 0) {
          ++rounds;
          sync::yield();
        }
        last = rounds;
      },
      [&] { flag.store(1); });
}

// It looks elsewhere from some round on, which nothing that can be seen tells before.
void turns_to_another() {
  atomic_int x{0}, y{1};
  int looks = 0;
  sync::parallel(
      [&] {
        while ((++looks < 10 ? x : y).load() == 0) {
        }
      },
      [] {});
}

void has_much_patience_elsewhere() {
  atomic_int x{0};
  int tries = 0;
  sync::parallel(
      [&] {
        while (x.load() == 0 && ++tries < 300) {
        }
      },
      [] {});
}

void follows_another() {
  atomic_int x{0};
  sync::parallel(
      [&] {
        volatile int sum = 0;
        for (int seen = 0; (seen = x.load()) < 3;) {
          sum = sum + seen + 1;
          sync::yield();
        }
      },
      [&] {
        for (int i = 1; i <= 3; ++i) x.store(i);
      });
}

void looks_and_writes() {
  atomic_int x{0};
  sync::spin_until([&] { return x.fetch_add(1) == 3; });
}

void two_rounds(limits& l) { l.spins = 2; }
void five_rounds(limits& l) { l.spins = 5; }

void chooses_to_end() {
  sync::parallel(
      [] {
        while (sync::choose(2) == 0) sync::yield();
      },
      [] {});
}

void counts_elsewhere() {
  atomic_int x{0};
  int rounds = 0;
  sync::parallel(
      [&] {
        while (x.load() == 0) ++rounds;
      },
      [&] { x.store(1); });
  sync::check(rounds < 3, "it does not go round three times");
}

void counts_in_static_data() {
  static int rounds = 0;
  rounds = 0;
  atomic_int x{0};
  sync::parallel(
      [&] {
        while (x.load() == 0) ++rounds;
      },
      [&] { x.store(1); });
  sync::check(rounds < 3, "it does not go round three times");
}

void waits_for_plain_data() {
  sync::var<int> flag{0};
  sync::parallel(
      [&] {
        while (flag.get() == 0) {
        }
      },
      [&] { flag.set(1); });
}

void tries_three_times() {
  atomic_int x{0};
  for (int i = 0; i < 3; ++i) {
    int expected = 0;
    if (x.compare_exchange_weak(expected, 1)) return;
  }
}

}  // namespace

engine_cases loop_cases() {
  return {
      {"a look, a yield and another look", looks_twice, "check", "check"},
      {"a loop that waits for a flag", waits_for_a_flag, "2 complete", "2 complete"},
      {"a loop that waits for ever", waits_for_ever, "deadlock", "deadlock"},
      {"a loop with patience", has_a_patience, "check", "check"},
      {"a loop with patience out of sight", has_a_patience_elsewhere, "check", "check"},
      {"a loop that counts out of sight", counts_elsewhere, "check", "check"},
      {"a loop that counts in static data", counts_in_static_data, "check", "check"},
      {"a loop that counts in an update", counts_in_an_update, "1 complete", "1 complete"},
      {"a loop that counts in a store", counts_in_a_store, "1 complete", "1 complete"},
      {"a loop that writes in each round", writes_in_each_round, "1 complete", "1 complete",
       five_rounds},
      {"a loop that counts its rounds", counts_its_rounds, "6 complete, 1 bounded",
       "6 complete, 1 bounded", five_rounds},
      {"a loop that counts its rounds in a register", counts_in_a_register, "6 complete, 1 bounded",
       "6 complete, 1 bounded", five_rounds},
      {"a loop that turns to another place", turns_to_another, "1 complete", "1 complete"},
      {"a loop with much patience", has_much_patience_elsewhere, "0 complete, 1 bounded",
       "0 complete, 1 bounded"},
      {"a loop that follows another", follows_another, "15 complete, 11 bounded",
       "15 complete, 11 bounded", two_rounds},
      {"a condition that writes", looks_and_writes, "misuse", "misuse"},
      {"a loop that looks at plain data", waits_for_plain_data, "race", "race"},
      {"a loop of three weak tries", tries_three_times, "3 complete, 1 bounded",
       "3 complete, 1 bounded"},
      {"a loop that may choose to end", chooses_to_end, "2 complete", "2 complete"},
  };
}

}  // namespace suture::testing
