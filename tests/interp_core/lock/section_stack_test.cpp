#include "interp_core/lock/section_stack.hpp"

#include <gtest/gtest.h>

namespace {

using interp::parking_lot;
using interp::py_mutex;
using interp::section_stack;
using section = section_stack::section;

TEST(section_stack, lets_go_of_all_while_detached_and_takes_back_the_innermost) {
  parking_lot lot;
  py_mutex a, b;
  section_stack mine(lot);
  section outer, inner;
  mine.begin(outer, a);
  mine.begin(inner, b);
  EXPECT_TRUE(a.is_locked() && b.is_locked());
  mine.detached([&] { EXPECT_FALSE(a.is_locked() || b.is_locked()); });
  EXPECT_FALSE(a.is_locked());
  EXPECT_TRUE(b.is_locked());
  mine.end(inner);
  EXPECT_TRUE(a.is_locked());
  EXPECT_FALSE(b.is_locked());
  mine.end(outer);
  EXPECT_TRUE(a.is_idle() && b.is_idle());
}

TEST(section_stack, takes_nothing_for_what_the_innermost_section_has) {
  parking_lot lot;
  py_mutex a, b;
  section_stack mine(lot);
  section both, again, same;
  mine.begin(both, a, b);
  mine.begin(again, b);
  mine.begin(same, b, a);
  mine.end(same);
  mine.end(again);
  EXPECT_TRUE(a.is_locked() && b.is_locked());
  mine.end(both);
  EXPECT_TRUE(a.is_idle() && b.is_idle());
}

// The mutex is the thread's own, further out: it is given up, and taken for the inner section.
TEST(section_stack, does_not_wait_for_itself) {
  parking_lot lot;
  py_mutex a, b;
  section_stack mine(lot);
  section outer, middle, inner;
  mine.begin(outer, a);
  mine.begin(middle, b);
  mine.begin(inner, a);
  EXPECT_TRUE(a.is_locked());
  EXPECT_FALSE(b.is_locked());
  mine.end(inner);
  EXPECT_TRUE(b.is_locked());
  mine.end(middle);
  EXPECT_TRUE(a.is_locked());
  mine.end(outer);
  EXPECT_FALSE(a.is_locked() || b.is_locked());
}

TEST(section_stack, cannot_deadlock_whatever_is_nested) {
  constexpr int rounds = 5'000;
  parking_lot lot;
  py_mutex a, b;
  int in_a = 0, in_b = 0;
  const auto nest = [&](py_mutex& first, int& mine_first, py_mutex& second, int& mine_second) {
    section_stack mine(lot);
    for (int i = 0; i < rounds; ++i) {
      section outer, inner, both;
      mine.begin(outer, first);
      mine.begin(inner, second);
      ++mine_second;
      mine.end(inner);
      ++mine_first;
      mine.begin(both, first, second);
      ++mine_first;
      ++mine_second;
      mine.end(both);
      mine.end(outer);
    }
  };
  sync::parallel([&] { nest(a, in_a, b, in_b); }, [&] { nest(b, in_b, a, in_a); });
  EXPECT_EQ(in_a, 4 * rounds);
  EXPECT_EQ(in_b, 4 * rounds);
  EXPECT_TRUE(lot.is_empty());
}

}  // namespace
