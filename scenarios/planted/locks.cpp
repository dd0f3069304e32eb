// Locks taken in a ring.
#include <array>

#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

void dine(std::size_t philosophers) {
  std::array<sync::mutex, 8> forks;
  const crowd all(static_cast<unsigned>(philosophers), [&](unsigned me) {
    const sync::lock_guard left(forks[me]);
    const sync::lock_guard right(forks[(me + 1) % philosophers]);
  });
}

// Two locks in two orders, behind a first one that lets go too early.
void carter() {
  sync::mutex gate, a, b;
  const auto through = [&](sync::mutex& first, sync::mutex& second) {
    {
      const sync::lock_guard held(gate);
      first.lock();
    }
    { const sync::lock_guard inner(second); }
    first.unlock();
  };
  sync::parallel([&] { through(a, b); }, [&] { through(b, a); });
}

}  // namespace

void add_locks(std::vector<program>& to) {
  for (const std::size_t philosophers : {3U, 5U, 7U}) {
    to.push_back({"philosophers_" + std::to_string(philosophers), "deadlock", "each holds one fork",
                  [philosophers] { dine(philosophers); }});
  }
  to.push_back({"carter", "deadlock", "two locks in two orders", carter});
}

}  // namespace planted
