// Threads: what making one and waiting for its end order, and how loops wait.
#include <cstdlib>
#include <thread>

#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

void ordered_by_its_life() {
  sync::var<int> data{0};
  data.set(1);
  sync::thread child([&] { data.set(data.get() + 1); });
  child.join();
  sync::check(data.get() == 2, "what the child wrote");
}

void not_joined_yet() {
  sync::var<int> data{0};
  sync::thread child([&] { data.set(1); });
  data.set(2);
  child.join();
}

void waits_for_a_flag() {
  sync::atomic<int> flag{0};
  sync::parallel([&] { sync::spin_until([&] { return flag.load() == 1; }); },
                 [&] { flag.store(1); });
}

void waits_for_ever() {
  sync::atomic<int> flag{0};
  sync::parallel([&] { sync::spin_until([&] { return flag.load() == 2; }); },
                 [&] { flag.store(1); });
}

void yields_until_a_flag() {
  sync::atomic<int> flag{0};
  sync::parallel(
      [&] {
        while (flag.load(relaxed) == 0) sync::yield();
      },
      [&] { flag.store(1, relaxed); });
}

void store_buffering() {
  sync::atomic<int> x{0}, y{0};
  int a = 1, b = 1;
  sync::parallel(
      [&] {
        x.store(1);
        a = y.load();
      },
      [&] {
        y.store(1);
        b = x.load();
      });
  sync::check(a == 1 || b == 1, "one of them is seen");
}

void own_slot() {
  sync::thread_local_ptr<int> mine;
  int one = 1, two = 2;
  const auto keep = [&](int& value) {
    sync::check(mine.get() == nullptr, "empty at first");
    mine.set(&value);
    sync::yield();
    sync::check(mine.get() == &value, "nobody else's");
  };
  sync::parallel([&] { keep(one); }, [&] { keep(two); });
}

void acts_at_its_end() {
  bool acted = false;
  sync::thread t([&] { sync::at_thread_exit([&] { acted = true; }); });
  t.join();
  sync::check(acted, "before it is joined");
}

// What is not the engine's: another status than 0, so that a broken engine is noticed.
void ends_the_process() { std::exit(3); }
void starts_a_real_thread() {
  std::thread([] {}).join();
}

}  // namespace

engine_cases thread_cases() {
  return {
      {"ordered_by_its_life", ordered_by_its_life, "1 complete", "1 complete"},
      {"not_joined_yet", not_joined_yet, "race", "race"},
      {"waits_for_a_flag", waits_for_a_flag, "1 complete", "1 complete"},
      {"waits_for_ever", waits_for_ever, "deadlock", "deadlock"},
      {"yields_until_a_flag", yields_until_a_flag, "2 complete", "2 complete"},
      {"store_buffering", store_buffering, "3 complete", "3 complete"},
      {"acts_at_its_end", acts_at_its_end, "1 complete", "1 complete"},
      {"ends_the_process", ends_the_process, "crash", "crash"},
      {"starts_a_real_thread", starts_a_real_thread, "misuse", "misuse"},
      {"own_slot", own_slot, "1 complete", "1 complete"},
  };
}

}  // namespace suture::testing
