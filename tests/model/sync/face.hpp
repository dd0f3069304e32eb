// Every name of the scheduling abstraction, used once: the same source for each backend, so that
// what compiles and passes against one does against all.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <system_error>
#include <type_traits>

#include "model/sync/sync.hpp"
#include "tests/model/sync/face_of_atomics.hpp"

namespace face {
inline namespace SUTURE_BACKEND_NAMESPACE {

inline void use_shared_pointers() {
  sync::shared_ptr<int> a = sync::make_shared<int>(7);
  const sync::weak_ptr<int> watches = a;
  const sync::shared_ptr<const int> b = a;
  sync::check(*a == 7 && a.use_count() == 2 && watches.lock() == a, "shared");
#if SUTURE_SYNC_WIDE_ATOMICS
  sync::atomic<sync::shared_ptr<int>> current(a);
  sync::check(current.load() == a, "in an atomic");
  sync::check(a.use_count() == 3, "which owns it, too");
  sync::shared_ptr<int> seen = sync::make_shared<int>(8);
  const sync::shared_ptr<int> next = seen;
  sync::check(!current.compare_exchange_strong(seen, next) && seen == a, "another one");
  sync::check(current.compare_exchange_strong(seen, next) && seen == a, "the same one");
  current.wait(a);
  sync::check(current.exchange(nullptr) == next, "exchanged");
  current = a;
  current.store(nullptr);
  sync::atomic<sync::weak_ptr<int>> watched(watches);
  sync::check(watched.load().lock() == a, "weakly");
#endif
}

inline void use_plain_data() {
  sync::var<int> n;
  n = 1;
  n.set(n.get() + 1);
  sync::var<std::string> s(std::string("a string longer than any short one"));
  s = s.get() + "!";
  sync::check(n == 2 && s.get().back() == '!', "plain data");
}

inline void use_locks() {
  sync::mutex m;
  sync::shared_mutex rw;
  {
    sync::lock_guard guard(m);
    sync::unique_lock<sync::shared_mutex> writer(rw);
    writer.unlock();
    sync::shared_lock<sync::shared_mutex> reader(rw);
    sync::check(!writer.owns_lock() && reader.owns_lock() && reader.mutex() == &rw, "ownership");
  }
  sync::check(m.try_lock(), "a free mutex is taken");
  m.unlock();
  sync::check(rw.try_lock_shared(), "a free mutex is shared");
  rw.unlock_shared();
  sync::check(rw.try_lock(), "a free shared mutex is taken");
  rw.unlock();
}

inline void use_kinds_of_locks() {
  using namespace std::chrono_literals;
  sync::recursive_mutex again;
  {
    sync::lock_guard outer(again);
    sync::scoped_lock inner(again);
    sync::check(again.try_lock(), "its holder may take it again");
    again.unlock();
  }
  sync::timed_mutex timed;
  sync::recursive_timed_mutex both;
  sync::shared_timed_mutex shared;
  sync::check(timed.try_lock_for(1s) && both.try_lock_until(sync::clock::now() + 1s), "free");
  sync::check(shared.try_lock_shared_for(1s), "free to be shared");
  timed.unlock();
  both.unlock();
  shared.unlock_shared();
  sync::check(shared.try_lock_for(1s), "free to be held");
  shared.unlock();

  sync::mutex a, b, c, a_free, b_free;
  {
    sync::unique_lock one(a, sync::defer_lock), two(b, sync::try_to_lock);
    sync::check(!one && two && two.mutex() == &b, "deferred, tried");
    one.swap(two);
    sync::check(one && one.release() == &b && !one.owns_lock() && one.mutex() == nullptr, "let go");
    b.unlock();
  }
  {
    sync::unique_lock one(a, sync::defer_lock), two(b, sync::defer_lock);
    sync::lock(one, two, c);
    sync::scoped_lock third(sync::adopt_lock, c);
    sync::check(one && two, "all are held");
  }
  sync::check(sync::try_lock(a, b, c) == -1, "all are free");
  sync::scoped_lock all(sync::adopt_lock, a, b, c);
  sync::check(sync::try_lock(a_free, b_free) == -1, "two are free");
  b_free.unlock();
  a_free.unlock();
  {
    const sync::unique_lock<sync::timed_mutex> until(
        timed, std::chrono::time_point<std::chrono::steady_clock>(sync::clock::now() + 1s));
    const sync::shared_lock<sync::shared_timed_mutex> shares(
        shared, std::chrono::time_point<std::chrono::steady_clock>(sync::clock::now() + 1s));
    sync::check(until.owns_lock() && shares.owns_lock(), "in time");
    static_assert(std::is_same_v<sync::scoped_lock<sync::mutex>::mutex_type, sync::mutex>);
  }
  bool thrown = false;
  try {
    sync::unique_lock<sync::mutex> none;
    none.lock();
  } catch (const std::system_error&) {
    thrown = true;
  }
  sync::check(thrown, "without a mutex there is nothing to lock");
}

inline void use_counts() {
  using namespace std::chrono_literals;
  sync::counting_semaphore<3> permits(1);
  permits.acquire();
  permits.release(2);
  sync::check(permits.try_acquire() && permits.try_acquire_for(1s), "two permits");
  permits.release();
  sync::check(permits.try_acquire_until(sync::clock::now() + 1s) && permits.max() == 3, "another");
  sync::binary_semaphore event(0);
  sync::latch door(2);
  int phases = 0;
  sync::barrier meeting(2, [&]() noexcept { ++phases; });
  sync::once_flag first;
  int calls = 0;
  const auto work = [&] {
    sync::call_once(
        first, [&](int n) { calls += n; }, 1);
    meeting.arrive_and_wait();
    meeting.wait(meeting.arrive());
    door.arrive_and_wait();
  };
  sync::parallel([&] { work(), event.release(); }, [&] { work(), event.acquire(); });
  sync::check(door.try_wait() && phases == 2 && calls == 1, "met twice, called once");
  sync::barrier alone(2);
  alone.arrive_and_drop();
  alone.arrive_and_wait();
}

inline void use_timed_sleep() {
  using namespace std::chrono_literals;
  sync::mutex m;
  sync::condition_variable c;
  sync::condition_variable_any any;
  sync::unique_lock lock(m);
  sync::check(c.wait_for(lock, 1s, [] { return true; }), "true already");
  sync::check(any.wait_until(lock, sync::clock::now() + 1s, [] { return true; }), "true already");
  sync::check(!c.wait_for(lock, 1ms, [] { return false; }), "never true");
  while (c.wait_for(lock, 1ms) != sync::cv_status::timeout) {
  }
  while (any.wait_until(lock, sync::clock::now() + 1ms) != sync::cv_status::timeout) {
  }
  any.notify_one();
  any.notify_all();
}

inline void use_threads() {
  sync::mutex m;
  sync::condition_variable ready;
  sync::var<bool> go(false);
  sync::thread_local_ptr<int> mine;
  int here = 0;
  mine.set(&here);
  sync::check(sync::this_thread_id() == 0, "the main thread is 0");
  sync::thread waiter([&] {
    sync::check(mine.get() == nullptr && sync::this_thread_id() == 1, "a thread's own");
    sync::unique_lock<sync::mutex> lock(m);
    ready.wait(lock, [&] { return go.get(); });
  });
  sync::parallel([&] {
    sync::lock_guard guard(m);
    go = true;
    ready.notify_one();
    ready.notify_all();
  });
  waiter.join();
  sync::check(!waiter.joinable() && mine.get() == &here, "joined");
}

inline void use_atomic_waits() {
  sync::atomic<std::int64_t> value{0};
  value.wait(1);
  sync::thread sleeper([&] { value.wait(0, std::memory_order_acquire); });
  value.store(5, std::memory_order_release);
  value.notify_one();
  value.notify_all();
  sleeper.join();
}

inline void use_thread_ends() {
  const sync::thread::id main = sync::this_thread::get_id();
  sync::thread_local_object<int> own([] { return 1; });
  int ended = 0;
  sync::thread other(
      [&](int* to, int step) {
        sync::at_thread_exit([=] { *to += step; });
        sync::check(sync::this_thread::get_id() != main, "an id of its own");
        *own += 1;
        sync::check(own.get() == 2, "an object of its own");
      },
      &ended, 3);
  sync::check(other.get_id() != sync::thread::id(), "an id while it can be joined");
  other.join();
  sync::check(ended == 3 && own.get() == 1, "ended");
  sync::this_thread::yield();
  sync::this_thread::sleep_for(std::chrono::nanoseconds(1));
  const auto soon = sync::clock::now() + std::chrono::microseconds(5);
  sync::this_thread::sleep_until(soon);
  sync::check(sync::clock::now() >= soon, "it is later");
}

inline void use_stopping() {
  sync::stop_source source;
  int calls = 0;
  {
    const sync::stop_callback<std::function<void()>> before(source.get_token(), [&] { ++calls; });
    sync::check(source.request_stop() && !source.request_stop(), "once");
  }
  const sync::stop_callback<std::function<void()>> behind(source.get_token(), [&] { ++calls; });
  sync::check(calls == 2 && source.stop_requested(), "called back");
  sync::jthread worker(
      [](sync::stop_token stop) { sync::spin_until([&] { return stop.stop_requested(); }); });
  sync::check(worker.joinable() && worker.request_stop(), "asked");
  worker.join();
#if SUTURE_SYNC_STOPPABLE_WAITS
  sync::mutex m;
  sync::condition_variable_any changed;
  sync::unique_lock held(m);
  const auto never = [] { return false; };
  sync::check(!changed.wait(held, source.get_token(), never), "stopped already");
  sync::check(!changed.wait_for(held, source.get_token(), std::chrono::hours(1), never), "so");
  sync::check(!changed.wait_until(held, source.get_token(),
                                  sync::clock::now() + std::chrono::hours(1), never),
              "likewise");
#endif
}

inline void use_ends_of_threads() {
  sync::mutex m;
  sync::condition_variable ended;
  bool done = false;
  sync::jthread worker(
      [&](bool value) {
        sync::unique_lock held(m);
        done = value;
        sync::notify_all_at_thread_exit(ended, std::move(held));
      },
      true);
  {
    sync::unique_lock held(m);
    ended.wait(held, [&] { return done; });
  }
  sync::jthread none;
  none.swap(worker);
  none.join();
#if SUTURE_SYNC_DETACH
  sync::jthread([] {}).detach();
#endif
}

inline void use_parker() {
  sync::parker permit;
  sync::atomic<bool> done{false};
  sync::thread waker([&] {
    done = true;
    permit.unpark();
  });
  do {
    permit.park();
  } while (!done.load());
  waker.join();
  permit.unpark();
  while (!permit.park_for(std::chrono::hours(1))) permit.unpark();
  sync::check(!permit.park_until(sync::clock::now()), "the permit is taken");
}

inline void use_futex() {
  sync::atomic<std::uint32_t> word{0};
  sync::check(sync::futex_wait(word, 1) == sync::futex_status::value_changed, "another value");
  sync::check(sync::futex_wake(word, 1) == 0, "nobody sleeps");
  sync::futex_status slept{};
  do {
    slept = sync::futex_wait_for(word, 0, std::chrono::milliseconds(1));
  } while (slept != sync::futex_status::timed_out);
  slept = sync::futex_wait_until(word, 1, sync::clock::now());
  sync::check(slept == sync::futex_status::value_changed, "another value");
  sync::thread sleeper([&] {
    while (word.load() == 0) sync::futex_wait(word, 0);
  });
  word.store(1);
  sync::futex_wake(word, UINT32_MAX);
  sleeper.join();
#if SUTURE_SYNC_FUTEX_REQUEUE
  sync::atomic<std::uint32_t> other{0};
  sync::check(sync::futex_wait_bitset(word, 0, 1) == sync::futex_status::value_changed, "bits");
  sync::check(sync::futex_wake_bitset(word, 1, sync::futex_all_bits) == 0, "nobody sleeps");
  sync::check(!sync::futex_cmp_requeue(word, 0, 1, 1, other).has_value(), "another value");
  sync::check(sync::futex_cmp_requeue(word, 1, 1, 1, other) == 0U, "nobody to move");
  sync::check(sync::futex_requeue(word, 1, 1, other) == 0U, "nobody to move");
#endif
}

struct node {
  explicit node(int v) : value(v) {}
  sync::var<int> value;
};

inline void use_memory() {
  void* block = sync::allocate(40);
  sync::deallocate(block);
  node* made = sync::make<node>(1);
  sync::retire(made);
  sync::revive(made);
  sync::label(made, "made");
  sync::check(made->value == 1, "made");
  sync::destroy(made);
  sync::destroy(sync::make_at<node>(sync::site::current(), 2));
  sync::destroy(static_cast<node*>(nullptr));
}

inline void use_the_rest() {
  sync::atomic<bool> done{false};
  sync::label(done, "done");
  sync::thread other([&] { done = true; });
  sync::spin_until([&] { return done.load(); });
  other.join();
  sync::yield();
  sync::check(sync::choose(1) == 0 && sync::choose(3) < 3, "choose");
  const std::chrono::nanoseconds before = sync::clock::now();
  sync::check(before <= sync::clock::now(), std::string("time does not run backwards"));
  sync::note("all said");
  sync::name_thread(std::string("main"));
  sync::assume(true);
}

// All that needs no second thread.
inline void use_in_one_thread() {
  use_atomics();
  use_atomics_plainly();
  use_atomics_by_functions();
  use_odd_atomics();
  use_shared_pointers();
  use_plain_data();
  use_locks();
  use_kinds_of_locks();
  use_memory();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace face
