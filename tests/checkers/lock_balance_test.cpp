#include "checkers/lock_balance.hpp"

#include <stdexcept>

#include "tests/checkers/runs.hpp"

namespace suture::testing {
namespace {

using sync::mark_value;
using sync::marked_operation;

constexpr sync::site entry{"/src/list.cpp", "append", 10};

// An entry point that forgets its lock on the error path.
struct box {
  explicit box(bool forgets) : forgets_(forgets) { sync::label(lock_, "of the box"); }

  void put(bool fails) {
    marked_operation op(this, "list.append", {1}, entry);
    lock_.lock({"/src/list.cpp", "append", 11});
    if (fails && forgets_) return op.returns(mark_value::error("MemoryError"));
    lock_.unlock();
    if (fails) return op.returns(mark_value::error("MemoryError"));
    op.returns();
  }

 private:
  bool forgets_;
  sync::mutex lock_;
};

// The model would not know of a MemoryError; this is about locks alone.
exploration balance_of(const std::function<void()>& body) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  lock_balance_checker balance;
  balance.attach(run);
  const auto runs = make_strategy("exhaustive", *model, {});
  return explore(run, body, *runs, {}, {});
}

TEST(LockBalance, an_error_path_that_keeps_the_lock_is_found) {
  const exploration e = balance_of([] {
    box b(true);
    b.put(false);
    b.put(true);
  });
  ASSERT_TRUE(e.found);
  EXPECT_EQ(e.found->kind, "lock-imbalance");
  EXPECT_EQ(e.found->message,
            "thread 0 leaves list.append by an error with the lock 'of the box' still held, taken "
            "at list.cpp:11");
  ASSERT_EQ(e.found->places.size(), 2U);
  EXPECT_EQ(e.found->places[0].where.line, 10U);
}

TEST(LockBalance, one_that_gives_it_back_is_not) {
  const exploration e = balance_of([] {
    box b(false);
    sync::parallel([&] { b.put(true); }, [&] { b.put(false); });
  });
  EXPECT_FALSE(e.found) << e.found->message;
  EXPECT_TRUE(e.exhausted);
}

TEST(LockBalance, a_lock_given_back_once_too_often_is_found) {
  int lock = 0;
  const auto unlock_twice = [&] {
    marked_operation op(&lock, "list.pop", {}, entry);
    sync::mark_locked(&lock);
    sync::mark_unlocked(&lock);
    sync::mark_unlocked(&lock);
    op.returns();
  };
  exploration e = balance_of(unlock_twice);
  ASSERT_TRUE(e.found);
  EXPECT_EQ(e.found->message, "thread 0 leaves list.pop having given back a lock once too often");
  // Held by the caller, it is the caller's that is gone.
  e = balance_of([&] {
    sync::mark_locked(&lock);
    unlock_twice();
  });
  ASSERT_TRUE(e.found);
  EXPECT_EQ(e.found->message, "thread 0 leaves list.pop having given back a lock once too often");
}

TEST(LockBalance, what_the_caller_holds_may_stay_held) {
  const exploration e = balance_of([] {
    sync::mutex outer;
    const sync::lock_guard held(outer);
    int object = 0;
    marked_operation op(&object, "list.len");
    op.returns(0);
  });
  EXPECT_FALSE(e.found) << e.found->message;
}

TEST(LockBalance, an_exception_is_a_way_out_like_any_other) {
  const auto throwing = [](bool guards) {
    return [guards] {
      sync::mutex lock;
      int object = 0;
      try {
        marked_operation op(&object, "list.sort");
        lock.lock();
        sync::unique_lock<sync::mutex> guard;
        if (guards) {
          lock.unlock();
          guard = sync::unique_lock<sync::mutex>(lock);
        }
        throw std::runtime_error("compare");
      } catch (const std::runtime_error&) {
      }
      if (!guards) lock.unlock();
    };
  };
  EXPECT_FALSE(balance_of(throwing(true)).found);
  const exploration e = balance_of(throwing(false));
  ASSERT_TRUE(e.found);
  EXPECT_EQ(e.found->kind, "lock-imbalance");
}

TEST(LockBalance, nested_operations_are_judged_each) {
  const exploration e = balance_of([] {
    int object = 0;
    marked_operation outer(&object, "list.sort");
    sync::mark_locked(&object);
    {
      marked_operation inner(&object, "list.len");
      sync::mark_locked(&object);
      sync::mark_unlocked(&object);
      inner.returns(0);
    }
    sync::mark_unlocked(&object);
    outer.returns();
  });
  EXPECT_FALSE(e.found) << e.found->message;
}

TEST(LockBalance, is_one_of_the_standard_checkers) {
  const exploration e = run_many("rc11", [] {
    box b(true);
    b.put(true);
  });
  ASSERT_TRUE(e.found);
  EXPECT_EQ(e.found->kind, "lock-imbalance");
}

}  // namespace
}  // namespace suture::testing
