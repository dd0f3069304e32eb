// Drivers that are stopped while requests come in.
#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

// The Bluetooth driver of Qadeer and Wu, "KISS: Keep it simple and sequential", PLDI 2004: between
// the look at the flag and the count of those inside the stopper comes and goes.
struct bluetooth {
  sync::atomic<int> pending{1};
  sync::atomic<bool> stopping{false}, stopped{false}, may_stop{false};

  bool enter() {
    if (stopping.load()) return false;
    pending.fetch_add(1);
    return true;
  }
  void leave() {
    if (pending.fetch_sub(1) == 1) may_stop.store(true);
  }
  void add() {
    if (!enter()) return;
    sync::check(!stopped.load(), "nobody works in a driver that has stopped");
    leave();
  }
  void stop() {
    stopping.store(true);
    leave();
    if (may_stop.load()) stopped.store(true);
  }
};

void stop_driver() {
  bluetooth driver;
  sync::parallel([&] { driver.add(); }, [&] { driver.stop(); });
}

// The flag of a file system's inode is looked at before its lock is taken.
void allocate_inode() {
  sync::mutex lock;
  sync::atomic<int> inode{0};
  sync::var<int> blocks{0};
  const auto allocate = [&] {
    if (inode.load() != 0) return;
    const sync::lock_guard held(lock);
    blocks.set(blocks.get() + 1);
    inode.store(blocks.get());
  };
  sync::parallel(allocate, allocate, allocate);
  sync::check(inode.load() < 3, "not all three find none");
}

}  // namespace

void add_drivers(std::vector<program>& to) {
  to.push_back({"bluetooth", "check", "a request comes in while the driver stops", stop_driver});
  to.push_back({"inodes", "check", "a flag is looked at before the lock is taken", allocate_inode});
}

}  // namespace planted
