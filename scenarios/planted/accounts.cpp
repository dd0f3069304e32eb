// Balances that are read in one critical section and written in another.
#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

class account {
 public:
  int balance() {
    const sync::lock_guard held(lock_);
    return balance_.get();
  }
  void set(int to) {
    const sync::lock_guard held(lock_);
    balance_.set(to);
  }

 private:
  sync::mutex lock_;
  sync::var<int> balance_{100};
};

void deposit_and_withdraw() {
  account a;
  sync::parallel([&] { a.set(a.balance() + 50); }, [&] { a.set(a.balance() - 50); });
  sync::check(a.balance() == 100, "nothing is lost");
}

// Of many threads one guards the word by another lock.
void lock_another(unsigned threads) {
  sync::mutex right, wrong;
  sync::atomic<int> word{0};
  const auto add = [&](sync::mutex& by) {
    const sync::lock_guard held(by);
    const int seen = word.load();
    word.store(seen + 1);
  };
  {
    const crowd all(threads, [&](unsigned i) { add(i == 0 ? wrong : right); });
  }
  sync::check(word.load() == static_cast<int>(threads), "each has added one");
}

// A number that only one order of six additions makes (the shape of SV-COMP's fib_bench).
void add_in_turn() {
  sync::atomic<int> i{1}, j{1};
  constexpr int rounds = 4;
  sync::parallel(
      [&] {
        for (int k = 0; k < rounds; ++k) i.store(i.load() + j.load());
      },
      [&] {
        for (int k = 0; k < rounds; ++k) j.store(j.load() + i.load());
      });
  constexpr int largest = 55;  // fib(2 · rounds + 2), by strict turns alone
  sync::check(i.load() < largest && j.load() < largest, "they do not take turns all along");
}

}  // namespace

void add_accounts(std::vector<program>& to) {
  to.push_back(
      {"account", "check", "a balance is read and written under two locks", deposit_and_withdraw});
  for (const unsigned threads : {3U, 11U}) {
    to.push_back({"wronglock_" + std::to_string(threads), "check", "one thread takes another lock",
                  [threads] { lock_another(threads); }});
  }
  to.push_back({"fib_turns", "check", "two threads take strict turns", add_in_turn});
}

}  // namespace planted
