// What the standard leaves undefined about locks and threads: it is said, and said as what it is.
#include <atomic>
#include <mutex>

#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

void never_by_chance(limits& l) { l.spurious_wakeups = 0; }

// Made before the first run, and never destroyed.
sync::mutex outliving;

void taken_twice() {
  sync::mutex m;
  m.lock();
  m.lock();
  m.unlock();
  m.unlock();
}

void shared_twice() {
  sync::shared_mutex m;
  m.lock_shared();
  m.lock_shared();
  m.unlock_shared();
  m.unlock_shared();
}

void recursive_twice() {
  sync::recursive_mutex m;
  m.lock();
  m.lock();
  m.unlock();
  m.unlock();
}

void unlocked_twice() {
  sync::mutex m;
  m.lock();
  m.unlock();
  m.unlock();
}

void unlocked_as_shared() {
  sync::shared_mutex m;
  m.lock_shared();
  m.unlock();
}

void ends_with_a_lock() {
  sync::thread t([] { outliving.lock(); });
  t.join();
}

void destroyed_while_held() {
  auto* const m = sync::make<sync::mutex>();
  m->lock();
  sync::destroy(m);
  m->unlock();
}

// The other one sleeps by then, because it had the mutex when it said that it was there.
void destroyed_while_waited_on() {
  auto* const c = sync::make<sync::condition_variable>();
  sync::mutex m;
  sync::atomic<int> in{0};
  sync::parallel(
      [&] {
        sync::unique_lock<sync::mutex> held(m);
        in.store(1);
        c->wait(held);
      },
      [&] {
        sync::spin_until([&] { return in.load() == 1; });
        const sync::lock_guard<sync::mutex> held(m);
        sync::destroy(c);
      });
}

void waits_unlocked() {
  sync::mutex m;
  sync::condition_variable c;
  sync::unique_lock<sync::mutex> not_held(m, sync::defer_lock);
  c.wait(not_held);
}

void waits_with_two_mutexes() {
  sync::mutex a, b;
  sync::condition_variable c;
  const auto wait = [&](sync::mutex& m) {
    sync::unique_lock<sync::mutex> held(m);
    c.wait(held);
  };
  sync::parallel([&] { wait(a); }, [&] { wait(b); });
}

// Go had this one: a reader that reads again waits behind a writer that waits for the reader.
void reads_again_behind_a_writer() {
  sync::shared_mutex m;
  sync::parallel(
      [&] {
        m.lock_shared();
        m.lock_shared();
        m.unlock_shared();
        m.unlock_shared();
      },
      [&] {
        m.lock();
        m.unlock();
      });
}

void taken_together() {
  sync::mutex a, b;
  const auto both = [](sync::mutex& first, sync::mutex& second) {
    sync::lock(first, second);
    first.unlock();
    second.unlock();
  };
  sync::parallel([&] { both(a, b); }, [&] { both(b, a); });
}

void joins_itself() {
  sync::thread self;
  sync::atomic<int> known{0};
  self = sync::thread([&] {
    sync::spin_until([&] { return known.load() == 1; });
    self.join();
  });
  known.store(1);
  sync::spin_until([&] { return known.load() == 2; });
}

void joined_by_two() {
  sync::atomic<int> done{0};
  sync::thread one([&] { sync::spin_until([&] { return done.load() == 1; }); });
  sync::thread other([&] { one.join(); });
  done.store(1);
  one.join();
  other.join();
}

void dropped() {
  sync::thread t([] {});
}

void dropped_by_an_exception() {
  try {
    sync::thread t([] {});
    throw 1;
  } catch (int) {
  }
}

void loads_and_releases() {
  sync::atomic<int> x{0};
  x.load(std::memory_order_release);
}

void stores_and_acquires() {
  sync::atomic<int> x{0};
  x.store(1, std::memory_order_acquire);
}

void callback_throws() {
  sync::stop_source source;
  const sync::stop_callback called(source.get_token(), [] { throw 1; });
  try {
    source.request_stop();
  } catch (int) {
  }
}

// As a worker's loop does, of whatever its jobs throw.
void catches_its_end() {
  sync::atomic<int> x{0};
  sync::thread worker([&] {
    for (;;) {
      try {
        x.wait(0);
        return;
      } catch (...) {
      }
    }
  });
  worker.join();
}

void detached_twice() {
  sync::thread t([] {});
  t.detach();
  t.detach();
}

}  // namespace

engine_cases misuse_cases() {
  return {
      {"taken_twice", taken_twice, "misuse", "misuse"},
      {"shared_twice", shared_twice, "misuse", "misuse"},
      {"recursive_twice", recursive_twice, "1 complete", "1 complete"},
      {"unlocked_twice", unlocked_twice, "misuse", "misuse"},
      {"unlocked_as_shared", unlocked_as_shared, "misuse", "misuse"},
      {"ends_with_a_lock", ends_with_a_lock, "misuse", "misuse"},
      {"destroyed_while_held", destroyed_while_held, "misuse", "misuse"},
      {"destroyed_while_waited_on", destroyed_while_waited_on, "misuse", "misuse", never_by_chance},
      {"waits_unlocked", waits_unlocked, "misuse", "misuse"},
      {"waits_with_two_mutexes", waits_with_two_mutexes, "misuse", "misuse", never_by_chance},
      {"reads_again_behind_a_writer", reads_again_behind_a_writer, "deadlock", "deadlock",
       [](limits& l) { l.writers_first = true; }},
      {"taken_together", taken_together, "2 complete", "2 complete"},
      {"joins_itself", joins_itself, "misuse", "misuse"},
      {"joined_by_two", joined_by_two, "misuse", "misuse"},
      {"dropped", dropped, "misuse", "misuse"},
      {"dropped_by_an_exception", dropped_by_an_exception, "misuse", "misuse"},
      {"loads_and_releases", loads_and_releases, "misuse", "misuse"},
      {"stores_and_acquires", stores_and_acquires, "misuse", "misuse"},
      {"callback_throws", callback_throws, "exception", "exception"},
      {"catches_its_end", catches_its_end, "lost-wakeup", "lost-wakeup"},
      {"detached_twice", detached_twice, "misuse", "misuse"},
  };
}

}  // namespace suture::testing
