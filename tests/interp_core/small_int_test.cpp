#include "interp_core/small_int.hpp"

#include <gtest/gtest.h>

#include "interp_core/refcount/atomic.hpp"

namespace {

using count = interp::refcount::atomic;

TEST(small_int, comes_from_the_table_as_the_same_object) {
  interp::runtime rt;
  interp::small_int_table<count> table(rt);
  for (long value = -5; value <= 256; ++value) {
    auto* first = table.get(value);
    auto* second = table.get(value);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first, second);
    EXPECT_EQ(first->value, value);
    EXPECT_EQ(first->refcount.value(), 3) << "the table's own and ours";
    interp::decref(rt, *first);
    interp::decref(rt, *second);
    EXPECT_EQ(first->refcount.value(), 1);
  }
}

TEST(small_int, is_not_in_the_table_beyond_its_ends) {
  interp::runtime rt;
  interp::small_int_table<count> table(rt);
  EXPECT_EQ(table.get(-6), nullptr);
  EXPECT_EQ(table.get(257), nullptr);
}

TEST(small_int, outlives_the_table_while_somebody_holds_it) {
  interp::runtime rt;
  interp::small_int<count>* one = nullptr;
  {
    interp::small_int_table<count, 1, 1> table(rt);
    one = table.get(1);
  }
  EXPECT_EQ(one->value, 1);
  EXPECT_EQ(one->refcount.value(), 1);
  interp::decref(rt, *one);
}

}  // namespace
