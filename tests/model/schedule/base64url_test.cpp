#include "model/schedule/base64url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace suture {
namespace {

// The examples of RFC 4648, section 10, without padding.
TEST(Base64url, writes_the_examples_of_the_standard) {
  EXPECT_EQ(to_base64url(""), "");
  EXPECT_EQ(to_base64url("f"), "Zg");
  EXPECT_EQ(to_base64url("fo"), "Zm8");
  EXPECT_EQ(to_base64url("foo"), "Zm9v");
  EXPECT_EQ(to_base64url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64url("\xFB\xFF"), "-_8");
}

TEST(Base64url, refuses_what_it_would_not_write) {
  EXPECT_FALSE(from_base64url("Z"));     // a length no bytes have
  EXPECT_FALSE(from_base64url("Zh"));    // bits left over
  EXPECT_FALSE(from_base64url("Zm8="));  // padding
  EXPECT_FALSE(from_base64url("Zm+v"));  // the other alphabet
  EXPECT_FALSE(from_base64url("Zm 9v"));
}

RC_GTEST_PROP(Base64url, round_trips, (const std::string& bytes)) {
  RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
}

RC_GTEST_PROP(Base64url, reads_only_what_it_would_write, (const std::string& text)) {
  const auto bytes = from_base64url(text);
  if (bytes) RC_ASSERT(to_base64url(*bytes) == text);
}

}  // namespace
}  // namespace suture
