#include "checkers/wording.hpp"

#include <gtest/gtest.h>

namespace suture {
namespace {

TEST(Wording, places_go_without_folders_and_may_be_unknown) {
  EXPECT_EQ(wording::at({"/home/us/src/str.cpp", "f", 118}), " at str.cpp:118");
  EXPECT_EQ(wording::at({"str.cpp", "f", 118}), " at str.cpp:118");
  EXPECT_EQ(wording::at({}), "");
}

TEST(Wording, blocks_go_by_name_or_by_where_they_came_from) {
  block b;
  b.bytes = 7;
  b.allocated = {1, 0};
  b.allocated_at = {"str.cpp", "f", 118};
  EXPECT_EQ(wording::extent(b), "7 bytes allocated at str.cpp:118 by thread 1");
  EXPECT_EQ(wording::block(b), "the 7 bytes allocated at str.cpp:118 by thread 1");
  b.bytes = 1;
  b.allocated_at = {};
  EXPECT_EQ(wording::extent(b), "1 byte allocated by thread 1");
  b.name = "text";
  EXPECT_EQ(wording::block(b), "text");
}

// The same on every machine: neither folders nor addresses of literals count.
TEST(Wording, source_order_is_by_file_name_line_and_function) {
  const sync::site first{"/z/a.cpp", "f", 9};
  const sync::site second{"/b/b.cpp", "f", 1};
  const sync::site third{"/a/b.cpp", "f", 2};
  const sync::site fourth{"/a/b.cpp", "g", 2};
  EXPECT_TRUE(wording::stands_before(first, second));
  EXPECT_TRUE(wording::stands_before(second, third));
  EXPECT_TRUE(wording::stands_before(third, fourth));
  EXPECT_FALSE(wording::stands_before(fourth, third));
  EXPECT_FALSE(wording::stands_before(third, third));
  EXPECT_TRUE(wording::stands_before({}, first));
}

}  // namespace
}  // namespace suture
