// Semaphores, latches, barriers and calls made once: what they hand over, and how far they count.
#include <utility>

#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

void permit_hands_over() {
  sync::var<int> data{0};
  sync::binary_semaphore given{0};
  sync::parallel(
      [&] {
        data.set(1);
        given.release();
      },
      [&] {
        given.acquire();
        sync::check(data.get() == 1, "what was given");
      });
}

void latch_hands_over() {
  sync::var<int> data{0};
  sync::latch done{1};
  sync::parallel(
      [&] {
        data.set(1);
        done.count_down();
      },
      [&] {
        done.wait();
        sync::check(data.get() == 1, "what was done");
      });
}

// Whoever comes last, the other one's data is there in the next phase.
void barrier_hands_over() {
  sync::var<int> one{0}, two{0};
  sync::barrier<> both{2};
  sync::parallel(
      [&] {
        one.set(1);
        both.arrive_and_wait();
        sync::check(two.get() == 1, "what the other did");
      },
      [&] {
        two.set(1);
        both.arrive_and_wait();
        sync::check(one.get() == 1, "what the other did");
      });
}

void call_hands_over() {
  sync::var<int> data{0};
  sync::once_flag called;
  const auto use = [&] {
    sync::call_once(called, [&] { data.set(data.get() + 1); });
    sync::check(data.get() == 1, "once");
  };
  sync::parallel(use, use);
}

void call_fails_at_first() {
  sync::once_flag called;
  int calls = 0;
  try {
    sync::call_once(called, [&] {
      ++calls;
      throw calls;
    });
  } catch (int) {
  }
  sync::call_once(called, [&] { ++calls; });
  sync::check(calls == 2, "the second one counts");
}

void released_twice() {
  sync::binary_semaphore s{1};
  s.release();
}

void counted_below_zero() {
  sync::latch l{1};
  l.count_down(2);
}

void arrives_too_often() {
  sync::barrier<> b{2};
  static_cast<void>(b.arrive(3));
}

// The first phase's gate may be opened after the second one's.
void arrives_without_waiting() {
  sync::barrier<> b{2};
  sync::parallel(
      [&] {
        b.arrive_and_drop();
        b.arrive_and_wait();
      },
      [&] { b.arrive_and_wait(); });
}

void waits_for_an_old_phase() {
  sync::barrier<> b{1};
  auto token = b.arrive();
  static_cast<void>(b.arrive());
  b.wait(std::move(token));
}

}  // namespace

engine_cases counting_cases() {
  return {
      {"permit_hands_over", permit_hands_over, "1 complete", "1 complete"},
      {"latch_hands_over", latch_hands_over, "1 complete", "1 complete"},
      {"barrier_hands_over", barrier_hands_over, "2 complete", "2 complete"},
      {"call_hands_over", call_hands_over, "2 complete", "2 complete"},
      {"call_fails_at_first", call_fails_at_first, "1 complete", "1 complete"},
      {"released_twice", released_twice, "misuse", "misuse"},
      {"counted_below_zero", counted_below_zero, "misuse", "misuse"},
      {"arrives_too_often", arrives_too_often, "misuse", "misuse"},
      {"arrives_without_waiting", arrives_without_waiting, "misuse", "misuse"},
      {"waits_for_an_old_phase", waits_for_an_old_phase, "misuse", "misuse"},
  };
}

}  // namespace suture::testing
