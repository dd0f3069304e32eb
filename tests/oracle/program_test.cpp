#include "tests/oracle/program.hpp"

#include <gtest/gtest.h>

namespace suture::oracle {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto acq = std::memory_order_acquire;
constexpr auto rel = std::memory_order_release;
constexpr auto acq_rel = std::memory_order_acq_rel;
constexpr auto sc = std::memory_order_seq_cst;

program with_thread(std::vector<instruction> thread) {
  return {.locations = {0, 0}, .mutexes = 2, .threads = {std::move(thread)}};
}

TEST(program, prints_every_kind_of_instruction) {
  const program p{.locations = {0, 2},
                  .mutexes = 1,
                  .threads = {{load(0, 0, acq), store(1, {0, 1}, rel), fetch_add(1, 0, 1, acq_rel),
                               exchange(2, 0, 7, rlx), cas_strong(3, 4, 0, 1, 2, sc, acq)},
                              {cas_weak(0, 1, 0, 1, {0, 0}, rlx, rlx, true), fence(sc), lock(0),
                               await(1, 3, acq), unlock(0)},
                              {choose(0, 2), skip_if(0, 1, 2), add_unread(1, 1, rlx),
                               sub_and_test(1, 1, 1, rel)}}};
  EXPECT_EQ(to_text(p),
            "x=0 y=2 mutexes=1\n"
            "thread 0:\n"
            "  r0 = x.load(acq)\n"
            "  y.store(r0+1, rel)\n"
            "  r1 = x.fetch_add(1, acq_rel)\n"
            "  r2 = x.exchange(7, rlx)\n"
            "  r3,r4 = x.cas_strong(1 -> 2, sc, acq)\n"
            "thread 1:\n"
            "  r0,r1 = x.cas_weak(1 -> r0, rlx, rlx, may fail)\n"
            "  fence(sc)\n"
            "  m0.lock()\n"
            "  await(y == 3, acq)\n"
            "  m0.unlock()\n"
            "thread 2:\n"
            "  r0 = choose(2)\n"
            "  if (r0 == 1) skip 2\n"
            "  y.add_unread(1, rlx)\n"
            "  r1 = y.sub_and_test(1, rel)\n");
}

TEST(program, counts_the_registers_a_thread_names) {
  EXPECT_EQ(register_count({store(0, 1, rlx), fence(sc), lock(0), unlock(0)}), 0u);
  EXPECT_EQ(register_count({load(2, 0, rlx)}), 3u);
  EXPECT_EQ(register_count({store(0, {4, 0}, rlx)}), 5u);
  EXPECT_EQ(register_count({cas_strong(0, 1, 0, 0, 1, rlx, rlx)}), 2u);
}

TEST(program, is_ill_formed_with_an_order_its_operation_cannot_have) {
  EXPECT_TRUE(well_formed(with_thread({load(0, 0, acq), store(0, 1, rel), fence(acq_rel)})));
  EXPECT_FALSE(well_formed(with_thread({load(0, 0, rel)})));
  EXPECT_FALSE(well_formed(with_thread({store(0, 1, acq)})));
  EXPECT_FALSE(well_formed(with_thread({fence(rlx)})));
  EXPECT_FALSE(well_formed(with_thread({await(0, 1, acq_rel)})));
  EXPECT_FALSE(well_formed(with_thread({cas_strong(0, 1, 0, 0, 1, sc, rel)})));
}

TEST(program, is_ill_formed_where_it_names_what_there_is_not) {
  EXPECT_FALSE(well_formed(with_thread({load(0, 2, rlx)})));
  EXPECT_FALSE(well_formed(with_thread({lock(2), unlock(2)})));
  EXPECT_FALSE(well_formed(with_thread({choose(0, 0)})));
}

TEST(program, is_ill_formed_where_it_misuses_locks) {
  EXPECT_TRUE(well_formed(with_thread({lock(0), lock(1), unlock(1), unlock(0)})));
  EXPECT_FALSE(well_formed(with_thread({lock(0)})));
  EXPECT_FALSE(well_formed(with_thread({unlock(0)})));
  EXPECT_FALSE(well_formed(with_thread({lock(0), lock(0), unlock(0), unlock(0)})));
}

TEST(program, is_ill_formed_where_a_skip_leaves_or_enters_a_locked_region) {
  EXPECT_TRUE(well_formed(with_thread({skip_if(0, 0, 2), lock(0), unlock(0)})));
  EXPECT_TRUE(well_formed(with_thread({lock(0), skip_if(0, 0, 1), fence(sc), unlock(0)})));
  EXPECT_FALSE(well_formed(with_thread({lock(0), skip_if(0, 0, 1), unlock(0)})));
  EXPECT_FALSE(well_formed(with_thread({skip_if(0, 0, 1), lock(0), unlock(0)})));
  EXPECT_FALSE(well_formed(with_thread({lock(0), skip_if(0, 0, 9), unlock(0)})));
}

}  // namespace
}  // namespace suture::oracle
