#include "tests/oracle/execution.hpp"

#include <gtest/gtest.h>

#include "tests/oracle/enumerate.hpp"

namespace suture::oracle {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto sc = std::memory_order_seq_cst;
using texts = std::set<std::string>;

texts complete(const program& p) { return enumerate(p, model::rc11).complete; }

TEST(execution, text_names_reads_from_and_modification_order) {
  const program p{.locations = {0, 0},
                  .threads = {{store(0, 5, rlx), fence(sc)}, {load(0, 0, rlx), load(1, 1, rlx)}}};
  EXPECT_EQ(complete(p), (texts{"T0: W x=5; F | T1: R x=0 rf=init; R y=0 rf=init | mo x: T0:0",
                                "T0: W x=5; F | T1: R x=5 rf=T0:0; R y=0 rf=init | mo x: T0:0"}));
}

TEST(execution, text_of_an_update_is_one_operation) {
  const program p{.locations = {3}, .threads = {{add_unread(0, 1, rlx), exchange(0, 0, 9, rlx)}}};
  EXPECT_EQ(complete(p), (texts{"T0: U x=3->4 rf=init; U x=4->9 rf=T0:0 | mo x: T0:0 T0:1"}));
}

TEST(execution, text_tells_a_spurious_failure_from_a_real_one) {
  const program failing{.locations = {0}, .threads = {{cas_weak(0, 1, 0, 1, 2, rlx, rlx, true)}}};
  EXPECT_EQ(complete(failing), (texts{"T0: R x=0 rf=init"}));
  const program may_succeed{.locations = {1},
                            .threads = {{cas_weak(0, 1, 0, 1, 2, rlx, rlx, true)}}};
  EXPECT_EQ(complete(may_succeed),
            (texts{"T0: R x=1 rf=init spurious", "T0: U x=1->2 rf=init | mo x: T0:0"}));
}

TEST(execution, text_has_choices_but_not_skips) {
  const program p{.locations = {0},
                  .threads = {{choose(0, 2), skip_if(0, 1, 1), store(0, 1, rlx)}, {}}};
  EXPECT_EQ(complete(p), (texts{"T0: C 0; W x=1 | T1: | mo x: T0:1", "T0: C 1 | T1:"}));
}

TEST(execution, text_of_locks_needs_no_modification_order) {
  const program p{.mutexes = 1, .threads = {{lock(0), unlock(0)}, {lock(0), unlock(0)}}};
  EXPECT_EQ(complete(p),
            (texts{"T0: lock m0 rf=init; unlock m0 | T1: lock m0 rf=T0:1; unlock m0",
                   "T0: lock m0 rf=T1:1; unlock m0 | T1: lock m0 rf=init; unlock m0"}));
}

TEST(execution, text_says_where_threads_are_blocked) {
  const program p{.locations = {0},
                  .mutexes = 1,
                  .threads = {{lock(0), await(0, 1, rlx), unlock(0)}, {lock(0), unlock(0)}}};
  const outcome_set found = enumerate(p, model::rc11);
  EXPECT_EQ(found.complete, texts{});
  EXPECT_EQ(found.blocked, (texts{"T0: lock m0 rf=T1:1; blocked x | T1: lock m0 rf=init; unlock m0",
                                  "T0: lock m0 rf=init; blocked x | T1: blocked m0"}));
}

TEST(execution, outcomes_print_registers_and_memory) {
  EXPECT_EQ(to_text(outcome{{{1, 0}, {}}, {7, 8}}), "T0: r0=1 r1=0 | T1: | x=7 y=8");
}

}  // namespace
}  // namespace suture::oracle
