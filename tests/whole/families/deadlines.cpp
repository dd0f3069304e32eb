// Waits up to a moment, and sleeping.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::recursive_timed_mutex held;
  sync::shared_timed_mutex both;
  sync::mutex m;
  sync::condition_variable_any c;
  sync::var<int> done{0};
  sync::atomic<int> past{0};
};

constexpr std::chrono::microseconds soon{1};

}  // namespace

family deadlines() {
  return family_of<objects>(
      "deadlines",
      "sync::recursive_timed_mutex held; sync::shared_timed_mutex both; sync::mutex dm; "
      "sync::condition_variable_any c; sync::var<int> done{0}; sync::atomic<int> past{0};",
      {
          {"if (held.try_lock_until(clock::now() + 1us)) held.unlock()",
           {},
           [](actor& a, const arguments&) {
             auto& held = a.of<objects>().held;
             const bool got = held.try_lock_until(sync::clock::now(a.here()) + soon, a.here());
             a.note(got ? 1 : 0);
             if (got) held.unlock(a.here());
           }},
          {"if (held.try_lock_until(0ns)) held.unlock()",
           {},
           [](actor& a, const arguments&) {
             auto& held = a.of<objects>().held;
             const bool got = held.try_lock_until(sync::clock::duration(0), a.here());
             a.note(got ? 1 : 0);
             if (got) held.unlock(a.here());
           },
           1},
          {"held.lock()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().held.lock(a.here()); },
           3,
           "held.unlock()"},
          {"held.unlock()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().held.unlock(a.here()); },
           1},
          {"shared_lock(both, 1us)",
           {},
           [](actor& a, const arguments&) {
             const sync::shared_lock<sync::shared_timed_mutex> s(a.of<objects>().both, soon,
                                                                 a.here());
             a.note(s.owns_lock() ? 1 : 0);
           }},
          {"if (both.try_lock_for(1us)) past.fetch_add(1), both.unlock()",
           {},
           [](actor& a, const arguments&) {
             auto& o = a.of<objects>();
             const bool got = o.both.try_lock_for(soon, a.here());
             a.note(got ? 1 : 0);
             if (!got) return;
             o.past.fetch_add(1, std::memory_order_relaxed, a.here());
             o.both.unlock(a.here());
           }},
          {"unique_lock(dm), c.wait_for(1us, done != 0)",
           {},
           [](actor& a, const arguments&) {
             auto& o = a.of<objects>();
             sync::unique_lock<sync::mutex> lock(o.m, a.here());
             const bool got = o.c.wait_for(
                 lock, soon, [&] { return o.done.get(a.here()) != 0; }, a.here());
             a.note(got ? 1 : 0);
           }},
          {"unique_lock(dm), c.wait_until(clock::now() + 1us)",
           {},
           [](actor& a, const arguments&) {
             auto& o = a.of<objects>();
             sync::unique_lock<sync::mutex> lock(o.m, a.here());
             const auto ended = o.c.wait_until(lock, sync::clock::now(a.here()) + soon, a.here());
             a.note(ended == sync::cv_status::timeout ? 1 : 0);
           },
           1},
          {"lock_guard(dm), done.set({0}), c.notify_all()",
           {number(2)},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             const sync::lock_guard<sync::mutex> lock(o.m, a.here());
             o.done.set(n[0], a.here());
             o.c.notify_all(a.here());
           },
           3},
          {"sleep_for(1us), past.store({0}, {1})",
           {number(3), store_order()},
           [](actor& a, const arguments& n) {
             sync::this_thread::sleep_for(soon, a.here());
             a.of<objects>().past.store(n[0], as_store_order(n[1]), a.here());
           }},
          {"past.load({0}), clock::now() >= 1us",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().past.load(as_load_order(n[0]), a.here()));
             a.note(sync::clock::now(a.here()) >= soon ? 1 : 0);
           }},
      });
}

}  // namespace suture::whole
