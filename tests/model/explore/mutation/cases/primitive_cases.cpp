// Atomic waits, asymmetric fences and daemons.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

void sleeps_until_a_flag() {
  sync::atomic<int> flag{0};
  sync::parallel([&] { flag.wait(0); },
                 [&] {
                   flag.store(1);
                   flag.notify_one();
                 });
}

// Who sleeps on the latest value is not the one to be woken.
void one_is_told_of_a_change() {
  sync::atomic<int> x{0};
  sync::thread first([&] { x.wait(0); });
  sync::thread second([&] { x.wait(1); });
  x.store(1);
  x.notify_one();
  first.join();
  x.store(2);
  x.notify_all();
  second.join();
}

// The flag is relaxed, and the notification orders nothing: on each way out of the wait the other
// store may be seen or not.
void told_nothing_else() {
  sync::atomic<int> before{0};
  sync::atomic<int> flag{0};
  sync::parallel(
      [&] {
        before.store(1, relaxed);
        flag.store(1, relaxed);
        flag.notify_one();
      },
      [&] {
        flag.wait(0, relaxed);
        before.load(relaxed);
      });
}

// So it is a race.
void told_by_a_notification() {
  sync::var<int> data{0};
  sync::atomic<int> flag{0};
  sync::parallel(
      [&] {
        data.set(1);
        flag.store(1, relaxed);
        flag.notify_one();
      },
      [&] {
        flag.wait(0, relaxed);
        data.get();
      });
}

// Store buffering: does somebody see the other's store?
template <bool Heavy>
void fenced() {
  sync::atomic<int> x{0}, y{0};
  bool x_seen = false, y_seen = false;
  sync::parallel(
      [&] {
        x.store(1, relaxed);
        sync::asymmetric_thread_fence_light();
        y_seen = y.load(relaxed) == 1;
      },
      [&] {
        y.store(1, relaxed);
        if (Heavy) {
          sync::asymmetric_thread_fence_heavy();
        } else {
          sync::asymmetric_thread_fence_light();
        }
        x_seen = x.load(relaxed) == 1;
      });
  sync::check(x_seen || y_seen, "one does");
}

// The one who takes the pointer has a count before the other one drops the last.
void taken_and_replaced() {
  sync::atomic<sync::shared_ptr<int>> owner{sync::make_shared<int>(1)};
  sync::parallel([&] { sync::check(*owner.load() == 1, "the first or the second one"); },
                 [&] { owner.store(sync::make_shared<int>(1)); });
}

// Made before the first run: what one run has made is not the next one's.
sync::atomic<int> never{0};

void hanging_daemon() {
  sync::thread([] { never.wait(0); }).detach();
}

}  // namespace

engine_cases primitive_cases() {
  return {
      {"sleeps_until_a_flag", sleeps_until_a_flag, "4 complete", "4 complete"},
      {"one_is_told_of_a_change", one_is_told_of_a_change, "26 complete", "26 complete"},
      {"told_nothing_else", told_nothing_else, "", "8 complete"},
      {"told_by_a_notification", told_by_a_notification, "", "race"},
      {"taken_and_replaced", taken_and_replaced, "3 complete", "3 complete"},
      {"fenced, heavy", fenced<true>, "3 complete", "3 complete"},
      {"fenced, light", fenced<false>, "3 complete", "check"},
      {"hanging_daemon", hanging_daemon, "1 complete", "1 complete"},
  };
}

}  // namespace suture::testing
