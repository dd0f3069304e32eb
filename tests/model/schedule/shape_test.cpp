// The step of a shape is the same whichever compiler names the function.
#include "model/schedule/shape.hpp"

#include <gtest/gtest.h>

namespace suture {
namespace {

TEST(Shape, knows_a_function_by_the_name_that_all_compilers_give_it) {
  EXPECT_EQ(plain_name("get<int, 3>"), "get");
  EXPECT_EQ(plain_name("get"), "get");
  EXPECT_EQ(plain_name("operator long int"), plain_name("operator long"));
  EXPECT_EQ(plain_name("operator()<int>"), plain_name("operator()"));
  EXPECT_EQ(shape_step(1, 2, "get<int>"), shape_step(1, 2, "get"));
}

TEST(Shape, tells_kinds_and_functions_apart) {
  EXPECT_NE(shape_step(1, 2, "get"), shape_step(2, 2, "get"));
  int differ = 0;
  for (const char* other : {"set", "append", "insert", "lock", "unlock", "clear", "sort", "pop"}) {
    differ += shape_step(1, 1, "get") != shape_step(1, 1, other) ? 1 : 0;
  }
  EXPECT_GE(differ, 6);  // four bits of a hash: one of sixteen may be the same
}

}  // namespace
}  // namespace suture
