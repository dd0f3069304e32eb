// Timed waits and the virtual clock.
#include <chrono>

#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

using namespace std::chrono_literals;

void calm(limits& l) { l.spurious_wakeups = l.clock_jumps = 0; }

void once(limits& l) {
  calm(l);
  l.time_outs = 1;
}

void impatient() {
  sync::timed_mutex m;
  bool got = false;
  sync::parallel(
      [&] {
        got = m.try_lock_for(5ms);
        if (got) m.unlock();
      },
      [&] { const sync::lock_guard<sync::timed_mutex> held(m); });
  sync::check(got, "it has the mutex in time");
}

void times_out_twice() {
  sync::timed_mutex m;
  const sync::lock_guard<sync::timed_mutex> held(m);
  sync::parallel([&] {
    for (int i = 0; i < 2; ++i) sync::check(!m.try_lock_for(1ms), "it is held");
  });
}

void needs_no_second_time_out() {
  sync::timed_mutex m;
  sync::parallel(
      [&] {
        while (!m.try_lock_for(1ms)) {
        }
        m.unlock();
      },
      [&] { const sync::lock_guard<sync::timed_mutex> held(m); });
}

void deadline_has_come() {
  sync::timed_mutex m;
  const sync::lock_guard<sync::timed_mutex> held(m);
  sync::parallel([&] {
    const auto before = sync::clock::now();
    sync::check(!m.try_lock_for(7ms), "it is held");
    sync::check(sync::clock::now() - before >= 7ms, "seven milliseconds have gone by");
  });
}

void both_say_the_same() {
  sync::atomic<std::uint32_t> word{0};
  auto how = sync::futex_status::value_changed;
  std::uint32_t woken = 0;
  sync::parallel([&] { how = sync::futex_wait_for(word, 0, 5ms); },
                 [&] { woken = sync::futex_wake(word, 1); });
  sync::check((how == sync::futex_status::woken) == (woken == 1), "sleeper and waker agree");
}

void slept() {
  const auto before = sync::clock::now();
  sync::this_thread::sleep_for(3ms);
  sync::check(sync::clock::now() - before >= 3ms, "three milliseconds have gone by");
}

void no_time_between() {
  const auto before = sync::clock::now();
  sync::check(sync::clock::now() - before < 1ms, "no more than a nanosecond or two");
}

}  // namespace

engine_cases time_cases() {
  return {
      {"impatient", impatient, "check", "check", calm},
      {"needs no second time-out, with one allowed", needs_no_second_time_out,
       "2 complete, 1 bounded", "2 complete, 1 bounded", once},
      {"times_out_twice", times_out_twice, "1 complete", "1 complete", calm},
      {"times_out_twice, with one allowed", times_out_twice, "0 complete, 1 bounded",
       "0 complete, 1 bounded", once},
      {"deadline_has_come", deadline_has_come, "1 complete", "1 complete", calm},
      {"both_say_the_same", both_say_the_same, "4 complete", "4 complete", calm},
      {"slept", slept, "1 complete", "1 complete", calm},
      {"no_time_between", no_time_between, "1 complete", "1 complete", calm},
      {"no_time_between, with a jump", no_time_between, "check", "check"},
  };
}

}  // namespace suture::testing
