// Words that are waited for, and come too early, too late, or not in turn.
#include <array>

#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

// The flag is looked at outside of the lock that the signal is given under.
void signal_before_wait() {
  sync::mutex lock;
  sync::condition_variable changed;
  sync::atomic<bool> ready{false};
  sync::parallel(
      [&] {
        if (ready.load()) return;
        sync::unique_lock held(lock);
        changed.wait(held);
      },
      [&] {
        ready.store(true);
        changed.notify_one();
      });
}

// A token goes round; each that has it must give it to the next. Planted: who starts does not wait
// for the others to be there.
void pass_token() {
  constexpr std::size_t stations = 4;
  std::array<sync::atomic<int>, stations> has{};
  has[0].store(1);
  std::array<sync::atomic<int>, stations> seen{};
  const crowd all(stations, [&](unsigned me) {
    const int token = has[me].load();
    seen[me].store(token);
    if (token != 0) has[(me + 1) % stations].store(token);
  });
  sync::thread last([&] {
    int round = 0;
    for (auto& s : seen) round += s.load();
    sync::check(round < static_cast<int>(stations), "the token does not come round at once");
  });
  last.join();
}

// A phase ends when all have come; planted: the count is read and written apart.
void meet_in_phase() {
  sync::atomic<int> arrived{0};
  const auto arrive = [&] { arrived.store(arrived.load() + 1); };
  sync::parallel(arrive, arrive, arrive);
  sync::check(arrived.load() > 1, "some arrival is counted");
}

}  // namespace

void add_signals(std::vector<program>& to) {
  to.push_back(
      {"lost_signal", "lost-wakeup", "a signal comes between look and wait", signal_before_wait});
  to.push_back({"token_ring", "check", "a token goes all the way round", pass_token});
  to.push_back({"phase", "check", "two of three arrivals are lost", meet_in_phase});
}

}  // namespace planted
