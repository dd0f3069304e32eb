// Loops that have no effect, and yields: what the search makes of them, and what sampling does.
#include <chrono>
#include <memory>

#include "model/explore/bounded.hpp"
#include "model/sync/sanitizers.hpp"
#include "tests/model/engine/loops/loop_runs.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto acq = std::memory_order_acquire;
constexpr auto rel = std::memory_order_release;
using atomic_int = sync::atomic<int>;

// --- a yield waits for nothing

TEST(yield, lets_a_thread_look_twice_and_see_the_same) {
  for (int looks = 2; looks <= 4; ++looks) {
    expect_seen([=] {
      atomic_int x{0};
      bool late = true;
      sync::parallel(
          [&] {
            for (int i = 0; i < looks; ++i) {
              if (x.load() != 0) late = false;
              sync::yield();
            }
          },
          [&] { x.store(1); });
      sync::check(!late, "one of the looks sees the store");
    });
  }
}

TEST(yield, beside_nobody_is_nothing) {
  expect_verified([] {
    atomic_int x{0};
    sync::parallel(
        [&] {
          x.load();
          sync::yield();
          x.load();
        },
        [] {});
  });
  expect_verified([] {
    sync::yield();
    sync::yield();
  });
}

TEST(yield, does_not_starve_others_of_a_sample) {
  const auto body = [] {
    atomic_int work{0}, done{0};
    sync::parallel(
        [&] {
          while (done.load(rlx) == 0) sync::yield();
        },
        [&] {
          for (int i = 0; i < 200; ++i) work.store(i, rlx);
          done.store(1, rlx);
        });
  };
  const exploration e = sample(body, calm, 200);
  EXPECT_EQ(e.counts.complete, 200U);
  EXPECT_LT(e.counts.longest, 500U);
}

// --- loops that end when something changes

__attribute__((noinline)) void back_off(int rounds) {
  volatile char pause[48];
  for (char& c : const_cast<char(&)[48]>(pause)) c = static_cast<char>(rounds);
  sync::yield();
}

TEST(waiting_loop, is_gone_round_a_few_times_and_no_more) {
  const auto waits = [](auto loop) {
    return [loop] {
      atomic_int flag{0};
      sync::parallel([&] { loop(flag); }, [&] { flag.store(1, rel); });
    };
  };
  const auto few = [&](auto loop) {
    expect_verified(waits(loop));
    EXPECT_LE(search(waits(loop)).counts.runs(), 6U);
    EXPECT_EQ(sample(waits(loop)).counts.complete, 50U);
  };
  few([](atomic_int& flag) {
    while (flag.load() == 0) sync::yield();
  });
  few([](atomic_int& flag) {
    while (flag.load(acq) == 0) {
    }
  });
  few([](atomic_int& flag) {
    while (flag.load() == 0) back_off(3);
  });
  few([](atomic_int& flag) {
    do sync::yield();
    while (flag.load() == 0);
  });
  few([](atomic_int& flag) {
    for (int one = 1; !flag.compare_exchange_strong(one, 2); one = 1) {
    }
  });
  few([](atomic_int& flag) {
    while (flag.load(rlx) == 0) sync::fence(std::memory_order_acquire);
  });
}

TEST(waiting_loop, may_look_at_several_places) {
  const auto two = [](bool yields) {
    return [yields] {
      atomic_int a{0}, b{0};
      sync::parallel(
          [&] {
            while (a.load() == 0 || b.load() == 0) {
              if (yields) sync::yield();
            }
          },
          [&] {
            a.store(1);
            b.store(1);
          });
    };
  };
  expect_verified(two(true));
  expect_verified(two(false));
  // Now here, now there: only every other round is the same.
  expect_verified([] {
    atomic_int flags[2]{{0}, {0}};
    sync::parallel(
        [&] {
          for (int i = 0; flags[i].load() == 0; i = 1 - i) sync::yield();
        },
        [&] { flags[1].store(1); });
  });
}

TEST(waiting_loop, may_stand_in_another) {
  expect_verified([] {
    atomic_int a{0}, b{0};
    sync::parallel(
        [&] {
          do {
            while (a.load() == 0) sync::yield();
          } while (b.load() == 0);
        },
        [&] {
          a.store(1);
          b.store(1);
        });
  });
}

TEST(waiting_loop, may_stand_beside_spin_until) {
  expect_verified([] {
    atomic_int go{0};
    sync::parallel(
        [&] {
          while (go.load() == 0) sync::yield();
        },
        [&] { sync::spin_until([&] { return go.load() != 0; }); }, [&] { go.store(1); });
  });
}

TEST(waiting_loop, may_end_because_another_has_given_up) {
  expect_verified([] {
    atomic_int a{0}, b{0};
    sync::parallel(
        [&] {
          for (int i = 0; i < 3 && a.load() == 0; ++i) sync::yield();
          b.store(1);
        },
        [&] {
          while (b.load() == 0) sync::yield();
          a.store(1);
        });
  });
}

// --- loops that nobody ends

TEST(endless_wait, is_told_whatever_the_loop_is_made_of) {
  expect_stuck([] {
    atomic_int flag{0};
    while (flag.load() == 0) sync::yield();
  });
  expect_stuck([] {
    atomic_int flag{0};
    while (flag.load() == 0) {
    }
  });
  expect_stuck([] {
    sync::atomic<bool> taken{true};
    while (taken.exchange(true)) {
    }
  });
  expect_stuck([] {
    sync::mutex m;
    m.lock();
    sync::parallel([&] {
      while (!m.try_lock()) sync::yield();
    });
    m.unlock();
  });
  expect_stuck([] {
    for (;;) sync::yield();
  });
}

TEST(endless_wait, of_two_for_each_other) {
  const auto crossed = [](bool yields) {
    return [yields] {
      atomic_int a{0}, b{0};
      const auto wait = [&](atomic_int& x) {
        while (x.load() == 0) {
          if (yields) sync::yield();
        }
      };
      sync::parallel(
          [&] {
            wait(b);
            a.store(1);
          },
          [&] {
            wait(a);
            b.store(1);
          });
    };
  };
  expect_stuck(crossed(true));
  expect_stuck(crossed(false));
}

// Two that try to take what is never given back write over each other, and change nothing.
TEST(endless_wait, of_two_that_write_back_what_they_read) {
  expect_stuck([] {
    sync::atomic<bool> taken{true};
    const auto take = [&] {
      while (taken.exchange(true)) sync::yield();
    };
    sync::parallel(take, take);
  });
}

TEST(endless_wait, is_none_where_it_might_choose_to_end) {
  expect_verified([] {
    while (sync::choose(2) == 0) sync::yield();
  });
}

// --- state that the stack does not show

struct patient {
  int tries = 0;

  bool waits(const atomic_int& x, int patience, bool yields) {
    while (x.load() == 0) {
      if (++tries == patience) return false;
      if (yields) sync::yield();
    }
    return true;
  }
};

TEST(hidden_counter, is_seen_wherever_it_is) {
  for (const bool yields : {true, false}) {
    for (const int patience : {1, 2, 3, 5}) {
      const auto beside_a_store = [&](auto body) {
        expect_seen([body] {
          atomic_int x{0};
          bool ok = true;
          body(x, ok);
          sync::check(ok, "patience does not run out");
        });
      };
      beside_a_store([=](atomic_int& x, bool& ok) {  // in another thread's frame
        patient p;
        sync::parallel([&] { ok = p.waits(x, patience, yields); }, [&] { x.store(1); });
      });
      beside_a_store([=](atomic_int& x, bool& ok) {  // on the heap
        const auto p = std::make_unique<patient>();
        sync::parallel([&] { ok = p->waits(x, patience, yields); }, [&] { x.store(1); });
      });
      beside_a_store([=](atomic_int& x, bool& ok) {  // in its own frame
        sync::parallel(
            [&] {
              patient p;
              ok = p.waits(x, patience, yields);
            },
            [&] { x.store(1); });
      });
    }
  }
}

TEST(hidden_counter, ends_a_loop_that_nobody_else_ends) {
  const auto body = [] {
    atomic_int x{0};
    int tries = 0;
    sync::thread other([&] {
      while (x.load() == 0 && ++tries < 20) sync::yield();
    });
    other.join();
  };
  expect_verified(body);
  EXPECT_EQ(sample(body).counts.complete, 50U);
}

// What the rounds change and nobody reads in the loop is a state, too.
TEST(hidden_counter, is_seen_where_it_is_read_after_the_loop) {
  for (const bool yields : {true, false}) {
    const auto few = [yields](atomic_int& x, int& rounds) {
      sync::parallel(
          [&] {
            while (x.load() == 0) {
              ++rounds;
              if (yields) sync::yield();
            }
          },
          [&] { x.store(1); });
      sync::check(rounds < 3, "it does not go round three times");
    };
    expect_seen([few] {  // in another thread's frame
      atomic_int x{0};
      int rounds = 0;
      few(x, rounds);
    });
    expect_seen([few] {  // in static data
      static int rounds = 0;
      atomic_int x{0};
      rounds = 0;
      few(x, rounds);
    });
#if !SUTURE_WITH_ASAN && !SUTURE_WITH_TSAN  // whose malloc has a heap of its own
    expect_seen([few] {                     // in memory of malloc
      atomic_int x{0};
      const auto rounds = std::make_unique<int>(0);
      few(x, *rounds);
    });
#endif
    expect_seen([few] {  // in a block of the run
      atomic_int x{0};
      auto* const rounds = static_cast<int*>(sync::allocate(sizeof(int)));
      *rounds = 0;
      few(x, *rounds);
      sync::deallocate(rounds);
    });
  }
}

// What comes only in a later round is found as what it is, and where its run is made again.
TEST(hidden_counter, leads_to_findings_on_the_record) {
  const auto in_a_late_round = [](auto act) {
    return [act] {
      atomic_int x{0};
      sync::mutex m;
      int rounds = 0;
      sync::parallel(
          [&] {
            while (x.load() == 0) {
              if (++rounds == 20) act(m);
              sync::yield();
            }
          },
          [&] { x.store(1); });
    };
  };
  EXPECT_EQ(kind_of(search(in_a_late_round([](sync::mutex& m) { m.unlock(); }))), "misuse");
  EXPECT_EQ(kind_of(search(
                in_a_late_round([](sync::mutex&) { *reinterpret_cast<volatile int*>(8) = 1; }))),
            "crash");
}

// --- loops that count

TEST(counting_loop, is_a_bound_of_the_search) {
  const auto body = [](bool set) {
    return [set] {
      atomic_int flag{0};
      volatile int last = 0;
      sync::parallel(
          [&] {
            int n = 0;
            while (flag.load() == 0) {
              ++n;
              sync::yield();
            }
            last = n;
          },
          [&] {
            if (set) flag.store(1);
          });
    };
  };
  const exploration never = search(body(false));
  EXPECT_EQ(kind_of(never), "none");
  EXPECT_EQ(never.counts.bounded, 1U);
  EXPECT_EQ(never.counts.complete, 0U);
  const exploration set = search(body(true));
  EXPECT_EQ(set.counts.bounded, 1U);
  EXPECT_EQ(set.counts.complete, calm.spins + 1);
  limits few = calm;
  few.spins = 5;
  EXPECT_EQ(search(body(true), few).counts.complete, 6U);
  EXPECT_EQ(sample(body(true), few).counts.complete, 50U);
}

// Forty rounds are none that the bound cuts off, nor is a walk over many places.
TEST(counting_loop, that_ends_by_itself_is_no_bound) {
  expect_verified([] {
    atomic_int flag{0};
    for (int i = 0; i < 40 && flag.load() == 0; ++i) sync::yield();
  });
  expect_verified([] {
    std::vector<atomic_int> many(100);
    int sum = 0;
    for (const atomic_int& one : many) sum += one.load(rlx);
    sync::check(sum == 0, "zeros");
  });
}

// An attempt on a mutex looks first whether somebody takes it together with others, and others may
// go on between the two looks. Both are this thread's.
TEST(waiting_loop, of_attempts_stands_on_its_own_stack) {
  const auto body = [] {
    sync::timed_mutex first, second;
    sync::var<int> inside{0};
    const auto deep = [&](auto again, int depth) -> void {
      volatile char room[256];
      room[0] = static_cast<char>(depth);
      if (depth > 0) return again(again, depth - 1 + (room[0] - room[0]));
      while (!first.try_lock_for(std::chrono::nanoseconds(0))) sync::yield();
      inside.set(inside.get() + 1);
      first.unlock();
    };
    sync::parallel([&] { deep(deep, 0); }, [&] { deep(deep, 8); },
                   [&] {
                     const sync::scoped_lock both(first, second);
                     inside.set(inside.get() + 1);
                   });
  };
  const exploration some = sample(body, calm, 5'000);
  EXPECT_EQ(message_of(some), "");
  EXPECT_EQ(some.counts.complete, 5'000U);
}

}  // namespace
}  // namespace suture::testing
