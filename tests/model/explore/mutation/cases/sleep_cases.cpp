// Futex and condition variable: nobody sleeps through a wake-up, and who is woken is not settled.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

void never_by_chance(limits& l) { l.spurious_wakeups = 0; }
void once_by_chance(limits& l) { l.spurious_wakeups = 1; }

void sleeps_until_woken() {
  sync::atomic<std::uint32_t> word{0};
  sync::parallel(
      [&] {
        while (word.load() == 0) sync::futex_wait(word, 0);
      },
      [&] {
        word.store(1);
        sync::futex_wake(word, 1);
      });
}

void woken_before_the_store() {
  sync::atomic<std::uint32_t> word{0};
  sync::parallel(
      [&] {
        while (word.load() == 0) sync::futex_wait(word, 0);
      },
      [&] {
        sync::futex_wake(word, 1);
        word.store(1);
      });
}

void sure_of_what_woke_it() {
  sync::atomic<std::uint32_t> word{0};
  sync::parallel(
      [&] {
        if (sync::futex_wait(word, 0) == sync::futex_status::woken) {
          sync::check(word.load() == 1, "woken by the other");
        }
      },
      [&] {
        word.store(1);
        sync::futex_wake(word, 1);
      });
}

void never_interrupted() {
  sync::atomic<std::uint32_t> word{0};
  sync::parallel(
      [&] {
        sync::check(sync::futex_wait(word, 0) != sync::futex_status::interrupted, "no signal");
      },
      [&] {
        word.store(1);
        sync::futex_wake(word, 1);
      });
}

// Where both sleep, either may be woken first.
void two_sleepers() {
  sync::atomic<std::uint32_t> word{0};
  const auto sleep = [&] {
    if (word.load() == 0) sync::futex_wait(word, 0);
  };
  sync::parallel(sleep, sleep, [&] {
    word.store(1);
    sync::futex_wake(word, 1);
    sync::futex_wake(word, 1);
  });
}

void notified_under_the_lock() {
  sync::mutex m;
  sync::condition_variable c;
  sync::var<bool> ready{false};
  sync::parallel(
      [&] {
        sync::unique_lock<sync::mutex> held(m);
        c.wait(held, [&] { return ready.get(); });
      },
      [&] {
        const sync::lock_guard<sync::mutex> held(m);
        ready.set(true);
        c.notify_one();
      });
}

void waits_without_a_condition() {
  sync::mutex m;
  sync::condition_variable c;
  sync::parallel(
      [&] {
        sync::unique_lock<sync::mutex> held(m);
        c.wait(held);
      },
      [&] { c.notify_one(); });
}

void woken_by_another_bit() {
  sync::atomic<std::uint32_t> word{0};
  std::uint32_t woken = 0;
  sync::parallel([&] { sync::futex_wait_bitset(word, 0, 1); },
                 [&] {
                   woken = sync::futex_wake_bitset(word, 1, 2);
                   word.store(1);
                   sync::futex_wake(word, 1);
                 });
  sync::check(woken == 0, "nobody has that bit");
}

void woken_by_no_bit() {
  sync::atomic<std::uint32_t> word{0};
  sync::futex_wake_bitset(word, 1, 0);
}

void moved_too_late() {
  sync::atomic<std::uint32_t> from{1}, to{0};
  sync::check(!sync::futex_cmp_requeue(from, 0, 1, 1, to), "the word has changed");
}

// Whether it wakes for no reason before it is moved or after, nobody is left in a queue.
void moved_and_woken() {
  sync::atomic<std::uint32_t> from{0}, to{0};
  sync::thread sleeper([&] { sync::futex_wait(from, 0); });
  if (sync::futex_cmp_requeue(from, 0, 0, 1, to).value_or(0) == 0) {
    from.store(1);
    sync::futex_wake(from, 1);
  }
  sync::futex_wake(to, 1);
  sleeper.join();
  sync::check(sync::futex_wake(to, 1) == 0, "nobody sleeps there any more");
}

// What parks sleeps on a futex, and has its rules.
void parked() {
  sync::parker p;
  sync::atomic<int> ready{0};
  sync::parallel(
      [&] {
        while (ready.load() == 0) p.park();
      },
      [&] {
        ready.store(1);
        p.unpark();
      });
}

}  // namespace

engine_cases sleep_cases() {
  return {
      {"sleeps_until_woken", sleeps_until_woken, "4 complete", "4 complete", never_by_chance},
      {"woken_before_the_store", woken_before_the_store, "lost-wakeup", "lost-wakeup",
       never_by_chance},
      {"sure_of_what_woke_it", sure_of_what_woke_it, "3 complete", "3 complete", never_by_chance},
      {"sure_of_what_woke_it, by chance", sure_of_what_woke_it, "check", "check", once_by_chance},
      {"never_interrupted", never_interrupted, "3 complete", "3 complete", never_by_chance},
      {"never_interrupted, by chance", never_interrupted, "check", "check", once_by_chance},
      {"two_sleepers", two_sleepers, "31 complete", "31 complete", never_by_chance},
      {"notified_under_the_lock", notified_under_the_lock, "2 complete", "2 complete",
       never_by_chance},
      {"notified_under_the_lock, with chance", notified_under_the_lock, "5 complete", "5 complete",
       once_by_chance},
      {"woken_by_another_bit", woken_by_another_bit, "4 complete", "4 complete", never_by_chance},
      {"woken_by_no_bit", woken_by_no_bit, "misuse", "misuse"},
      {"moved_too_late", moved_too_late, "1 complete", "1 complete"},
      {"moved_and_woken", moved_and_woken, "14 complete", "14 complete", once_by_chance},
      {"parked", parked, "19 complete", "19 complete", once_by_chance},
      {"waits_without_a_condition", waits_without_a_condition, "lost-wakeup", "lost-wakeup",
       never_by_chance},
  };
}

}  // namespace suture::testing
