// Atomicity of marked operations, over all executions of small bodies.
#include "checkers/linearizability.hpp"

#include "tests/checkers/runs.hpp"

namespace suture::testing {
namespace {

using sync::mark_value;
using sync::marked_operation;
using ::testing::HasSubstr;

struct looked {
  exploration found;
  std::uint64_t histories = 0;
  std::uint64_t checked = 0;
};

looked look(const std::function<void()>& body, std::string_view model_name = "rc11",
            std::vector<linearizability::allowance> allowed = {}) {
  const auto model = make_memory_model(model_name);
  execution run(*model, 0);
  race_checker race;
  run.observe(race);
  linearizability_checker atomicity(std::move(allowed));
  atomicity.attach(run);
  const auto runs = make_strategy("exhaustive", *model, {});
  looked result;
  result.found = explore(run, body, *runs, {}, {});
  result.histories = atomicity.histories();
  result.checked = atomicity.checked();
  return result;
}

// A counter whose increments read and write apart, or under a lock, or at once.
struct counter {
  sync::atomic<int> value{0};
  sync::mutex lock;

  int add_in_two_steps() {
    marked_operation op(this, "register.fetch_add", {1});
    const int before = value.load();
    value.store(before + 1);
    op.returns(before);
    return before;
  }
  int add_locked() {
    marked_operation op(this, "register.fetch_add", {1});
    const sync::lock_guard held(lock);
    const int before = value.load(std::memory_order_relaxed);
    value.store(before + 1, std::memory_order_relaxed);
    op.returns(before);
    return before;
  }
  int read(std::memory_order order = std::memory_order_seq_cst) {
    marked_operation op(this, "register.read");
    const int now = value.load(order);
    op.returns(now);
    return now;
  }
  void start() {
    marked_operation op(this, "register.write", {0});
    op.returns();
  }
};

TEST(LinearizabilityChecker, finds_an_update_in_two_steps) {
  for (const std::string_view model : {"sc", "rc11"}) {
    const looked l = look(
        [] {
          counter c;
          c.start();
          sync::parallel([&] { c.add_in_two_steps(); }, [&] { c.add_in_two_steps(); });
        },
        model);
    ASSERT_TRUE(l.found.found);
    EXPECT_EQ(l.found.found->kind, "not-linearizable");
    EXPECT_THAT(l.found.found->message,
                HasSubstr("the operations on register cannot each have happened at one moment"));
    EXPECT_THAT(l.found.found->detail, HasSubstr("longest partial linearization: 2 of 3"));
    EXPECT_THAT(l.found.found->detail, HasSubstr("fits nowhere (thread"));
    EXPECT_THAT(l.found.found->detail, HasSubstr("no order of the operations explains it"));
    ASSERT_EQ(l.found.found->places.size(), 1U);
    EXPECT_THAT(l.found.found->places[0].where.function, HasSubstr("add_in_two_steps"));
  }
}

TEST(LinearizabilityChecker, passes_the_same_under_a_lock) {
  for (const std::string_view model : {"sc", "rc11"}) {
    const looked l = look(
        [] {
          counter c;
          c.start();
          sync::parallel(
              [&] {
                c.add_locked();
                c.add_locked();
              },
              [&] {
                c.add_locked();
                c.add_locked();
              });
          c.read();
        },
        model);
    EXPECT_FALSE(l.found.found) << l.found.found->message << "\n" << l.found.found->detail;
    EXPECT_TRUE(l.found.exhausted);
    // Two threads of two critical sections each: six orders, every one another history.
    EXPECT_EQ(l.histories, 6U);
    EXPECT_EQ(l.checked, 6U);
  }
}

// Without the lock the last value is lost, and only the read after the join can tell.
TEST(LinearizabilityChecker, a_join_orders_what_comes_after_it) {
  const auto body = [](bool reads) {
    return [reads] {
      counter c;
      c.start();
      const auto write = [&](int to) {
        marked_operation op(&c, "register.write", {to});
        const int before = c.value.load();
        c.value.store(before == 0 ? to : 7);
        op.returns();
      };
      sync::parallel([&] { write(1); }, [&] { write(2); });
      if (reads) c.read();
    };
  };
  EXPECT_FALSE(look(body(false)).found.found);
  ASSERT_TRUE(look(body(true)).found.found);
  EXPECT_EQ(look(body(true)).found.found->kind, "not-linearizable");
}

// A thread that has heard nothing of a write may be put before it, in a run in which it came later
// as well as in one in which a relaxed read is late; one that has heard of it may not.
TEST(LinearizabilityChecker, goes_by_what_threads_know) {
  const auto body = [](std::memory_order told) {
    return [told] {
      counter c;
      sync::atomic<bool> flag{false};
      c.start();
      sync::parallel(
          [&] {
            {
              marked_operation op(&c, "register.write", {1});
              c.value.store(1, std::memory_order_relaxed);
              op.returns();
            }
            flag.store(true, told);
          },
          [&] {
            if (flag.load(std::memory_order_acquire)) c.read(std::memory_order_relaxed);
          });
    };
  };
  EXPECT_FALSE(look(body(std::memory_order_release)).found.found);
  EXPECT_FALSE(look(body(std::memory_order_relaxed)).found.found);

  // One that answers from a cache of its own, long after it has been told.
  const looked stale = look([] {
    counter c;
    sync::atomic<bool> flag{false};
    c.start();
    sync::parallel(
        [&] {
          {
            marked_operation op(&c, "register.write", {1});
            c.value.store(1);
            op.returns();
          }
          flag.store(true);
        },
        [&] {
          if (!flag.load()) return;
          marked_operation op(&c, "register.read");
          op.returns(0);
        });
  });
  ASSERT_TRUE(stale.found.found);
  EXPECT_EQ(stale.found.found->kind, "not-linearizable");
  EXPECT_THAT(stale.found.found->detail, HasSubstr("it is sequentially consistent"));
}

TEST(LinearizabilityChecker, keeps_objects_apart) {
  const looked l = look([] {
    counter a;
    counter b;
    a.start();
    b.start();
    sync::parallel(
        [&] {
          a.add_locked();
          b.add_locked();
        },
        [&] { b.add_locked(); });
  });
  EXPECT_FALSE(l.found.found);
  EXPECT_EQ(l.histories % 2, 0U);
}

TEST(LinearizabilityChecker, an_operation_left_by_an_exception_may_have_happened_or_not) {
  for (const bool happened : {false, true}) {
    const looked l = look([happened] {
      counter c;
      c.start();
      try {
        marked_operation op(&c, "register.write", {5});
        if (happened) c.value.store(5);
        throw 1;
      } catch (int) {
      }
      c.read();
      c.read();
    });
    EXPECT_FALSE(l.found.found) << happened;
  }
}

// A MemoryError promises that nothing has changed: kept, and not kept.
TEST(LinearizabilityChecker, an_operation_without_memory_must_not_show) {
  for (const bool kept : {true, false}) {
    const looked l = look([kept] {
      int object = 0;
      {
        marked_operation op(&object, "list.append", {1});
        op.returns(mark_value::error("MemoryError"));
      }
      marked_operation op(&object, "list.len");
      op.returns(kept ? 0 : 1);
    });
    EXPECT_EQ(l.found.found.has_value(), !kept);
  }
}

TEST(LinearizabilityChecker, errors_lists_and_nested_operations_are_understood) {
  const looked l = look([] {
    int object = 0;
    {
      marked_operation outer(&object, "list.append", {1});
      {
        marked_operation inner(&object, "list.pop");
        inner.returns(mark_value::error("IndexError"));
      }
      outer.returns();
    }
    {
      marked_operation op(&object, "list.append", {"two"});
      op.returns();
    }
    marked_operation op(&object, "list.copy");
    op.returns(std::vector<mark_value>{1, "two"});
  });
  EXPECT_FALSE(l.found.found) << l.found.found->detail;
}

TEST(LinearizabilityChecker, an_object_at_the_same_address_is_another) {
  const looked l = look([] {
    for (int round = 0; round < 2; ++round) {
      auto* c = sync::make<counter>();
      {
        marked_operation op(c, "list.append", {round});
        op.returns();
      }
      {
        marked_operation op(c, "list.len");
        op.returns(1);
      }
      sync::destroy(c);
    }
  });
  EXPECT_FALSE(l.found.found);
}

TEST(LinearizabilityChecker, says_what_is_wrong_with_marks) {
  const looked unknown_model = look([] {
    int object = 0;
    marked_operation(&object, "tree.get").returns();
  });
  ASSERT_TRUE(unknown_model.found.found);
  EXPECT_EQ(unknown_model.found.found->kind, "misuse");
  EXPECT_THAT(unknown_model.found.found->message, HasSubstr("no model 'tree'"));
  const looked unknown_function = look([] {
    int object = 0;
    marked_operation(&object, "list.push").returns();
  });
  ASSERT_TRUE(unknown_function.found.found);
  EXPECT_THAT(unknown_function.found.found->message, HasSubstr("push"));
}

// list.contains may see a change half done, where that is allowed.
TEST(LinearizabilityChecker, leaves_documented_exceptions_alone) {
  const auto body = [] {
    int object = 0;
    {
      marked_operation op(&object, "list.append", {1});
      op.returns();
    }
    sync::parallel(
        [&] {
          marked_operation op(&object, "list.append", {2});
          op.returns();
        },
        [&] {
          marked_operation op(&object, "list.contains", {1});
          op.returns(false);
        });
  };
  EXPECT_TRUE(look(body).found.found);
  // So does the object by its marks.
  const auto by_marks = [](const char* append, const char* contains) {
    return [append, contains] {
      int object = 0;
      marked_operation(&object, append, {1}).returns();
      sync::parallel([&] { marked_operation(&object, append, {2}).returns(); },
                     [&] { marked_operation(&object, contains, {1}).returns(false); });
    };
  };
  EXPECT_TRUE(look(by_marks("list.append", "list.contains")).found.found);
  EXPECT_FALSE(look(by_marks("list/documented.append", "list/documented.contains")).found.found);
  EXPECT_FALSE(
      look(body, "rc11", linearizability::allowances_named("contains", "list")).found.found);
}

}  // namespace
}  // namespace suture::testing
