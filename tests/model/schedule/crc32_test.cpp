#include "model/schedule/crc32.hpp"

#include <gtest/gtest.h>

namespace suture {
namespace {

// The check value every catalogue of CRCs gives for this one.
TEST(Crc32, has_the_check_value_of_the_standard) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32(""), 0U);
}

TEST(Crc32, goes_on_from_an_earlier_part) {
  EXPECT_EQ(crc32("56789", crc32("1234")), crc32("123456789"));
}

}  // namespace
}  // namespace suture
