// Locks that are loops: by exchange, by compare-exchange, by tickets, with patience.
#include <memory>

#include "model/explore/bounded.hpp"
#include "tests/model/engine/loops/loop_runs.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto acq = std::memory_order_acquire;
constexpr auto rel = std::memory_order_release;
using atomic_int = sync::atomic<int>;

template <class Enter, class Leave>
void expect_exclusive(Enter enter, Leave leave) {
  expect_verified([=] {
    atomic_int word{0};
    sync::var<int> n{0};
    const auto add = [&] {
      enter(word);
      n.set(n.get() + 1);
      leave(word);
    };
    sync::parallel(add, add);
    sync::check(n.get() == 2, "one at a time");
  });
}

TEST(spin_lock, by_exchange) {
  const auto leave = [](atomic_int& word) { word.store(0, rel); };
  expect_exclusive(
      [](atomic_int& word) {
        while (word.exchange(1, acq) != 0) {
        }
      },
      leave);
  expect_exclusive(
      [](atomic_int& word) {
        while (word.exchange(1, acq) != 0) {
          while (word.load(rlx) != 0) sync::yield();
        }
      },
      leave);
}

TEST(spin_lock, by_compare_exchange) {
  expect_exclusive(
      [](atomic_int& word) {
        for (int open = 0; !word.compare_exchange_strong(open, 1, acq); open = 0) sync::yield();
      },
      [](atomic_int& word) { word.store(0, rel); });
}

TEST(spin_lock, by_tickets) {
  expect_verified([] {
    atomic_int next{0}, now{0};
    sync::var<int> n{0};
    const auto add = [&] {
      const int ticket = next.fetch_add(1, rlx);
      while (now.load(acq) != ticket) sync::yield();
      n.set(n.get() + 1);
      now.store(ticket + 1, rel);
    };
    sync::parallel(add, add, add);
    sync::check(n.get() == 3, "one at a time");
  });
}

TEST(spin_lock, of_peterson) {
  const auto both = [](std::memory_order order) {
    return [order] {
      atomic_int wants[2]{{0}, {0}};
      atomic_int turn{0}, inside{0};
      const auto enter = [&](int self) {
        wants[self].store(1, order);
        turn.store(1 - self, order);
        while (wants[1 - self].load(order) == 1 && turn.load(order) == 1 - self) sync::yield();
        sync::check(inside.exchange(1, rlx) == 0, "alone");
        inside.store(0, rlx);
        wants[self].store(0, order);
      };
      sync::parallel([&] { enter(0); }, [&] { enter(1); });
    };
  };
  expect_verified(both(std::memory_order_seq_cst));
  EXPECT_EQ(kind_of(search(both(rlx))), "check");
}

TEST(try_lock, with_patience_runs_out_of_it) {
  expect_seen([] {
    sync::mutex m;
    bool gave_up = true;
    sync::parallel(
        [&] {
          for (int i = 0; i < 3; ++i) {
            if (m.try_lock()) {
              gave_up = false;
              m.unlock();
              return;
            }
            sync::yield();
          }
        },
        [&] {
          m.lock();
          m.unlock();
        });
    sync::check(!gave_up, "three attempts suffice");
  });
}

// What PyMutex and WTF::Lock do: look a while, then sleep.
template <int Spins, bool Sleeps>
struct adaptive_mutex {
  sync::atomic<std::uint32_t> word{0};

  void lock() {
    for (int i = 0; i < Spins; ++i) {
      std::uint32_t open = 0;
      if (word.load(rlx) == 0 && word.compare_exchange_strong(open, 1, acq)) return;
      sync::yield();
    }
    if (!Sleeps) return;  // the bug: in without the lock
    while (word.exchange(2, acq) != 0) sync::futex_wait(word, 2);
  }
  void unlock() {
    if (word.exchange(0, rel) == 2) sync::futex_wake(word, 1);
  }
};

template <int Spins, bool Sleeps>
void two_enter() {
  adaptive_mutex<Spins, Sleeps> m;
  atomic_int inside{0};
  const auto enter = [&] {
    m.lock();
    sync::check(inside.exchange(1, rlx) == 0, "one at a time");
    inside.store(0, rlx);
    m.unlock();
  };
  sync::parallel(enter, enter);
}

TEST(adaptive_mutex, is_verified_with_its_slow_path) {
  expect_verified(two_enter<2, true>);
  expect_verified(two_enter<40, true>);
}

TEST(adaptive_mutex, is_refuted_without) {
  EXPECT_EQ(kind_of(search(two_enter<1, false>)), "check");
  EXPECT_EQ(kind_of(search(two_enter<2, false>)), "check");
  EXPECT_EQ(kind_of(search(two_enter<40, false>)), "check");
}

}  // namespace
}  // namespace suture::testing
