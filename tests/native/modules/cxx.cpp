// C++ as it is written: threads, locks and what libstdc++ does for them.
#include <suture/scenario.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

template <class Body>
void two(Body body) {
  std::thread a(body), b(body);
  a.join();
  b.join();
}

std::atomic<int> n;

}  // namespace

SUTURE_SCENARIO(threads, "cxx.threads") {
  two([] { n.fetch_add(1); });
  suture_check(n == 2, "each adds");
}

SUTURE_SCENARIO(shared, "cxx.shared_ptr") {
  auto p = std::make_shared<int>(5);
  std::thread other([p] { suture_check(*p == 5, "it is there"); });
  p.reset();
  other.join();
}

SUTURE_SCENARIO(mutexes, "cxx.mutex") {
  std::mutex m;
  int plain = 0;
  two([&] {
    const std::lock_guard held(m);
    plain++;
  });
  suture_check(plain == 2, "each counts");
}

SUTURE_SCENARIO(unlocked, "cxx.mutex/locks=one") {
  std::mutex m;
  int plain = 0;
  std::thread other([&] { plain++; });
  {
    const std::lock_guard held(m);
    plain++;
  }
  other.join();
}
SUTURE_EXPECT(unlocked, "race");

SUTURE_SCENARIO(readers, "cxx.shared_mutex") {
  std::shared_mutex m;
  int plain = 0;
  std::thread writer([&] {
    const std::unique_lock held(m);
    plain = 2;
  });
  {
    const std::shared_lock held(m);
    suture_check(plain == 0 || plain == 2, "before or after");
  }
  writer.join();
}

SUTURE_SCENARIO(condition, "cxx.condition_variable") {
  std::mutex m;
  std::condition_variable changed;
  bool ready = false;
  std::thread other([&] {
    {
      const std::lock_guard held(m);
      ready = true;
    }
    changed.notify_one();
  });
  {
    std::unique_lock lock(m);
    changed.wait(lock, [&] { return ready; });
  }
  other.join();
}

SUTURE_SCENARIO(exceptions, "cxx.exceptions") {
  std::atomic<int> caught{0};
  two([&] {
    try {
      n.fetch_add(1);
      throw std::runtime_error("thrown");
    } catch (const std::runtime_error&) {
      caught.fetch_add(1);
    }
  });
  suture_check(caught == 2, "each is caught where it was thrown");
}

SUTURE_SCENARIO(leaves, "cxx.exceptions/caught=no") {
  std::thread other([] { throw 1; });
  other.join();
}
SUTURE_EXPECT(leaves, "exception");

struct made {
  int value;
  made() : value(7) {}
};
static made& instance() {
  static made only;
  return only;
}
SUTURE_SCENARIO(statics, "cxx.local_static") {
  two([] { suture_check(instance().value == 7, "it is made"); });
}

SUTURE_SCENARIO(vectors, "cxx.vector") {
  std::vector<std::thread> all;
  std::vector<int> out(3);
  for (int i = 0; i < 3; i++) {
    all.emplace_back([&out, i] { out[static_cast<std::size_t>(i)] = i; });
  }
  for (std::thread& t : all) t.join();
  suture_check(out[0] + out[1] + out[2] == 3, "each has its place");
}

SUTURE_SCENARIO(strings, "cxx.string") {
  std::string text = "longer than the room that a string has in itself";
  std::thread other([&] { text += ", and longer, and longer, and longer still"; });
  other.join();
  suture_check(text.size() > 80, "it has grown");
}

static thread_local int own = 3;
SUTURE_SCENARIO(locals, "cxx.thread_local") {
  std::thread other([] {
    suture_check(own == 3, "each thread has its own");
    own = 4;
  });
  other.join();
  suture_check(own == 3, "each thread has its own");
}

SUTURE_SCENARIO(once, "cxx.call_once") {
  std::once_flag flag;
  int calls = 0;
  two([&] { std::call_once(flag, [&] { calls++; }); });
  suture_check(calls == 1, "it is called once");
}

SUTURE_SCENARIO(futures, "cxx.future") {
  std::promise<int> given;
  std::future<int> taken = given.get_future();
  std::thread other([&] { given.set_value(3); });
  suture_check(taken.get() == 3, "it is what was given");
  other.join();
}

SUTURE_SCENARIO(waits, "cxx.atomic_wait") {
  std::atomic<int> flag{0};
  std::thread other([&] {
    flag = 1;
    flag.notify_one();
  });
  flag.wait(0);
  suture_check(flag == 1, "it has changed");
  other.join();
}
