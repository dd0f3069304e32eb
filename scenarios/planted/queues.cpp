// Queues that lose or double what they hold.
#include <array>

#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

// Frigo, Leiserson, Randall, "The Implementation of the Cilk-5 Multithreaded Language", PLDI 1998:
// the owner's end is taken without the lock unless the thief's may be there. Planted: the owner
// does not put its mark down before it looks.
class work_queue {
 public:
  void push(int item) {
    const int at = tail_.load();
    items_[static_cast<std::size_t>(at)].store(item);
    tail_.store(at + 1);
  }
  bool take(int& item) {
    const int last = tail_.load() - 1;
    if (head_.load() > last) return false;
    tail_.store(last);
    item = items_[static_cast<std::size_t>(last)].load();
    return true;
  }
  bool steal(int& item) {
    const sync::lock_guard held(lock_);
    const int first = head_.load();
    head_.store(first + 1);
    if (first + 1 > tail_.load()) {
      head_.store(first);
      return false;
    }
    item = items_[static_cast<std::size_t>(first)].load();
    return true;
  }

 private:
  sync::mutex lock_;
  sync::atomic<int> head_{0}, tail_{0};
  std::array<sync::atomic<int>, 4> items_{};
};

void steal_work() {
  work_queue q;
  std::array<sync::atomic<int>, 4> times{};
  const auto count = [&](int item) {
    sync::check(times[static_cast<std::size_t>(item)].fetch_add(1) == 0, "an item is taken once");
  };
  sync::parallel(
      [&] {
        int item = 0;
        for (int i = 1; i < 4; ++i) q.push(i);
        for (int i = 0; i < 3; ++i) {
          if (q.take(item)) count(item);
        }
      },
      [&] {
        int item = 0;
        for (int i = 0; i < 2; ++i) {
          if (q.steal(item)) count(item);
        }
      });
}

// SafeStack, by Dmitry Vyukov: pops take an item by its index, which may have been taken and put
// back meanwhile. It needs three threads and many switches.
class safe_stack {
 public:
  static constexpr int items = 3;
  safe_stack() {
    for (int i = 0; i < items - 1; ++i) next_[static_cast<std::size_t>(i)].store(i + 1);
    next_[items - 1].store(-1);
  }
  int pop() {
    while (count_.load() > 1) {
      const int first = head_.load();
      const int second = next_[static_cast<std::size_t>(first)].exchange(-1);
      if (second < 0) continue;
      int expected = first;
      if (head_.compare_exchange_strong(expected, second)) {
        count_.fetch_sub(1);
        return first;
      }
      next_[static_cast<std::size_t>(first)].exchange(second);
    }
    return -1;
  }
  void push(int item) {
    int first = head_.load();
    do {
      next_[static_cast<std::size_t>(item)].store(first);
    } while (!head_.compare_exchange_strong(first, item));
    count_.fetch_add(1);
  }

 private:
  sync::atomic<int> head_{0}, count_{items};
  std::array<sync::atomic<int>, items> next_{};
};

void pop_and_push() {
  safe_stack stack;
  std::array<sync::atomic<int>, safe_stack::items> owner{};
  const crowd all(3, [&](unsigned me) {
    for (int round = 0; round < 2; ++round) {
      const int item = stack.pop();
      if (item < 0) return;
      auto& mine = owner[static_cast<std::size_t>(item)];
      mine.store(static_cast<int>(me));
      sync::check(mine.load() == static_cast<int>(me), "an item is one thread's");
      stack.push(item);
    }
  });
}

}  // namespace

void add_queues(std::vector<program>& to) {
  to.push_back({"work_stealing", "check", "owner and thief take one item", steal_work});
  to.push_back({"safestack", "check", "two threads pop one item", pop_and_push});
}

}  // namespace planted
