// sync::lock and scoped_lock: in which order they take several locks is not told, so every order is
// explored, as far as anybody can tell the difference.
#include <chrono>

#include "tests/model/sync/engine_verdict.hpp"

namespace {

using namespace std::chrono_literals;
using suture::testing::ending_of;
using suture::testing::kind_of;

// One thread takes both; another one has the first and tries the second in some way.
template <class Mutex, class Try>
std::string tried_beside_both(Try attempt, const char* memory = "rc11") {
  return kind_of(
      [=] {
        Mutex a, b;
        sync::parallel([&] { const sync::scoped_lock<Mutex, Mutex> both(a, b); },
                       [&] {
                         const sync::lock_guard<Mutex> first(a);
                         sync::check(attempt(b), "nobody has the second alone");
                       });
      },
      memory);
}

TEST(engine_several_locks, may_be_taken_in_any_order) {
  const auto tries = [](auto& m) {
    if (!m.try_lock()) return false;
    m.unlock();
    return true;
  };
  EXPECT_EQ(tried_beside_both<sync::mutex>(tries), "check");
  EXPECT_EQ(tried_beside_both<sync::mutex>(tries, "sc"), "check");
  EXPECT_EQ(tried_beside_both<sync::recursive_mutex>(tries), "check");
  EXPECT_EQ(tried_beside_both<sync::shared_mutex>(tries), "check");
  EXPECT_EQ(tried_beside_both<sync::shared_mutex>([](auto& m) {
              if (!m.try_lock_shared()) return false;
              m.unlock_shared();
              return true;
            }),
            "check");
  EXPECT_EQ(tried_beside_both<sync::timed_mutex>([](auto& m) {
              if (!m.try_lock_for(1ms)) return false;
              m.unlock();
              return true;
            }),
            "check");
  EXPECT_EQ(tried_beside_both<sync::mutex>([](auto& m) {
              m.lock();
              m.unlock();
              return true;
            }),
            "verified");
}

// Whoever takes several gives one back that somebody else can have, and is seen to have had it.
TEST(engine_several_locks, may_be_given_back_on_the_way) {
  EXPECT_EQ(kind_of([] {
              sync::mutex a, b;
              b.lock();
              sync::thread both([&] { const sync::scoped_lock held(a, b); });
              sync::thread other([&] {
                const bool failed = !a.try_lock();
                if (failed) a.lock();
                a.unlock();
                sync::check(!failed, "taken, and given back while the other is held");
              });
              other.join();
              b.unlock();
              both.join();
            }),
            "check");
}

TEST(engine_several_locks, are_not_taken_before_and_after) {
  EXPECT_EQ(kind_of([] {
              sync::mutex a, b;
              const auto tries = [&] {
                sync::check(a.try_lock() && b.try_lock(), "both are free");
                b.unlock();
                a.unlock();
              };
              tries();
              sync::thread([&] { const sync::scoped_lock held(a, b); }).join();
              tries();
            }),
            "verified");
}

// The failure orders nothing.
TEST(engine_several_locks, teach_nothing_to_who_fails) {
  const auto body = [] {
    sync::mutex a, b;
    sync::var<int> x{0};
    sync::parallel(
        [&] {
          x = 1;
          const sync::scoped_lock held(a, b);
        },
        [&] {
          if (b.try_lock()) {
            b.unlock();
          } else {
            x.get();
          }
        });
  };
  EXPECT_EQ(kind_of(body), "race");
  EXPECT_EQ(kind_of(body, "sc"), "race");
}

// Where nobody tries, orders cost nothing: a search sees who comes first, and that is all.
TEST(engine_several_locks, cost_nothing_where_nobody_tries) {
  const auto end = ending_of([] {
    sync::mutex a, b;
    const auto crossed = [](sync::mutex& one, sync::mutex& two) {
      return [&] { const sync::scoped_lock held(one, two); };
    };
    sync::parallel(crossed(a, b), crossed(b, a));
  });
  EXPECT_EQ(end.kind, "verified");
  EXPECT_EQ(end.executions, 2U);
}

// Of locks whose making is not known any may be the first.
struct own_lock {
  sync::mutex inside;
  void lock() { inside.lock(); }
  bool try_lock() { return inside.try_lock(); }
  void unlock() { inside.unlock(); }
};

TEST(engine_several_locks, of_the_users_own_too) {
  EXPECT_EQ(kind_of([] {
              own_lock a, b;
              sync::parallel([&] { const sync::scoped_lock held(a, b); },
                             [&] {
                               const sync::lock_guard first(a);
                               const bool got = b.inside.try_lock();
                               if (got) b.inside.unlock();
                               sync::check(got, "nobody has the second alone");
                             });
            }),
            "check");
}

TEST(engine_several_locks, may_be_held_already_where_they_are_recursive) {
  EXPECT_EQ(kind_of([] {
              sync::recursive_mutex a, b;
              const auto crossed = [](auto& one, auto& two) {
                return [&] {
                  const sync::scoped_lock held(one, two);
                  const sync::scoped_lock again(two, one);
                };
              };
              sync::parallel(crossed(a, b), crossed(b, a));
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              sync::recursive_mutex a, b;
              const auto crossed = [](auto& one, auto& two) {
                return [&] {
                  const sync::lock_guard outside(one);
                  const sync::scoped_lock held(one, two);
                };
              };
              sync::parallel(crossed(a, b), crossed(b, a));
            }),
            "deadlock");
}

TEST(engine_several_locks, are_tried_in_the_order_given) {
  EXPECT_EQ(kind_of([] {
              sync::mutex a, b, c, d;
              b.lock();
              sync::thread([&] {
                sync::check(sync::try_lock(a, b, c) == 1, "the second is not free");
                sync::check(sync::try_lock(c, a, d, b) == 3, "the last is not free");
                sync::check(sync::try_lock(a, c) == -1, "both are");
                a.unlock();
                c.unlock();
              }).join();
              b.unlock();
            }),
            "verified");
}

// An attempt that throws gives back what came before it.
TEST(engine_several_locks, are_given_back_where_an_attempt_throws) {
  struct broken {
    bool try_lock() { throw 1; }
    void lock() { throw 1; }
    void unlock() {}
  };
  EXPECT_EQ(kind_of([] {
              sync::mutex a;
              broken b;
              for (const bool waits : {false, true}) {
                bool thrown = false;
                try {
                  if (waits) {
                    sync::lock(a, b);
                  } else {
                    (void)sync::try_lock(a, b);
                  }
                } catch (int) {
                  thrown = true;
                }
                sync::check(thrown && a.try_lock(), "given back");
                a.unlock();
              }
            }),
            "verified");
}

}  // namespace
